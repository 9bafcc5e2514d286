import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Ends work early: at Ctrl-C, or when the deadline is over. What has arrived by then stands.
final class Interruption {
    private final class Flag: Sendable {
        let value = Atomic<Bool>(false)
    }

    private let interrupted = Flag()
    private let source: any DispatchSourceSignal
    private let deadline: Task<Void, any Error>?

    /// - Parameter stop: ends the work, which then comes to its end by itself.
    init(after limit: Duration?, stop: @escaping @Sendable () -> Void) {
        Interrupts.ignore()
        source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        deadline = limit.map { limit in
            Task {
                try await Task.sleep(for: limit)
                stop()
            }
        }
        source.setEventHandler { [interrupted] in
            interrupted.value.store(true, ordering: .releasing)
            stop()
            // A second Ctrl-C is for those who do not want to wait even for that.
            Interrupts.willEndProcess()
        }
        source.activate()
    }

    var wasInterrupted: Bool { interrupted.value.load(ordering: .acquiring) }

    func end() {
        deadline?.cancel()
        source.cancel()
        Interrupts.willEndProcess()
    }
}
