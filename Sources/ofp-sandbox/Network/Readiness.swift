import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Waits until a socket can be read from, or written to. One task at a time may wait.
final class Readiness: Sendable {
    enum Direction { case toRead, toWrite }

    private struct State {
        /// What the poller knows whoever waits by; it may be done already.
        var waiting: Poller.Token?
        var isOver = false
    }

    private let descriptor: Descriptor
    private let events: Int32
    private let state = Mutex(State())

    init(_ direction: Direction, of descriptor: Descriptor) {
        self.descriptor = descriptor
        events =
            switch direction {
            case .toRead: Int32(POLLIN)
            case .toWrite: Int32(POLLOUT)
            }
    }

    deinit { end() }

    /// Returns at once, and for ever, when it is over.
    func wait() async {
        await withCheckedContinuation { continuation in
            let isWaiting = state.withLock { state in
                guard !state.isOver else { return false }
                state.waiting = Poller.shared.add(
                    .init(descriptor: descriptor, events: events, continuation: continuation))
                return true
            }
            if !isWaiting { continuation.resume() }
        }
    }

    var isOver: Bool { state.withLock(\.isOver) }

    func end() {
        let waiting = state.withLock { state in
            state.isOver = true
            return state.waiting
        }
        if let waiting { Poller.shared.remove(waiting)?.continuation.resume() }
    }
}
