import FoundationEssentials

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

    /// Made anew, for its owner alone.
    init(_ path: String) throws(CommandFailure) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure(
                .outputFailed, "The trace '\(path)' cannot be written: \(Self.reason)",
                advice: "Name another file with --trace-file")
        }
    }

    deinit { close(descriptor) }

    /// - Returns: why it could not be written; nil where it was.
    func append(_ data: Data) -> String? {
        DescriptorWriting.writeAll(data, to: descriptor) ? nil : Self.reason
    }

    /// Whether there is a place to go back to. A pipe or a device has none.
    var isSeekable: Bool { lseek(descriptor, 0, SEEK_CUR) >= 0 }

    /// Writes in front of the end of what is there, and the end again.
    func insert(_ data: Data, before end: Data) -> String? {
        guard lseek(descriptor, -off_t(end.count), SEEK_END) >= 0 else { return Self.reason }
        return append(data + end)
    }

    private static var reason: String { String(cString: strerror(errno)) }
}
