import Synchronization

/// Ends work early: at Ctrl-C or its like, or when the deadline is over. What has arrived by then stands.
final class Interruption: Sendable {
    private final class Work: Sendable {
        let wasInterrupted = Atomic<Bool>(false)
        let stop: @Sendable () -> Void

        init(stop: @escaping @Sendable () -> Void) { self.stop = stop }

        func interrupt() {
            wasInterrupted.store(true, ordering: .releasing)
            stop()
        }
    }

    private let work: Work
    private let number: Int
    private let deadline: Task<Void, any Error>?

    /// - Parameter stop: ends the work, which then comes to its end by itself.
    init(after limit: Duration?, stop: @escaping @Sendable () -> Void) {
        let work = Work(stop: stop)
        self.work = work
        number = TerminationSignals.add(work.interrupt)
        deadline = limit.map { limit in
            Task {
                try await Task.sleep(for: limit)
                stop()
            }
        }
    }

    var wasInterrupted: Bool { work.wasInterrupted.load(ordering: .acquiring) }

    /// What Ctrl-C does.
    func interrupt() { work.interrupt() }

    func end() {
        deadline?.cancel()
        TerminationSignals.remove(number)
    }
}
