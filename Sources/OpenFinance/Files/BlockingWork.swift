package import Dispatch

/// Work that waits for disks and locks, on threads that may wait: those of Swift's concurrency pool are as few as the
/// processor's cores, and serve every bank.
package enum BlockingWork {
    /// Does the work to its end, even where the task is cancelled.
    ///
    /// - Parameter queue: one of several threads where nil.
    package static func run<Value: Sendable>(
        on queue: DispatchQueue? = nil, _ work: @escaping @Sendable () -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            (queue ?? .global()).async { continuation.resume(returning: work()) }
        }
    }
}
