import Synchronization

/// What has happened to a journey and was not looked at yet: keys and banks' answers, in their order.
final class Inbox: Sendable {
    enum Item: Sendable {
        case event(Journey.Event)
        /// The terminal's own: it has another size, or the process goes on after it was stopped.
        case resized, continued
        /// The person wants the process to stop (Ctrl-Z).
        case suspend
        /// The terminal is gone.
        case ended
        /// Whoever waits has waited long enough.
        case enough
    }

    private struct State {
        var items: [Item] = []
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func put(_ item: Item) { put([item]) }

    /// What has happened at once is looked at together.
    func put(_ items: [Item]) {
        state.withLock { state in
            state.items += items
            state.waiting?.resume()
            state.waiting = nil
        }
    }

    func put(_ event: Journey.Event) { put(.event(event)) }

    /// Has whoever waits look up again after a while.
    func remind(after time: Duration) {
        Task {
            try? await Task.sleep(for: time)
            put(.enough)
        }
    }

    /// Leaves out what the person has done.
    func forgetInput() {
        state.withLock { state in
            state.items.removeAll { if case .event(.input) = $0 { true } else { false } }
        }
    }

    /// What is there already.
    func drainNow() -> [Item] {
        state.withLock { state in
            defer { state.items = [] }
            return state.items
        }
    }

    /// What is there, as soon as there is something. One at a time may wait.
    func drain() async -> [Item] {
        while true {
            let items = drainNow()
            if !items.isEmpty { return items }
            await withCheckedContinuation { continuation in
                state.withLock { state in
                    if state.items.isEmpty { state.waiting = continuation } else { continuation.resume() }
                }
            }
        }
    }
}
