import FoundationEssentials
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Whether this process may have the threads that it cannot do without.
///
/// Tasks run on threads that are made when they are needed; where the system gives none (`ulimit -u`, a container's limit of
/// processes), nobody says so, and nothing goes on.
enum ThreadBudget {
    /// One for each processor's tasks, one for the network, one that looks a name up.
    private static var needed: Int { ProcessInfo.processInfo.activeProcessorCount + 2 }

    /// Whether Dispatch can look at its threads, as it does every second on Linux: where it cannot, it ends the process there
    /// and then, which may be in the middle of a lead.
    static var canBeWatched: Bool {
        #if os(Linux)
        access("/proc/self/stat", R_OK) == 0
        #else
        true
        #endif
    }

    /// Makes that many at once, and lets them end.
    static var isEnough: Bool {
        let gate = Gate()
        var threads: [pthread_t] = []
        defer {
            gate.open()
            for thread in threads { pthread_join(thread, nil) }
        }
        for _ in 0..<needed {
            #if canImport(Darwin)
            var thread: pthread_t?
            #else
            var thread = pthread_t()
            #endif
            let context = Unmanaged.passUnretained(gate).toOpaque()
            guard pthread_create(&thread, nil, waitAtGate, context) == 0 else { return false }
            #if canImport(Darwin)
            if let thread { threads.append(thread) }
            #else
            threads.append(thread)
            #endif
        }
        return true
    }

    fileprivate final class Gate: Sendable {
        private let closed = Atomic<Bool>(true)

        func open() { closed.store(false, ordering: .releasing) }

        func wait() {
            while closed.load(ordering: .acquiring) { usleep(100) }
        }
    }
}

#if canImport(Darwin)
private func waitAtGate(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<ThreadBudget.Gate>.fromOpaque(context).takeUnretainedValue().wait()
    return nil
}
#else
private func waitAtGate(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Unmanaged<ThreadBudget.Gate>.fromOpaque(context).takeUnretainedValue().wait() }
    return nil
}
#endif
