import FoundationEssentials
import HTTPTypes
import OpenFinanceTransport
import OpenFinanceTestSupport
import Testing

@testable import OpenFinance
@testable import OpenFinanceLeads

/// Servers that put what a request carried into their answers.
@Suite("What a server repeats of a request")
struct RepeatedSecretsTests {
    private let customer = "203.0.113.7"

    @Test("is not told of the customer's address either", arguments: ["Code", "Message"])
    func address(member: String) async throws {
        let transport = StubTransport.hub { (request) async throws(TransportError) in
            .answer(400, #"{"Errors":[{"\#(member)":"\#(request.head.headerFields[.customerIPAddress] ?? "none")"}]}"#)
        }
        #expect(!"\(try await Example.failure(of: transport))".contains(customer))
    }

    @Test("of a lead is in no word about it")
    func lead() async throws {
        let transport = StubTransport.hub { (request) async throws(TransportError) in
            let token = request.head.headerFields[.authorization] ?? ""
            return .answer(400, #"{"Errors":[{"Code":"\#(token)","Message":"\#(token) of 203.0.113.7"}]}"#)
        }
        let failure = try await submitted(to: transport)
        #expect(failure.words == nil && failure.code == nil)
        #expect(!failure.message.contains("token-of") && !failure.message.contains(customer))
    }

    @Test("before a lead holds nothing of the person", arguments: ["784-1990-1234567-6", "sara.ahmed@example.ae"])
    func person(text: String) async throws {
        let transport = StubTransport { (request) async throws(TransportError) in
            guard request.head.path == "/token" else {
                let issuer = "https://auth1.liwa.example"
                return .ok(#"{"issuer":"\#(issuer)","token_endpoint":"\#(issuer)/token"}"#)
            }
            return .answer(400, #"{"error":"invalid_request","error_description":"who is \#(text)?"}"#)
        }
        #expect(!"\(try await submitted(to: transport))".contains(text))
    }

    private func submitted(to transport: StubTransport) async throws -> LFIFailure {
        let client = try Example.client(transport)
        let submitted = try await client.submit(
            try Example.prepared(try Example.lead()), onBehalfOf: Example.customer, recordedIn: InMemoryLeadStore())
        return try #require(submitted.outcome.failure)
    }
}
