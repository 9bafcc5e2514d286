import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Tells whoever polls a descriptor which signals come, in place of what these do by themselves. The newest one is told, until
/// it ends.
struct SignalPipe {
    /// The end of the newest one's pipe that the handler writes to.
    private static let mouth = Atomic<Int32>(-1)
    /// What whoever only has to look up reads in place of a signal's number.
    private static let look: UInt8 = 0

    let readingEnd: Int32
    private let writingEnd: Int32
    /// What was there before.
    private let former: (mouth: Int32, actions: [Int32: sigaction])

    /// Nil where there is no pipe for it.
    ///
    /// - Parameter signals: those of them stay ignored that whoever started the process has ignored.
    init?(_ signals: [Int32]) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            // A handler must not wait, however many signals come.
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (readingEnd, writingEnd) = (ends[0], ends[1])
        var actions: [Int32: sigaction] = [:]
        let mouth = Self.mouth.exchange(writingEnd, ordering: .acquiringAndReleasing)
        for number in signals where !TerminationSignals.isIgnored(number) {
            var action = sigaction()
            guard sigaction(number, nil, &action) == 0 else { continue }
            actions[number] = action
            _ = signal(number) { number in
                // Nothing but what a signal handler may call (POSIX.1-2017, System Interfaces §2.4.3).
                let error = errno
                var byte = UInt8(truncatingIfNeeded: number)
                _ = write(SignalPipe.mouth.load(ordering: .acquiring), &byte, 1)
                errno = error
            }
        }
        former = (mouth, actions)
    }

    /// From here on the signals do again what they did before; those, too, that nobody has taken.
    func end() {
        for (number, var action) in former.actions { sigaction(number, &action, nil) }
        Self.mouth.store(former.mouth, ordering: .releasing)
        for number in arrived() { kill(getpid(), number) }
        close(readingEnd)
        close(writingEnd)
    }

    /// Those that have come since it was asked last, without waiting for any.
    func arrived() -> Set<Int32> {
        var bytes = [UInt8](repeating: Self.look, count: 64)
        var signals: Set<Int32> = []
        while case let count = read(readingEnd, &bytes, bytes.count), count > 0 {
            signals.formUnion(bytes.prefix(count).filter { $0 != Self.look }.map(Int32.init))
        }
        return signals
    }

    /// Waits for one of them, for a moment.
    func wait() {
        var input = pollfd(fd: readingEnd, events: Int16(POLLIN), revents: 0)
        _ = poll(&input, 1, Int32(Self.moment / 1_000))
    }

    /// Has whoever polls the newest one look up.
    static func wake() {
        var byte = look
        _ = write(mouth.load(ordering: .acquiring), &byte, 1)
    }

    /// Stops the process, and whatever is in the terminal's foreground with it, as the terminal itself would at Ctrl-Z. Comes
    /// back once it is continued; or soon, where nobody is there who could continue it.
    static func stopProcess() {
        let handler = signal(SIGTSTP, SIG_DFL)
        kill(0, SIGTSTP)
        // The signal may reach another thread, and stop this one a moment later.
        usleep(moment)
        _ = signal(SIGTSTP, handler)
    }

    /// In microseconds.
    private static let moment: UInt32 = 200_000
}
