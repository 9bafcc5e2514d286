import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The file that a report is written to: it is there whole, or as it was before. What nothing can take the place of, such as a
/// pipe or a device, is written to where it is.
struct ReportFile {
    let path: String

    func write(_ data: Data) throws(SandboxError) {
        guard isWritten(data) else {
            let reason = String(cString: strerror(errno)).lowercased()
            throw SandboxError(
                "The report cannot be written to '\(path)': \(reason). Name another file with --report.", status: 74)
        }
    }

    /// False where it is not, with `errno` set.
    private func isWritten(_ data: Data) -> Bool {
        var status = stat()
        let isThere = stat(path, &status) == 0
        guard isThere || errno == ENOENT else { return false }
        if isThere {
            // As where it is /dev/stdout: what the command has printed there stays.
            if let stream = Self.stream(to: status) { return Self.writeAll(data, to: stream) }
            guard status.st_mode & S_IFMT == S_IFREG else { return isWrittenInPlace(data, to: path) }
        }
        let target = target
        let folder = Self.folder(of: target)
        if isThere, access(folder, W_OK | X_OK) != 0 || Self.isMountPoint(status, in: folder) {
            return isWrittenInPlace(data, to: target)
        }
        return isReplaced(data, at: target, keeping: isThere ? status.st_mode & 0o777 : nil)
    }

    /// Whichever of our own streams leads there.
    private static func stream(to file: stat) -> Int32? {
        [STDOUT_FILENO, STDERR_FILENO].first { stream in
            var status = stat()
            return fstat(stream, &status) == 0 && status.st_dev == file.st_dev && status.st_ino == file.st_ino
                && fcntl(stream, F_GETFL) & O_ACCMODE != O_RDONLY
        }
    }

    /// Where links lead, also where nothing is there yet: the report goes there, and each link stays one.
    private var target: String {
        if let resolved = realpath(path, nil) {
            defer { free(resolved) }
            return String(cString: resolved)
        }
        var target = path
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        for _ in 0..<Self.mostLinks {
            let length = readlink(target, &buffer, buffer.count)
            guard length > 0, length < buffer.count else { break }
            let link = String(decoding: buffer.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
            target = link.hasPrefix("/") ? link : "\(Self.folder(of: target))/\(link)"
        }
        return target
    }

    /// As many as Linux follows (path_resolution(7)).
    private static let mostLinks = 40

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Whether a file is of another file system than its folder.
    private static func isMountPoint(_ file: stat, in folder: String) -> Bool {
        var status = stat()
        return stat(folder, &status) == 0 && status.st_dev != file.st_dev
    }

    /// Written beside it, and put in its place once it is whole.
    private func isReplaced(_ data: Data, at target: String, keeping mode: mode_t?) -> Bool {
        let temporary = "\(Self.folder(of: target))/.ofp-sandbox-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard file >= 0 else { return false }
        if let mode { _ = fchmod(file, mode) }
        let isWhole = Self.writeAll(data, to: file) && fsync(file) == 0
        var error = errno
        close(file)
        if isWhole {
            guard rename(temporary, target) != 0 else { return true }
            error = errno
        }
        unlink(temporary)
        // A bind mount of the same file system is told by nothing else.
        if isWhole, error == EBUSY { return isWrittenInPlace(data, to: target) }
        errno = error
        return false
    }

    private func isWrittenInPlace(_ data: Data, to path: String) -> Bool {
        // A pipe waits for its reader, for ever where there is none: the signals that the sandbox has taken end it again.
        for number in [SIGINT, SIGTERM] { _ = signal(number, SIG_DFL) }
        let file = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOCTTY)
        guard file >= 0 else { return false }
        let isWritten = Self.writeAll(data, to: file)
        let error = errno
        let isClosed = close(file) == 0
        if !isWritten { errno = error }
        return isWritten && isClosed
    }

    /// False where that fails, with `errno` set. A stream that does not block, as one that is shared may be, is waited for.
    private static func writeAll(_ data: Data, to descriptor: Int32) -> Bool {
        data.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) {
                    var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    guard poll(&wanted, 1, -1) > 0 || errno == EINTR else { return false }
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }
}

private let systemWrite = write
