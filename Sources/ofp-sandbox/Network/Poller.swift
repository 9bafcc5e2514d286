import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Looks after all sockets that somebody waits for, with `poll` on a thread of its own, for as long as the process lives.
final class Poller: Sendable {
    static let shared = Poller()

    typealias Token = UInt64

    struct Waiting: Sendable {
        /// Kept open as long as it is looked after: its number must not be another file's by then.
        let descriptor: Descriptor
        let events: Int32
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var waiting: [Token: Waiting] = [:]
        var lastToken: Token = 0
        /// Whether the thread has been told to look anew, and has not yet done so.
        var isTold = false
    }

    private let state = Mutex(State())
    /// A pipe to the thread: what is written to it ends its wait.
    private let ear, mouth: Descriptor

    private init() {
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "a process without two more descriptors has no use for a server")
        (ear, mouth) = (Descriptor(ends[0]), Descriptor(ends[1]))
        DispatchQueue(label: "ofp-sandbox.poller").async { self.run() }
    }

    func add(_ waiting: Waiting) -> Token {
        let (token, isToTell) = state.withLock { state in
            state.lastToken += 1
            state.waiting[state.lastToken] = waiting
            defer { state.isTold = true }
            return (state.lastToken, !state.isTold)
        }
        if isToTell { tell() }
        return token
    }

    /// - Returns: nil where it has been woken already.
    func remove(_ token: Token) -> Waiting? {
        let (waiting, isToTell) = state.withLock { state in
            let waiting = state.waiting.removeValue(forKey: token)
            defer { state.isTold = state.isTold || waiting != nil }
            return (waiting, waiting != nil && !state.isTold)
        }
        if isToTell { tell() }
        return waiting
    }

    private func tell() {
        var byte: UInt8 = 0
        _ = write(mouth.number, &byte, 1)
    }

    private func run() {
        while true {
            let all = state.withLock { state in
                state.isTold = false
                return Array(state.waiting)
            }
            var polled = [pollfd(fd: ear.number, events: Int16(POLLIN), revents: 0)]
            polled += all.map { pollfd(fd: $0.value.descriptor.number, events: Int16($0.value.events), revents: 0) }
            guard poll(&polled, nfds_t(polled.count), -1) > 0 else { continue }
            if polled[0].revents != 0 {
                var bytes = [UInt8](repeating: 0, count: 64)
                _ = read(ear.number, &bytes, bytes.count)
            }
            for (entry, ready) in zip(all, polled.dropFirst()) where ready.revents != 0 {
                state.withLock { $0.waiting.removeValue(forKey: entry.key) }?.continuation.resume()
            }
        }
    }
}
