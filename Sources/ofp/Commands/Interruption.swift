import Synchronization

/// Ends work early: at Ctrl-C or its like, or when the deadline is over. What has arrived by then stands.
final class Interruption {
    private final class Flag: Sendable {
        let value = Atomic<Bool>(false)
    }

    private let interrupted: Flag
    private let number: Int
    private let deadline: Task<Void, any Error>?

    /// - Parameter stop: ends the work, which then comes to its end by itself.
    init(after limit: Duration?, stop: @escaping @Sendable () -> Void) {
        let interrupted = Flag()
        self.interrupted = interrupted
        number = Interrupts.add {
            interrupted.value.store(true, ordering: .releasing)
            stop()
        }
        deadline = limit.map { limit in
            Task {
                try await Task.sleep(for: limit)
                stop()
            }
        }
    }

    var wasInterrupted: Bool { interrupted.value.load(ordering: .acquiring) }

    func end() {
        deadline?.cancel()
        Interrupts.remove(number)
    }
}
