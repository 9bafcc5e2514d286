#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What has been typed, or pasted, and was not read yet.
enum TypedAhead {
    /// Nobody's yes, where it came before what it would be a yes to. What is pasted may be more than the system holds, and
    /// comes in pieces: it is at its end once nothing has come for a moment.
    static func forget() {
        for _ in 0..<mostPieces {
            tcflush(STDIN_FILENO, TCIFLUSH)
            guard isThere else { return }
        }
    }

    /// Whether more has come, or comes at once: nobody types so fast.
    static var isThere: Bool {
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return isatty(STDIN_FILENO) == 1 && poll(&input, 1, moment) > 0 && input.revents & Int16(POLLIN) != 0
    }

    /// In milliseconds: what comes over a network comes with gaps.
    private static let moment: Int32 = 100
    /// A megabyte, at what a terminal of Linux holds.
    private static let mostPieces = 256
}
