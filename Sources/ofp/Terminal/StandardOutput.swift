import FoundationEssentials
import OpenFinance
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The process's standard output, which remembers whether all that was written has arrived.
enum StandardOutput {
    private static let firstError = Atomic<Int32>(0)

    /// Why something did not arrive, in the system's words; nil where all did.
    static var failure: String? {
        let error = firstError.load(ordering: .acquiring)
        return error == 0 ? nil : SystemMessage.of(error)
    }

    /// After a failure nothing more is written: a gap would not be seen.
    static func write(_ data: Data) {
        guard !data.isEmpty, firstError.load(ordering: .acquiring) == 0 else { return }
        guard !DescriptorWriting.writeAll(data, to: STDOUT_FILENO) else { return }
        _ = firstError.compareExchange(expected: 0, desired: errno, ordering: .acquiringAndReleasing)
    }

    /// From here on a reader that goes away fails what is written, in place of ending the process: for a command that has
    /// done something that has to be said.
    static func outliveReader() { signal(SIGPIPE, SIG_IGN) }

    /// To be called before anything is opened: a file that is opened later must not be taken for a stream that was closed,
    /// and what is written to one has to fail. A limit on the size of files fails a write, too, in place of the process.
    static func prepare() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) == -1 {
            // For reading alone. It gets the lowest free number, which is this one.
            _ = open("/dev/null", O_RDONLY)
        }
        signal(SIGXFSZ, SIG_IGN)
    }
}
