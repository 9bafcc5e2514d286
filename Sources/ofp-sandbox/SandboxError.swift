/// Why the sandbox cannot do what was asked of it: what is wrong and what to do, in two sentences.
struct SandboxError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
