import FoundationEssentials
import HTTPTypes
import Synchronization
import OpenFinanceTestSupport
import Testing
import OpenFinanceTransport

@testable import OpenFinance

@Suite("A request that fails")
struct AttemptsTests {
    private typealias Answer = Result<TransportResponse, TransportError>

    /// Asks one LFI for its products; `step` is where the given answers come before the right one.
    private func ask(
        _ step: String, _ answers: [Answer], time: Duration = .seconds(3_600)
    ) async throws -> (outcome: LFIOutcome?, requests: [TransportRequest]) {
        let left = Mutex(answers)
        let hub = StubTransport.hub { (_) async throws(TransportError) in .ok(Example.products(Example.product("1"))) }
        let transport = StubTransport { (request) async throws(TransportError) in
            if request.head.path?.contains(step) == true,
                let answer = left.withLock({ $0.isEmpty ? nil : $0.removeFirst() })
            {
                return try answer.get()
            }
            return try await hub.send(request)
        }
        let client = try Example.client(transport) { $0.timePerLFI = time }
        var outcome: LFIOutcome?
        for await next in client.products(matching: .init(), from: [Example.lfi()], onBehalfOf: Example.customer) {
            outcome = next
        }
        return (outcome, transport.requests.filter { $0.head.path?.contains(step) == true })
    }

    private static func retry(_ status: Int, after: String) -> Answer {
        var head = HTTPResponse(status: .init(code: status))
        head.headerFields[.retryAfter] = after
        return .success(TransportResponse(head: head, body: Data()))
    }

    private func failure(_ outcome: LFIOutcome?) -> LFIFailure? {
        if case .failed(let failure)? = outcome { failure } else { nil }
    }

    private static let steps = ["openid", "/token", "/products"]

    @Test(
        "is made again where it may pass, at every step, with an id and an assertion of its own", arguments: steps,
        [429, 500, 502, 503, 504, nil] as [Int?])
    func passing(step: String, status: Int?) async throws {
        let bad: Answer = status.map { .success(.answer($0)) } ?? .failure(TransportError(.connection, "reset"))
        let (outcome, requests) = try await ask(step, [bad, bad, bad])
        guard case .answered(_, let answer)? = outcome else {
            Issue.record("\(String(describing: outcome))")
            return
        }
        #expect(answer.products.count == 1 && requests.count == 4)
        #expect(Set(requests.map { $0.head.headerFields[.interactionID] }).count == 4)
        if step == "/token" { #expect(Set(requests.map(\.body)).count == 4) }
    }

    @Test("is given up after four attempts, and says how many there were", arguments: steps)
    func giving(step: String) async throws {
        let (outcome, requests) = try await ask(step, Array(repeating: .success(.answer(503)), count: 9))
        #expect(requests.count == 4)
        let failure = try #require(self.failure(outcome))
        #expect(failure.attempts == 4 && failure.status == 503)
        #expect(failure.interactionID?.description == requests.last?.head.headerFields[.interactionID])
    }

    @Test(
        "is not made again where it will not pass", arguments: steps, [301, 400, 403, 404, 406, 415, 422, 501, 505])
    func lasting(step: String, status: Int) async throws {
        let (outcome, requests) = try await ask(step, [.success(.answer(status))])
        #expect(requests.count == 1 && failure(outcome)?.attempts == 1)
    }

    @Test(
        "is not made again for what TLS, a limit or a wrong answer says",
        arguments: [TransportError.Code.tls, .clientCertificateRefused, .tooLarge, .invalidResponse, .setup])
    func transport(code: TransportError.Code) async throws {
        let (outcome, requests) = try await ask("/products", [.failure(TransportError(code, "why"))])
        #expect(requests.count == 1 && failure(outcome) != nil)
        let rubbish = try await ask("/products", [.success(.ok("rubbish"))])
        #expect(rubbish.requests.count == 1)
    }

    @Test("waits as long as the server says, where there is time for that, and not at all where there is none")
    func retryAfter() async throws {
        let start = ContinuousClock.now
        let (outcome, requests) = try await ask("/products", [Self.retry(429, after: "1")])
        #expect(requests.count == 2 && failure(outcome) == nil)
        #expect(ContinuousClock.now - start >= .seconds(1))
        let tooLong = try await ask("/products", [Self.retry(503, after: "7200")])
        #expect(tooLong.requests.count == 1 && failure(tooLong.outcome)?.status == 503)
    }

    @Test("waits between attempts as its policy says, and not at all where there is no time for that")
    func backoff() async throws {
        let bounds = Mutex<[ClosedRange<Double>]>([])
        let transport = StubTransport { (_) async throws(TransportError) in .answer(503) }
        func outcome(firstPause: Duration) async throws -> LFIFailure? {
            let client = try Example.client(transport) {
                $0.timePerLFI = .seconds(3_600)
                ($0.retries.firstPause, $0.retries.longestPause) = (firstPause, .seconds(7_200))
                $0.retries.random = { range in
                    bounds.withLock { $0.append(range) }
                    return range.upperBound
                }
            }
            for await outcome in client.products(matching: .init(), from: [Example.lfi()], onBehalfOf: Example.customer)
            { return failure(outcome) }
            return nil
        }
        let start = ContinuousClock.now
        #expect(try await outcome(firstPause: .milliseconds(20))?.attempts == 4)
        #expect(ContinuousClock.now - start >= .milliseconds(20 + 40 + 80))
        #expect(bounds.withLock { $0.count } == 3)
        #expect(try await outcome(firstPause: .seconds(7_200))?.attempts == 1)
    }

    @Test("at the directory is made again, too")
    func directory() async throws {
        let count = Atomic<Int>(0)
        let transport = StubTransport { (_) async throws(TransportError) in
            count.add(1, ordering: .relaxed)
            return count.load(ordering: .relaxed) < 3 ? .answer(503) : .ok("[]")
        }
        let client = try Example.client(transport)
        let source = DirectorySource.endpoint(Example.endpoint("https://directory.example/p"))
        #expect(try await client.directory(from: source).lfis.isEmpty)
        #expect(count.load(ordering: .relaxed) == 3)
    }
}
