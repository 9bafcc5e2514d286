import FoundationEssentials
import Synchronization

/// The loops of one transport, among which its hosts are shared out.
///
/// A handshake with a client certificate takes two milliseconds of a processor, so that one thread is what many hosts wait
/// for. Few hosts have one loop: another one would be a thread and no gain.
final class CurlLoops: Sendable {
    private struct State {
        var loops: [CurlLoop]
        /// Hosts of each loop.
        var loads: [Int]
        /// The loop of each host, so that a kept connection is found again.
        var hosts: [String: Int] = [:]
    }

    private let state: Mutex<State>
    private let most: Int
    private let transfers = TransferCount()

    /// Hosts that one loop has to itself.
    static let hostsOfOne = 30

    /// - Parameter most: how many loops there may be.
    init(most: Int) throws(TransportError) {
        self.most = max(1, most)
        let first = try CurlLoop.start(transfers, connections: DescriptorLimit.connections / self.most)
        state = Mutex(State(loops: [first], loads: [0]))
    }

    /// The same for the same host.
    func loop(for host: String) throws(TransportError) -> CurlLoop {
        try state.withLock { state throws(TransportError) in
            if let known = state.hosts[host] { return state.loops[known] }
            if state.hosts.count >= Self.hostsOfOne, state.loops.count < most {
                state.loops.append(try CurlLoop.start(transfers, connections: DescriptorLimit.connections / most))
                state.loads.append(0)
            }
            let index = state.loads.indices.min { state.loads[$0] < state.loads[$1] } ?? 0
            state.loads[index] += 1
            state.hosts[host] = index
            return state.loops[index]
        }
    }

    func shutDown() {
        for loop in state.withLock(\.loops) { loop.shutDown() }
    }

    var peakTransfers: Int { transfers.peak }
}

/// How many transfers are under way in all loops, and were at most.
final class TransferCount: Sendable {
    private let current = Atomic<Int>(0)
    private let highest = Atomic<Int>(0)

    var peak: Int { highest.load(ordering: .relaxed) }

    func change(by difference: Int) {
        let (_, now) = current.add(difference, ordering: .relaxed)
        highest.max(now, ordering: .relaxed)
    }
}
