import FoundationEssentials
import HTTPTypes
import OpenFinance
import OpenFinanceTestSupport
import OpenFinanceTransport
import Synchronization
import Testing

@testable import OpenFinanceLeads

@Suite("What an observer is told of a lead")
struct LeadTraceTests {
    private final class Recorder: ExchangeObserver {
        private let list = Mutex<[ObservedExchange]>([])
        func observe(_ exchange: ObservedExchange) { list.withLock { $0.append(exchange) } }
        var all: [ObservedExchange] { list.withLock(\.self) }
    }

    @Test("is its shape, and nothing of the person, whatever the bank repeats")
    func person() async throws {
        let recorder = Recorder()
        let transport = StubTransport.hub { (request) async throws(TransportError) in
            let sent = String(decoding: request.body ?? Data(), as: UTF8.self)
            var answer = TransportResponse.answer(
                201, #"{"Data":{"LeadId":"L-1","Sent":\#(sent)},"Note":"Ms. S. Ahmed of the Corniche"}"#)
            answer.head.headerFields[.location] = "/leads/sara-ahmed"
            answer.head.headerFields[.retryAfter] = "1"
            return answer
        }
        let client = try Example.client(transport) { $0.observers = [recorder] }
        let lead = try Example.lead {
            $0[.addressLines] = ["Villa 12, Corniche Road"]
            $0[.country] = "AE"
            $0[.townName] = "Abu Dhabi"
            $0[.note] = "Call me on a weekday"
        }
        _ = try await client.submit(
            try Example.prepared(lead), onBehalfOf: Example.customer, recordedIn: InMemoryLeadStore())
        let exchange = try #require(recorder.all.last)
        let fields = exchange.responseFields.map { "\($0.name): \($0.value)" }
        #expect(fields.sorted() == ["Location: (hidden)", "Retry-After: 1"])
        let shown = "\(exchange.requestBody ?? "")\n\(exchange.responseBody ?? "")\n\(fields)"
        for secret in ["sara", "ahmed", "784", "501234567", "corniche", "villa", "weekday", "abu dhabi"] {
            #expect(!shown.lowercased().contains(secret), "\(secret)")
        }
        #expect(shown.contains(#""ProductCategories":["SavingsAccount"]"#) && shown.contains(#""LeadId":"L-1""#))
        #expect(shown.contains(#""Country":"AE""#) && shown.contains(#""Email":"(hidden)""#))
    }

    @Test("has the request's token in no place either, where a bank repeats it")
    func token() async throws {
        let recorder = Recorder()
        // Of letters alone, which make it a code like any other.
        let token = "a-token-of-letters-and-of-nothing-else"
        let hub = StubTransport.hub { (_) async throws(TransportError) in
            .answer(400, #"{"Errors":[{"Code":"\#(token)"}]}"#)
        }
        let transport = StubTransport { (request) async throws(TransportError) in
            guard request.head.path == "/token" else { return try await hub.send(request) }
            return .ok(#"{"access_token":"\#(token)","token_type":"Bearer","expires_in":600}"#)
        }
        let client = try Example.client(transport) { $0.observers = [recorder] }
        _ = try? await client.submit(
            try Example.prepared(try Example.lead()), onBehalfOf: Example.customer, recordedIn: InMemoryLeadStore())
        #expect(recorder.all.last?.responseBody?.hasPrefix("(hidden, ") == true)
    }

    @Test(
        "shows the person in no place where only codes belong",
        arguments: [
            #"{"Code":"Sara.Ahmed"}"#, #"{"Data":{"LeadId":"784199012345676"}}"#, #"{"LeadId":"L-501234567"}"#,
            #"{"error":"duplicate_sara"}"#, #"{"Sara":{"Code":"x"}}"#, #"{"Country":"Sara"}"#, #"{"Type":"AHMED"}"#,
            #"{"code":"0501234567"}"#, #"{"Errors":[{"Code":"Consent.Missing","Path":"Data.Sara"}]}"#,
        ])
    func codes(body: String) async throws {
        let recorder = Recorder()
        let transport = StubTransport.hub { (_) async throws(TransportError) in
            var answer = TransportResponse.answer(400, body)
            answer.head.headerFields[.server] = "for Sara"
            answer.head.headerFields[.retryAfter] = "1"
            return answer
        }
        let client = try Example.client(transport) { $0.observers = [recorder] }
        _ = try? await client.submit(
            try Example.prepared(try Example.lead()), onBehalfOf: Example.customer, recordedIn: InMemoryLeadStore())
        let exchange = try #require(recorder.all.last)
        let shown = "\(exchange.responseBody ?? "")\n\(exchange.responseFields)".lowercased()
        for secret in ["sara", "ahmed", "784", "501234567"] { #expect(!shown.contains(secret), "\(secret)") }
        #expect(shown.contains("retry-after"))
        #expect(body.contains("Consent.Missing") == shown.contains("consent.missing"))
    }
}
