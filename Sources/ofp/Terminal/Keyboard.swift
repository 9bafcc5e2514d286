import FoundationEssentials
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The terminal's keys one by one, as they are pressed, and what becomes of its window: read by a thread of their own, since
/// somebody who presses nothing must not keep the banks' answers waiting.
final class Keyboard: Sendable {
    enum Report: Sendable {
        case keys([Key])
        /// The window has another size.
        case resized
        /// The process goes on after it was stopped: whoever had the terminal meanwhile may have left anything on it.
        case continued
        /// The terminal is gone.
        case ended
    }

    private let state = Mutex(State())
    private let report: @Sendable (Report) -> Void

    private struct State {
        var isPaused = false
        var hasEnded = false
    }

    /// Nil where there is no thread, or no pipe, for it.
    init?(_ report: @escaping @Sendable (Report) -> Void) {
        self.report = report
        guard let signals = SignalPipe([SIGWINCH, SIGCONT, SIGTSTP]) else { return nil }
        let reading = Reading(keyboard: self, pipe: signals.readingEnd)
        let context = Unmanaged.passRetained(reading).toOpaque()
        #if canImport(Darwin)
        var thread: pthread_t?
        #else
        var thread = pthread_t()
        #endif
        guard pthread_create(&thread, nil, readKeys, context) == 0 else {
            Unmanaged<Reading>.fromOpaque(context).release()
            return nil
        }
        pthread_detach(thread)
    }

    /// Leaves the keys to another program, or takes them again.
    func setPaused(_ isPaused: Bool) {
        state.withLock { $0.isPaused = isPaused }
        SignalPipe.wake()
    }

    func end() {
        state.withLock { $0.hasEnded = true }
        for number in [SIGWINCH, SIGCONT, SIGTSTP] { _ = signal(number, SIG_DFL) }
        SignalPipe.wake()
    }

    fileprivate final class Reading: Sendable {
        let keyboard: Keyboard
        let pipe: Int32

        init(keyboard: Keyboard, pipe: Int32) { (self.keyboard, self.pipe) = (keyboard, pipe) }

        /// How long Escape waits for what may follow it, in milliseconds.
        private static let patience: Int32 = 50

        func run() {
            var decoder = KeyDecoder()
            while true {
                let state = keyboard.state.withLock(\.self)
                if state.hasEnded { return }
                var inputs = [
                    pollfd(fd: pipe, events: Int16(POLLIN), revents: 0),
                    pollfd(fd: state.isPaused ? -1 : STDIN_FILENO, events: Int16(POLLIN), revents: 0),
                ]
                let count = poll(&inputs, 2, decoder.isWaiting ? Self.patience : -1)
                if count == 0 { keyboard.tell(decoder.settle()) }
                // Keys first: what was typed was typed in the window as it was.
                if count > 0, inputs[1].revents != 0, !keyboard.state.withLock(\.isPaused) {
                    guard let bytes = Self.all(STDIN_FILENO) else {
                        keyboard.report(.ended)
                        return
                    }
                    keyboard.tell(decoder.feed(bytes))
                }
                if inputs[0].revents != 0, let byte = Self.bytes(pipe, atMost: 1)?.first { keyboard.tell(signal: byte) }
            }
        }

        /// More than anybody types at once, and less than a terminal holds.
        private static let leastOfPaste = 64
        /// How long the next piece of what is pasted may take, in milliseconds.
        private static let pause: Int32 = 50
        private static let most = 1 << 20

        /// All that is there: what is pasted may be more than the system holds, and is one report all the same.
        ///
        /// - Returns: nil at the end.
        private static func all(_ descriptor: Int32) -> [UInt8]? {
            guard var all = bytes(descriptor, atMost: 4_096) else { return nil }
            guard all.count >= leastOfPaste else { return all }
            var input = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            while all.count < most, poll(&input, 1, pause) > 0, let more = bytes(descriptor, atMost: 4_096) {
                all += more
                // Keys again, such as Ctrl-C that somebody holds down.
                if more.count < leastOfPaste { break }
            }
            return all
        }

        /// - Returns: nil at the end.
        private static func bytes(_ descriptor: Int32, atMost count: Int) -> [UInt8]? {
            var bytes = [UInt8](repeating: 0, count: count)
            let length = read(descriptor, &bytes, count)
            // Whoever is in the background may not read: that is no end.
            guard length > 0 || length < 0 && (errno == EINTR || errno == EAGAIN) else { return nil }
            return Array(bytes.prefix(max(0, length)))
        }
    }

    private func tell(_ keys: [Key]) { if !keys.isEmpty { report(.keys(keys)) } }

    private func tell(signal byte: UInt8) {
        switch Int32(byte) {
        case SIGWINCH: report(.resized)
        case SIGCONT: report(.continued)
        case SIGTSTP: report(.keys([.suspend]))
        default: break
        }
    }
}

/// The thread's function. The platforms differ in whether the context is optional.
#if canImport(Darwin)
private func readKeys(context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<Keyboard.Reading>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
#else
private func readKeys(context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Unmanaged<Keyboard.Reading>.fromOpaque(context).takeRetainedValue().run() }
    return nil
}
#endif
