import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file for a command's data: it is there whole, or as it was before.
struct OutputFile {
    let path: String

    /// - Throws: a ``CommandFailure`` where the file cannot be written, before anybody is asked for anything.
    init(_ path: String) throws(CommandFailure) {
        var target = path
        // What is written goes where a link leads; the link stays one.
        if let resolved = realpath(path, nil) {
            target = String(cString: resolved)
            free(resolved)
        }
        self.path = target
        var status = stat()
        if stat(target, &status) == 0 {
            guard status.st_mode & S_IFMT != S_IFDIR else { throw Self.failure(path, "it is a directory") }
            guard access(target, W_OK) == 0 else { throw Self.failure(path, Self.systemMessage) }
            isSpecial = status.st_mode & S_IFMT != S_IFREG
        } else {
            isSpecial = false
        }
        if !isSpecial {
            guard access(Self.directory(of: target), W_OK | X_OK) == 0 else {
                throw Self.failure(path, Self.systemMessage)
            }
        }
    }

    /// A pipe or a device: there is nothing to replace.
    private let isSpecial: Bool

    /// - Throws: a ``CommandFailure``; the file is then as it was before.
    func write(_ data: Data) throws(CommandFailure) {
        if isSpecial {
            let file = open(path, O_WRONLY | O_CLOEXEC)
            guard file >= 0 else { throw Self.failure(path, Self.systemMessage) }
            defer { close(file) }
            guard DescriptorWriting.writeAll(data, to: file) else { throw Self.failure(path, Self.systemMessage) }
            return
        }
        let temporary = "\(Self.directory(of: path))/.ofp-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw Self.failure(path, Self.systemMessage) }
        var existing = stat()
        if stat(path, &existing) == 0 { _ = fchmod(file, existing.st_mode & 0o777) }
        let isWritten = DescriptorWriting.writeAll(data, to: file) && fsync(file) == 0
        let isClosed = close(file) == 0
        guard isWritten, isClosed, rename(temporary, path) == 0 else {
            let message = Self.systemMessage
            unlink(temporary)
            throw Self.failure(path, message)
        }
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static var systemMessage: String { String(cString: strerror(errno)) }

    private static func failure(_ path: String, _ reason: String) -> CommandFailure {
        CommandFailure(
            .usage, "The file '\(path)' cannot be written: \(reason)",
            advice: "Name another with --output, or check that you may write there")
    }
}
