import Foundation

/// For what was asked for: it is whole, or it is said that it is not.
enum StandardOutput {
    static func write(_ text: String, _ name: String = "output") throws(SandboxError) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            throw SandboxError("The \(name) cannot be written. Check where standard output leads to.", status: 74)
        }
    }
}

/// For what is said about the sandbox; standard output belongs to the command that runs against it.
enum StandardError {
    static func write(_ text: String) {
        // Whoever does not listen any more is not told; a handle without an error to throw would trap.
        try? FileHandle.standardError.write(contentsOf: Data("ofp-sandbox: \(text)\n".utf8))
    }
}
