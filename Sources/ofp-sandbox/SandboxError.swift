/// Why the sandbox cannot do what was asked of it: what is wrong and what to do, in two sentences.
struct SandboxError: Error, CustomStringConvertible {
    let description: String
    /// Exit code: 64 (EX_USAGE) unless said otherwise.
    let status: Int32

    init(_ description: String, status: Int32 = 64) {
        self.description = description
        self.status = status
    }
}
