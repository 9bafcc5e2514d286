import Foundation

/// For what is said about the sandbox; standard output belongs to the command that runs against it.
enum StandardError {
    static func write(_ text: String) {
        // Whoever does not listen any more is not told; a handle without an error to throw would trap.
        try? FileHandle.standardError.write(contentsOf: Data("ofp-sandbox: \(text)\n".utf8))
    }
}
