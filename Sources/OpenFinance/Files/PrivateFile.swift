package import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Files that are this user's alone.
package enum PrivateFile {
    static let temporaryPrefix = ".tmp-"

    /// The folder with mode 0700, made where it is not there. False where it is somebody else's, or cannot be made.
    package static func makeFolder(_ path: String) -> Bool {
        try? FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid() else {
            return false
        }
        return status.st_mode & 0o077 == 0 || chmod(path, 0o700) == 0
    }

    /// What can be said of a path.
    package enum Presence: Sendable {
        case absent, there
        /// Nobody knows: it may not be looked at. Why, in the system's words.
        case hidden(String)
    }

    /// Of the path itself, where it is a link.
    package static func presence(of path: String) -> Presence {
        var status = stat()
        return presence(lstat(path, &status) == 0)
    }

    /// Whether there is a folder into which one may look.
    package static func presence(ofFolder path: String) -> Presence { presence(access(path, R_OK | X_OK) == 0) }

    private static func presence(_ isThere: Bool) -> Presence {
        switch errno {
        case _ where isThere: .there
        case ENOENT, ENOTDIR: .absent
        default: .hidden(SystemMessage.last)
        }
    }

    /// Bytes of a file; nil where there is none.
    package static func size(_ path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    /// The file's bytes; nil for what is no plain file of this user's, or is readable by others.
    package static func read(_ path: String) -> Data? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
            status.st_mode & 0o077 == 0
        else { return nil }
        return contents(of: descriptor, size: Int(status.st_size))
    }

    private static func contents(of descriptor: Int32, size: Int) -> Data? {
        var bytes = Data(count: size)
        let count = bytes.withUnsafeMutableBytes { buffer in
            var done = 0
            while done < size {
                let step = systemRead(descriptor, buffer.baseAddress?.advanced(by: done), size - done)
                if step < 0 && errno == EINTR { continue }
                guard step > 0 else { break }
                done += step
            }
            return done
        }
        return count == size ? bytes : nil
    }

    /// Puts `data` in the file's place, wholly or not at all; false where it could not.
    @discardableResult
    package static func replace(_ path: String, with data: Data) -> Bool {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        let temporary = "\(folder)/\(temporaryPrefix)\(UUID.random().uuidString)"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        // Whatever umask(2) says: a file that its own user cannot read would be in the way for good.
        let isWritten = fchmod(descriptor, 0o600) == 0 && write(data, to: descriptor)
        guard close(descriptor) == 0, isWritten, rename(temporary, path) == 0 else {
            unlink(temporary)
            return false
        }
        return true
    }

    /// The file with mode 0600, made empty where it is not there. False where it cannot be had for writing.
    package static func make(_ path: String) -> Bool {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fchmod(descriptor, 0o600) == 0
    }

    /// What became of a file that was to be made.
    package enum Creation: Sendable {
        case made
        /// Something has its name already.
        case exists
        /// Why, in the system's words.
        case failed(String)
    }

    /// Makes the file whole, on the disk, with mode 0600; false where one is there already, or it cannot be made.
    package static func create(_ path: String, with data: Data) -> Bool {
        if case .made = make(path, with: data) { true } else { false }
    }

    /// The same, and says why not.
    package static func make(_ path: String, with data: Data) -> Creation {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        let temporary = "\(folder)/\(temporaryPrefix)\(UUID.random().uuidString)"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return .failed(SystemMessage.last) }
        defer { unlink(temporary) }
        let isWritten = fchmod(descriptor, 0o600) == 0 && write(data, to: descriptor) && fsync(descriptor) == 0
        let message = SystemMessage.last
        guard close(descriptor) == 0, isWritten else { return .failed(isWritten ? SystemMessage.last : message) }
        // A link fails where there is something, and rename does not.
        if link(temporary, path) == 0 { return .made }
        return errno == EEXIST ? .exists : .failed(SystemMessage.last)
    }

    private static func write(_ data: Data, to descriptor: Int32) -> Bool {
        data.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let step = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if step < 0 && errno == EINTR { continue }
                guard step > 0 else { return false }
                rest = rest.dropFirst(step)
            }
            return true
        }
    }
}

private let systemRead = read
private let systemWrite = write
