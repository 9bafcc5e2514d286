import Dispatch
import OpenFinance
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Ends a run of outcomes early: at Ctrl-C, or when the deadline is over. What has arrived by then stands.
final class Interruption {
    private final class Flag: Sendable {
        let value = Atomic<Bool>(false)
    }

    private let interrupted = Flag()
    private let source: any DispatchSourceSignal
    private let deadline: Task<Void, any Error>?

    init(of outcomes: LFIOutcomes, after limit: Duration?) {
        // A dispatch source sees a signal only where its default action is off.
        Self.setAction(SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        deadline = limit.map { limit in
            Task {
                try await Task.sleep(for: limit)
                outcomes.stop()
            }
        }
        source.setEventHandler { [interrupted] in
            interrupted.value.store(true, ordering: .releasing)
            outcomes.stop()
            // A second Ctrl-C is for those who do not want to wait even for that.
            Self.setAction(SIG_DFL)
        }
        source.activate()
    }

    var wasInterrupted: Bool { interrupted.value.load(ordering: .acquiring) }

    func end() {
        deadline?.cancel()
        source.cancel()
        Self.setAction(SIG_DFL)
    }

    private static func setAction(_ action: sighandler_t?) {
        _ = signal(SIGINT, action)
    }
}
