import FoundationEssentials
import OpenFinance

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
        // An argument that is no UTF-8 is another file's name by the time that it is a text.
        guard !path.unicodeScalars.contains("\u{FFFD}") else {
            throw Self.failure(path, "its name is not UTF-8")
        }
        guard !path.isEmpty else { throw Self.failure(path, "it has no name") }
        let target = Self.target(of: path)
        self.path = target
        var status = stat()
        let isThere = stat(target, &status) == 0
        // What there cannot be, such as a name that is too long, or links that lead to each other.
        guard isThere || errno == ENOENT else { throw Self.failure(path, errno) }
        if isThere {
            guard status.st_mode & S_IFMT != S_IFDIR else { throw Self.failure(path, "it is a directory") }
            guard access(target, W_OK) == 0 else { throw Self.failure(path, errno) }
        }
        let folder = Self.directory(of: target)
        let isReplaceable = access(folder, W_OK | X_OK) == 0
        let folderCode = errno
        if isThere, status.st_mode & S_IFMT != S_IFREG || !isReplaceable || Self.isMountPoint(status, in: folder) {
            way = .inPlace
        } else {
            guard isReplaceable else { throw Self.failure(path, folderCode) }
            way = .replacing
        }
    }

    /// Where links lead, also where nothing is there yet: what is written goes there, and each link stays one.
    private static func target(of path: String) -> String {
        if let resolved = realpath(path, nil) {
            defer { free(resolved) }
            return String(cString: resolved)
        }
        var target = path
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        for _ in 0..<mostLinks {
            let length = readlink(target, &buffer, buffer.count)
            guard length > 0, length < buffer.count else { return target }
            let link = String(decoding: buffer.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
            target = link.hasPrefix("/") ? link : "\(directory(of: target))/\(link)"
        }
        return target
    }

    /// As many as Linux follows (path_resolution(7)).
    private static let mostLinks = 40

    private enum Way {
        /// Written beside it, and put in its place once it is whole.
        case replacing
        /// A pipe, a device, a file that is mounted (as containers are given one) or in a folder that may not be written to:
        /// there is nothing that could take its place.
        case inPlace
    }

    private let way: Way

    /// Whether a file is of another file system than its folder.
    private static func isMountPoint(_ file: stat, in folder: String) -> Bool {
        var status = stat()
        return stat(folder, &status) == 0 && status.st_dev != file.st_dev
    }

    /// - Throws: a ``CommandFailure``; where the file could be replaced, it is then as it was before.
    func write(_ data: Data) throws(CommandFailure) {
        guard way == .replacing else { return try writeInPlace(data) }
        let temporary = "\(Self.directory(of: path))/.ofp-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw unwritten(SystemMessage.last) }
        var existing = stat()
        if stat(path, &existing) == 0 { _ = fchmod(file, existing.st_mode & 0o777) }
        let isWritten = DescriptorWriting.writeAll(data, toFile: file) && fsync(file) == 0
        let message = SystemMessage.last
        guard close(file) == 0, isWritten else {
            let closing = SystemMessage.last
            unlink(temporary)
            throw unwritten(isWritten ? closing : message)
        }
        guard rename(temporary, path) == 0 else {
            let (code, message) = (errno, SystemMessage.last)
            unlink(temporary)
            // A bind mount of the same file system is told by nothing else.
            guard code == EBUSY else { throw unwritten(message) }
            return try writeInPlace(data)
        }
    }

    private func writeInPlace(_ data: Data) throws(CommandFailure) {
        let file = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC)
        guard file >= 0 else { throw unwritten(SystemMessage.last) }
        let isWritten = DescriptorWriting.writeAll(data, toFile: file)
        let message = SystemMessage.last
        let isClosed = close(file) == 0
        guard isWritten, isClosed else {
            throw CommandFailure(
                .outputFailed,
                "The file '\(path)' could not be written to its end: \(isWritten ? SystemMessage.last : message)",
                advice: "It cannot be replaced as a whole where it is, and is incomplete: write it elsewhere")
        }
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private func unwritten(_ reason: String) -> CommandFailure {
        CommandFailure(
            .outputFailed, "The file '\(path)' could not be written: \(reason)",
            advice: "It is as it was before: check its disk, or write it elsewhere")
    }

    /// Before anything is written: a name that leads nowhere is a bad value, and anything else the failure that it would be
    /// later, too.
    private static func failure(_ path: String, _ code: Int32) -> CommandFailure {
        failure(path, SystemMessage.of(code), status(of: code))
    }

    /// What kind of fault it is that a file cannot be written, by the system's code for it.
    static func status(of code: Int32) -> CommandStatus {
        [ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP].contains(code) ? .usage : .outputFailed
    }

    private static func failure(
        _ path: String, _ reason: String, _ status: CommandStatus = .usage
    ) -> CommandFailure {
        CommandFailure(
            status, "The file '\(path)' cannot be written: \(reason)",
            advice: "Name another with --output, or check that you may write there")
    }
}
