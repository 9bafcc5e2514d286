import Dispatch
import Synchronization

/// Waits until a socket can be read from, or written to. One task at a time may wait.
final class Readiness: Sendable {
    enum Direction { case toRead, toWrite }

    private enum State {
        /// Nobody waits: the source is suspended, since it would fire again and again.
        case idle
        case waiting(CheckedContinuation<Void, Never>)
        case over
    }

    // Dispatch sources may be used from any thread; on Linux their protocol does not say so.
    private nonisolated(unsafe) let source: any DispatchSourceProtocol
    private let state = Mutex(State.idle)

    /// They only wake tasks, so that one queue does for all.
    private static let queue = DispatchQueue(label: "ofp-sandbox.readiness")

    init(_ direction: Direction, of descriptor: Descriptor) {
        source =
            switch direction {
            case .toRead: DispatchSource.makeReadSource(fileDescriptor: descriptor.number, queue: Self.queue)
            case .toWrite: DispatchSource.makeWriteSource(fileDescriptor: descriptor.number, queue: Self.queue)
            }
        source.setEventHandler { [weak self] in self?.wake() }
        // The system may give the number to another file only when the source does not look at it any more.
        source.setCancelHandler { withExtendedLifetime(descriptor) {} }
    }

    deinit { end() }

    /// Returns at once, and for ever, when it is over.
    func wait() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                guard case .idle = state else { return true }
                state = .waiting(continuation)
                source.resume()
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    var isOver: Bool {
        state.withLock { state in
            if case .over = state { true } else { false }
        }
    }

    private func wake() {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard case .waiting(let continuation) = state else { return nil }
            state = .idle
            source.suspend()
            return continuation
        }
        waiting?.resume()
    }

    func end() {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            defer { state = .over }
            switch state {
            case .idle:
                source.cancel()
                // A source that is suspended is never done with being cancelled.
                source.resume()
                return nil
            case .waiting(let continuation):
                source.cancel()
                return continuation
            case .over: return nil
            }
        }
        waiting?.resume()
    }
}
