import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Ends work early: at Ctrl-C or its like, or when the deadline is over. What has arrived by then stands.
final class Interruption: Sendable {
    private final class Work: Sendable {
        /// The signal; 0 where none has come.
        let signal = Atomic<Int32>(0)
        let stop: @Sendable () -> Void

        init(stop: @escaping @Sendable () -> Void) { self.stop = stop }

        func interrupt(by signal: Int32) {
            self.signal.store(signal, ordering: .releasing)
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
        number = TerminationSignals.add(work.interrupt(by:))
        deadline = limit.map { limit in
            Task {
                try await Task.sleep(for: limit)
                stop()
            }
        }
    }

    var wasInterrupted: Bool { signal != 0 }

    /// Whether the process is to end, and not only what it is at.
    var meansEnd: Bool { wasInterrupted && signal != SIGINT }

    private var signal: Int32 { work.signal.load(ordering: .acquiring) }

    /// What Ctrl-C does.
    func interrupt() { work.interrupt(by: SIGINT) }

    func end() {
        deadline?.cancel()
        TerminationSignals.remove(number)
    }
}
