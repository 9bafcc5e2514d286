import FoundationEssentials
import OpenFinance

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A trace's file, which is whole after each exchange: a command that is killed leaves what it has seen.
final class TraceFile: Sendable {
    private let descriptor: Int32

    /// Emptied, and from then on for its owner and this process alone.
    init(_ path: String) throws(CommandFailure) {
        // Emptied only once it is ours: another command may be writing to it.
        descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let code = errno
            throw Self.failure(path, SystemMessage.of(code), OutputFile.status(of: code))
        }
        guard isRegular else { return }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
            throw Self.failure(path, "another command is writing to it")
        }
        guard ftruncate(descriptor, 0) == 0 else { throw Self.failure(path, SystemMessage.last) }
        // One that is there already may be open to others; it may also be somebody else's, who then decides.
        _ = fchmod(descriptor, 0o600)
    }

    private static func failure(
        _ path: String, _ reason: String, _ status: CommandStatus = .outputFailed
    ) -> CommandFailure {
        CommandFailure(
            status, "The trace '\(path)' cannot be written: \(reason)",
            advice: "Name another file with --trace-file")
    }

    deinit { close(descriptor) }

    /// - Returns: why it could not be written; nil where it was. What was there before is still there, and nothing else.
    func append(_ data: Data) -> String? { insert(data, before: Data()) }

    /// Whether there is a place to go back to. A pipe or a device has none.
    var isSeekable: Bool { isRegular && lseek(descriptor, 0, SEEK_CUR) >= 0 }

    /// Writes in front of the end of what is there, and the end again.
    func insert(_ data: Data, before end: Data) -> String? {
        guard isSeekable else {
            return DescriptorWriting.writeAll(data + end, toFile: descriptor) ? nil : SystemMessage.last
        }
        let place = lseek(descriptor, -off_t(end.count), SEEK_END)
        guard place >= 0 else { return SystemMessage.last }
        if DescriptorWriting.writeAll(data + end, toFile: descriptor) { return nil }
        let reason = SystemMessage.last
        // The disk has room for what it had before.
        _ = lseek(descriptor, place, SEEK_SET)
        _ = DescriptorWriting.writeAll(end, toFile: descriptor)
        _ = ftruncate(descriptor, place + off_t(end.count))
        return reason
    }

    private var isRegular: Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
}
