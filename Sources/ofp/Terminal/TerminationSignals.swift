import FoundationEssentials
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Signals that ask the process to end: Ctrl-C (SIGINT), SIGTERM and SIGHUP.
///
/// A handler writes each of them into a pipe, and a thread reads it: none is lost between two ways to take them, and a
/// process with the number 1, for which the system drops signals without a handler, gets them, too. The first one ends the
/// work that is under way, with what has arrived; where there is none, and at the second, the process ends at once.
enum TerminationSignals {
    private struct Work {
        var stops: [Int: @Sendable (Int32) -> Void] = [:]
        var number = 0
        var limit: Limit?
        /// What the process ends with, at a limit and where a signal ends it at once: while it is unknown whether a lead has
        /// arrived.
        var lastWords: CommandFailure?
        /// What the process says where a signal ends it at once, whatever it ends with.
        var partingWords: String?
        /// Whether a signal ends it now.
        var isEnding = false
        /// The screen that is drawn on.
        var screen: Screen?
        var guest: Guest?
        var hasEndedGuest = false
    }

    /// Another program that has the terminal for a while.
    private struct Guest {
        /// 0 before it is there, and after its end.
        var process: pid_t = 0
        /// What has arrived meanwhile.
        var signals: Set<Int32> = []
        /// From when on it has had time enough to tidy up; nil where nobody has asked it to end.
        var end: ContinuousClock.Instant?

        /// Asks it to end, and where it has been asked before, ends it: not every program hears.
        mutating func end(again: Bool) {
            guard process > 0 else { return }
            kill(process, again ? SIGKILL : SIGTERM)
            end = .now + .seconds(1)
        }
    }

    /// A screen that is drawn on, and how the terminal is again as it was.
    private struct Screen {
        let end: Data
        let modes: termios
    }

    /// When the process ends, where it does nothing any more.
    private struct Limit {
        var time: ContinuousClock.Instant
        /// How long it may do nothing from then on.
        let patience: Duration
        /// What the processor has done for it by the last look, in `CLOCKS_PER_SEC`.
        var work = clock()
        let failure: CommandFailure
    }

    /// What the thread reads from the pipe: this, or a signal's number.
    private static let newLimit: UInt8 = 0

    private static let work = Mutex(Work())

    /// The terminal's local modes from before it stopped showing what is typed; 0 while it shows it.
    private static let modesToRestore = Atomic<UInt>(0)

    /// The end of the pipe that the handler writes to.
    private static let pipeToThread = Atomic<Int32>(-1)

    static func watch() {
        let signals = [SIGINT, SIGTERM, SIGHUP].filter { !isIgnored($0) }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // A handler must not wait, however many signals come.
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        pipeToThread.store(ends[1], ordering: .releasing)
        #if canImport(Darwin)
        var thread: pthread_t?
        #else
        var thread = pthread_t()
        #endif
        // Without a thread for them they do what they always do.
        let readingEnd = UnsafeMutableRawPointer(bitPattern: Int(ends[0]))
        guard pthread_create(&thread, nil, readSignals, readingEnd) == 0 else { return }
        for number in signals {
            _ = systemSignal(number) { number in
                // Nothing but what a signal handler may call (POSIX.1-2017, System Interfaces §2.4.3).
                let error = errno
                var byte = UInt8(truncatingIfNeeded: number)
                _ = write(TerminationSignals.pipeToThread.load(ordering: .acquiring), &byte, 1)
                errno = error
            }
        }
    }

    /// Whether whoever started the process does not want it to end by this: `nohup`, or `&` in a script.
    static func isIgnored(_ signal: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(signal, nil, &action) == 0 else { return false }
        #if canImport(Darwin)
        return unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self) == 1
        #else
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
        #endif
    }

    fileprivate static func read(from end: Int32) {
        var byte: UInt8 = 0
        while true {
            let limit = work.withLock { [$0.limit?.time, $0.guest?.end].compactMap(\.self).min() }
            var waiting = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
            let count = poll(&waiting, 1, limit.map { Self.milliseconds(until: $0) } ?? -1)
            if count == 0 {
                work.withLock { if let end = $0.guest?.end, end <= .now { $0.guest?.end(again: true) } }
                endAtLimit()
                continue
            }
            guard count > 0 else {
                if errno == EINTR { continue }
                return
            }
            let length = systemRead(end, &byte, 1)
            if length == 0 || length < 0 && errno != EINTR { return }
            if length == 1, byte != newLimit { arrived(Int32(byte)) }
        }
    }

    private static func milliseconds(until time: ContinuousClock.Instant) -> Int32 {
        let left = max(.zero, time - .now) + .milliseconds(1)
        return Int32(clamping: left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000)
    }

    private static func arrived(_ signal: Int32) {
        guard !isGuests(signal) else { return }
        let stops = work.withLock { work in
            defer { work.stops = [:] }
            return Array(work.stops.values)
        }
        guard stops.isEmpty else {
            // Whoever reads the output may have stopped reading: then there is no order to end in.
            end(
                after: .seconds(5),
                CommandFailure(
                    .interrupted, "Interrupted, and the output could not be written to its end", advice: "Try again"))
            for stop in stops { stop(signal) }
            return
        }
        let (words, failure) = work.withLock { work in
            work.isEnding = true
            return (work.partingWords, work.lastWords)
        }
        restoreTerminal()
        // Past what is held back for the screen: nobody takes that any more.
        var console = Console.standard()
        console.writeError = { _ = DescriptorWriting.writeAll($0, to: STDERR_FILENO) }
        if let words { console.note(words) } else if let failure { console.error(failure) }
        _exit((failure?.status ?? .interrupted).rawValue)
    }

    // MARK: - Limits

    /// Ends the process with this failure once that time is over and it does nothing any more, unless it has ended, or another
    /// limit comes earlier. It is held by a thread that was there from the beginning: where the system gives no others, nothing
    /// else goes on.
    ///
    /// Who still works, on a machine that is busy with other things, is not cut short.
    static func end(after time: Duration, _ failure: CommandFailure) {
        work.withLock { work in
            let limit = Limit(time: .now + time, patience: .seconds(5), failure: failure)
            if let earlier = work.limit, earlier.time <= limit.time { return }
            work.limit = limit
        }
        wakeThread()
    }

    /// Ten milliseconds of a processor: what waits needs less.
    private static let leastWork = CLOCKS_PER_SEC / 100

    /// From here on it may take its time.
    static func endLimit() {
        work.withLock { $0.limit = nil }
        wakeThread()
    }

    /// What the process ends with from here on where it cannot come to its end; nil for what a limit and signals say.
    static func setLastWords(_ failure: CommandFailure?) { work.withLock { $0.lastWords = failure } }

    /// What is to be said from here on where Ctrl-C ends the process at once; nil for nothing.
    static func setPartingWords(_ words: String?) { work.withLock { $0.partingWords = words } }

    private static func wakeThread() {
        var byte = newLimit
        _ = write(pipeToThread.load(ordering: .acquiring), &byte, 1)
    }

    private static func endAtLimit() {
        let failure = work.withLock { work -> CommandFailure? in
            guard var limit = work.limit, limit.time <= .now else { return nil }
            let done = clock()
            guard done - limit.work < Self.leastWork else {
                (limit.time, limit.work) = (.now + limit.patience, done)
                work.limit = limit
                return nil
            }
            return work.lastWords ?? limit.failure
        }
        guard let failure else { return }
        restoreTerminal()
        Console.standard().error(failure)
        _exit(failure.status.rawValue)
    }

    // MARK: - Another program that has the terminal

    /// From here on another program has the terminal. Ctrl-C reaches that by itself, and is its own; what else asks this
    /// process to end is handed on to it, and this process waits for its end: two programs cannot share a terminal's keys. One
    /// that does not end is ended a second later.
    static func yieldTerminal() { work.withLock { $0.guest = Guest() } }

    /// - Parameter process: 0 once it has ended.
    static func terminalIs(with process: pid_t) {
        work.withLock { work in
            work.guest?.process = process
            work.guest?.end = nil
            // What has come before there was anybody to tell.
            if work.guest?.signals.subtracting([SIGINT]).isEmpty == false { work.guest?.end(again: false) }
        }
        wakeThread()
    }

    /// - Parameter wasInterrupted: whether Ctrl-C has ended the other program.
    /// - Returns: what has arrived meanwhile.
    static func reclaimTerminal(wasInterrupted: Bool) -> Set<Int32> {
        work.withLock { work in
            let signals = work.guest?.signals ?? []
            work.guest = nil
            if wasInterrupted || !signals.subtracting([SIGINT]).isEmpty { work.hasEndedGuest = true }
            return signals
        }
    }

    /// Whether another program that had the terminal was ended in this way.
    static var hasEndedGuest: Bool { work.withLock { $0.hasEndedGuest } }

    private static func isGuests(_ signal: Int32) -> Bool {
        work.withLock { work in
            guard var guest = work.guest else { return false }
            if signal != SIGINT { guest.end(again: !guest.signals.subtracting([SIGINT]).isEmpty) }
            guest.signals.insert(signal)
            work.guest = guest
            return true
        }
    }

    // MARK: - Work that ends by itself when it is told to

    /// - Parameter stop: is told the signal that has come.
    /// - Returns: by what to take it away again.
    static func add(_ stop: @escaping @Sendable (Int32) -> Void) -> Int {
        work.withLock { work in
            work.number += 1
            work.stops[work.number] = stop
            return work.number
        }
    }

    static func remove(_ number: Int) { work.withLock { _ = $0.stops.removeValue(forKey: number) } }

    // MARK: - The terminal

    /// From here on the terminal shows nothing of what is typed, until ``showTyping()``.
    ///
    /// - Returns: false where there is no terminal.
    static func hideTyping() -> Bool {
        work.withLock { work in
            var modes = termios()
            // Who ends has given it back, or does so once this is done.
            guard !work.isEnding, tcgetattr(STDIN_FILENO, &modes) == 0 else { return false }
            modesToRestore.store(UInt(modes.c_lflag), ordering: .releasing)
            modes.c_lflag &= ~tcflag_t(ECHO)
            return tcsetattr(STDIN_FILENO, TCSAFLUSH, &modes) == 0
        }
    }

    /// From here on it shows it again.
    static func showTyping() { restoreTerminal() }

    /// From here on the terminal hands over each key as it is pressed, Ctrl-C and Ctrl-Z, too, and shows none of them.
    ///
    /// - Parameters:
    ///   - beginning: what prepares the screen to be drawn on.
    ///   - end: what brings back the screen from before, however this process ends.
    /// - Returns: false where that cannot be had.
    static func claimScreen(beginning: Data, end: Data) -> Bool {
        work.withLock { work in
            var modes = termios()
            // Who ends has given it back, or does so once this is done.
            guard !work.isEnding, tcgetattr(STDIN_FILENO, &modes) == 0 else { return false }
            modesToRestore.store(UInt(modes.c_lflag), ordering: .releasing)
            work.screen = Screen(end: end, modes: modes)
            modes.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG | IEXTEN)
            // Ctrl-S would stop the screen, and with it whoever draws on it.
            modes.c_iflag &= ~tcflag_t(IXON)
            // What was typed ahead is for whoever reads it next.
            guard tcsetattr(STDIN_FILENO, TCSADRAIN, &modes) == 0 else { return false }
            return DescriptorWriting.writeAll(beginning, to: STDERR_FILENO)
        }
    }

    /// Draws, unless the screen has been given back already.
    static func drawOnScreen(_ codes: Data) {
        work.withLock { work in
            if work.screen != nil { _ = DescriptorWriting.writeAll(codes, to: STDERR_FILENO) }
        }
    }

    /// Gives the terminal back as it was.
    static func leaveScreen() { restoreTerminal() }

    private static func restoreTerminal() {
        let local = modesToRestore.exchange(0, ordering: .acquiringAndReleasing)
        var modes = termios()
        guard local != 0, tcgetattr(STDIN_FILENO, &modes) == 0 else { return }
        let screen = work.withLock { work in
            defer { work.screen = nil }
            return work.screen
        }
        guard let screen else {
            modes.c_lflag = tcflag_t(local)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &modes)
            // The line break that was typed was not shown either.
            var lineBreak = UInt8(ascii: "\n")
            _ = write(STDERR_FILENO, &lineBreak, 1)
            return
        }
        modes = screen.modes
        tcsetattr(STDIN_FILENO, TCSADRAIN, &modes)
        _ = DescriptorWriting.writeAll(screen.end, to: STDERR_FILENO)
        // What was to be told meanwhile comes on the screen that stays.
        StandardError.release()
    }
}

private let systemRead = read
private let systemSignal = signal

/// The thread's function. The platforms differ in whether the context is optional.
#if canImport(Darwin)
private func readSignals(end: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    TerminationSignals.read(from: Int32(truncatingIfNeeded: Int(bitPattern: end)))
    return nil
}
#else
private func readSignals(end: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    TerminationSignals.read(from: Int32(truncatingIfNeeded: Int(bitPattern: end)))
    return nil
}
#endif
