import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Ctrl-C where nothing has to be brought to an end first: the process ends with the contract's code, and leaves the
/// terminal as it was.
enum Interrupts {
    /// The terminal's local modes from before it stopped showing what is typed; 0 while it shows it.
    private static let modesToRestore = Atomic<UInt>(0)

    static func willEndProcess() {
        _ = signal(SIGINT) { _ in
            // Nothing but what a signal handler may call (POSIX.1-2017, System Interfaces §2.4.3).
            Interrupts.restoreTerminal()
            _exit(CommandStatus.interrupted.rawValue)
        }
    }

    /// A dispatch source sees a signal only where its default action is off.
    static func ignore() { _ = signal(SIGINT, SIG_IGN) }

    /// Runs `body` while the terminal shows nothing of what is typed; nil where there is no terminal.
    static func withoutEcho<Result>(_ body: () -> Result) -> Result? {
        var modes = termios()
        guard tcgetattr(STDIN_FILENO, &modes) == 0 else { return nil }
        modesToRestore.store(UInt(modes.c_lflag), ordering: .releasing)
        defer { restoreTerminal() }
        modes.c_lflag &= ~tcflag_t(ECHO)
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &modes) == 0 else { return nil }
        return body()
    }

    private static func restoreTerminal() {
        let local = modesToRestore.exchange(0, ordering: .acquiringAndReleasing)
        var modes = termios()
        guard local != 0, tcgetattr(STDIN_FILENO, &modes) == 0 else { return }
        modes.c_lflag = tcflag_t(local)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &modes)
        // The one that was typed was not shown either.
        var lineBreak = UInt8(ascii: "\n")
        _ = write(STDERR_FILENO, &lineBreak, 1)
    }
}
