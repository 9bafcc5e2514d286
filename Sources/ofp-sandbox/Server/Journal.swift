import Synchronization

/// What the sandbox has seen: requests by step, rules that clients broke, how much happened at once.
final class Journal: Sendable {
    struct Report: Sendable, Equatable {
        /// Requests by step.
        var requests: [String: Int] = [:]
        var breaches: [Rule: Breach] = [:]
        /// How often each rule was broken.
        var rulesBroken: [String: Int] {
            Dictionary(uniqueKeysWithValues: breaches.map { ($0.key.rawValue, $0.value.count) })
        }
        /// Leads that were taken, by hub.
        var leadsTaken: [String: Int] = [:]
        /// The most LFIs that were being asked together: from a line's first ClientHello to its last page.
        var peakLines = 0
        /// The most connections that were open together.
        var peakConnections = 0
    }

    /// How a rule was broken.
    struct Breach: Sendable, Equatable {
        var count = 0
        /// The first ones that differ.
        var examples: [Example] = []

        static let mostExamples = 3

        mutating func add(_ example: Example) {
            count += 1
            guard examples.count < Self.mostExamples, !examples.contains(example) else { return }
            examples.append(example)
        }
    }

    /// One request that broke a rule; nothing in it is secret.
    struct Example: Sendable, Equatable, Codable {
        var lfi: String?
        /// `POST /token`
        var request: SentText?
        /// What of it was not right.
        var sent: SentText?
    }

    private struct State {
        var report = Report()
        var openLines: Set<String> = []
        var connections = 0
    }

    private let state = Mutex(State())
    private let (breaches, breach) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    var report: Report { state.withLock(\.report) }

    /// Forgets what has happened; what is open now stays so.
    func reset() {
        state.withLock { state in
            state.report = Report()
            state.report.peakConnections = state.connections
            state.report.peakLines = state.openLines.count
        }
    }

    func connectionOpened(to site: Site) {
        state.withLock { state in
            state.connections += 1
            state.report.peakConnections = max(state.report.peakConnections, state.connections)
            guard let hub = site.hub else { return }
            state.openLines.insert(hub.code)
            state.report.peakLines = max(state.report.peakLines, state.openLines.count)
        }
    }

    func connectionClosed() { state.withLock { $0.connections -= 1 } }

    func request(_ step: Step) { state.withLock { $0.report.requests[step.rawValue, default: 0] += 1 } }

    func lineEnded(_ hub: Hub) { state.withLock { _ = $0.openLines.remove(hub.code) } }

    func leadTaken(by hub: Hub) { state.withLock { $0.report.leadsTaken[hub.code, default: 0] += 1 } }

    func broken(_ rule: Rule, _ example: Example) {
        state.withLock { $0.report.breaches[rule, default: Breach()].add(example) }
        breach.yield()
    }

    /// Returns once a rule is broken, or has been already. One task may wait.
    func untilBroken() async { for await _ in breaches { return } }
}

/// Values that may come once only: assertion ids (RFC 7519 §4.1.7), interaction ids.
final class UsedOnce: Sendable {
    private let seen = Mutex<Set<String>>([])

    /// False where `value` was here before.
    func insert(_ value: String) -> Bool { seen.withLock { $0.insert(value).inserted } }
}
