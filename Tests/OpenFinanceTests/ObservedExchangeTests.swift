import FoundationEssentials
import HTTPTypes
import OpenFinanceTestSupport
import OpenFinanceTransport
import Synchronization
import Testing

@testable import OpenFinance

@Suite("What an observer is told of an exchange")
struct ObservedExchangeTests {
    private final class Recorder: ExchangeObserver {
        private let list = Mutex<[ObservedExchange]>([])
        func observe(_ exchange: ObservedExchange) { list.withLock { $0.append(exchange) } }
        var all: [ObservedExchange] { list.withLock(\.self) }
    }

    /// Every exchange of asking one LFI for its products.
    private func exchanges(
        products: @escaping StubTransport.Answer
    ) async throws -> [ObservedExchange] {
        let recorder = Recorder()
        let client = try Example.client(StubTransport.hub(products: products)) { $0.observers = [recorder] }
        for await _ in client.products(
            matching: ProductQuery(), from: [Example.lfi()], onBehalfOf: Example.customer)
        {}
        return recorder.all
    }

    /// What a token endpoint answers, as it is shown.
    private func tokenExchange(_ answer: TransportResponse) async throws -> ObservedExchange {
        let recorder = Recorder()
        let transport = StubTransport { (request) async throws(TransportError) in
            guard request.head.path == "/token" else {
                let issuer = "https://auth1.liwa.example"
                return .ok(#"{"issuer":"\#(issuer)","token_endpoint":"\#(issuer)/token"}"#)
            }
            return answer
        }
        let client = try Example.client(transport) { $0.observers = [recorder] }
        for await _ in client.products(matching: .init(), from: [Example.lfi()], onBehalfOf: nil) {}
        return try #require(recorder.all.first { $0.purpose == .token })
    }

    private func everything(_ exchange: ObservedExchange) -> String {
        let fields = (exchange.requestFields + exchange.responseFields).map { "\($0.name): \($0.value)" }
        return
            ([exchange.url, exchange.requestBody, exchange.responseBody, exchange.failure].compactMap(\.self) + fields)
            .joined(separator: "\n")
    }

    @Test("is each request and its answer, in order")
    func order() async throws {
        let all = try await exchanges { (_) async throws(TransportError) in .ok(Example.products(Example.product("A")))
        }
        #expect(all.map(\.purpose) == [.discovery, .token, .products])
        #expect(all.map(\.status) == [200, 200, 200])
        #expect(all[2].responseBody?.contains(#""ProductId":"A""#) == true)
        #expect(all[2].url == "https://rs1.liwa.example/open-finance/product/v2.1/products")
        #expect(Set(all.map(\.interactionID)).count == 3)
    }

    @Test("shows an assertion's header and claims, and nothing that is good for anything")
    func token() async throws {
        let all = try await exchanges { (request) async throws(TransportError) in
            // A server that puts what it was sent into its answer.
            .answer(400, #"{"Errors":[{"Message":"\#(request.head.headerFields[.authorization] ?? "")"}]}"#)
        }
        let body = try #require(all[1].requestBody)
        let assertion = try #require(body.split(separator: "&").first { $0.hasPrefix("client_assertion=") })
        #expect(assertion.split(separator: ".").count == 3 && assertion.hasSuffix(".(hidden)"))
        #expect(all[1].responseBody?.contains(#""access_token":"(hidden)""#) == true)
        #expect(all[2].requestFields.contains { $0 == ("Authorization", "Bearer (hidden)") })
        #expect(all[2].responseBody?.hasPrefix("(hidden, ") == true)
        for exchange in all {
            #expect(!everything(exchange).contains("token-of-"))
            #expect(!everything(exchange).contains("203.0.113.7"))
        }
    }

    @Test(
        "holds no token, whatever a token endpoint calls it",
        arguments: [
            #"{"access_token":"T0KEN","token_type":"Bearer","expires_in":600,"refresh_token":"T0KEN"}"#,
            #"{"access_token":"x","token":{"value":"T0KEN"}}"#, #"{"access_token":"x","jwt":["T0KEN"]}"#,
            #"{"access_token":"x","AccessToken":"T0KEN","Data":[{"id":"T0KEN"}]}"#, "access_token=T0KEN",
        ])
    func tokens(body: String) async throws {
        var answer = TransportResponse.ok(body)
        for name in ["X-Access-Token", "Set-Cookie", "X-Session-Id"].compactMap({ HTTPField.Name($0) }) {
            answer.head.headerFields[name] = "T0KEN"
        }
        let exchange = try await tokenExchange(answer)
        #expect(!everything(exchange).contains("T0KEN"))
        #expect(exchange.responseFields.count == 3 && exchange.responseBody?.isEmpty == false)
    }

    private static let opaque = "q7Xb2vTzR9mK4sLw8pYc1nHd"

    @Test(
        "holds no token in any member or field that a token endpoint answers with, and its words nevertheless",
        arguments: [
            #"{"error":"\#(opaque)"}"#, #"{"scope":"openid \#(opaque)"}"#, #"{"\#(opaque)":{"error":"x"}}"#,
            #"{"error_description":"the token \#(opaque) is not for you"}"#, #"{"expires_in":79927112263309172231}"#,
            #"{"title":["\#(opaque)"]}"#, #"{"detail":{"detail":"token=\#(opaque)"}}"#,
        ])
    func words(body: String) async throws {
        var answer = TransportResponse.answer(400, body)
        answer.head.headerFields[.location] = "https://liwa.example/#\(Self.opaque)"
        answer.head.headerFields[.server] = Self.opaque
        answer.head.headerFields[.retryAfter] = "5"
        let exchange = try await tokenExchange(answer)
        let shown = everything(exchange)
        #expect(!shown.contains(Self.opaque) && !shown.contains("79927112263309172231"))
        #expect(shown.contains("Retry-After: 5"))
        #expect(body.contains("for you") == (exchange.responseBody?.contains("is not for you") == true))
    }

    @Test(
        "holds no secret in a field of the products' answer, by what that is called or by what stands in it",
        arguments: [
            ("Set-Cookie", "T0KEN", "(hidden)"), ("X-Session-Id", "T0KEN", "(hidden)"),
            ("X-Api-Key", "T0KEN", "(hidden)"), ("ApiKey", "T0KEN", "(hidden)"), ("X-Secret", "T0KEN", "(hidden)"),
            ("X-Assertion", "T0KEN", "(hidden)"), ("X-JWT", "T0KEN", "(hidden)"), ("X-Echo", nil, "(hidden)"),
            ("Location", "https://liwa.example/p#T0KEN", "https://liwa.example/p#(hidden)"),
            ("Location", "https://liwa.example/p?code=T0KEN", "https://liwa.example/p?code=(hidden)"),
            ("X-Powered-By", "T0KEN", "T0KEN"),
        ] as [(String, String?, String)])
    func fields(name: String, value: String?, shown: String) async throws {
        let field = try #require(HTTPField.Name(name))
        let all = try await exchanges { (request) async throws(TransportError) in
            var answer = TransportResponse.ok(Example.products(Example.product("A")))
            answer.head.headerFields[field] = value ?? request.head.headerFields[.authorization]
            return answer
        }
        #expect(all.last?.responseFields.first { $0.name == name }?.value == shown)
    }

    @Test("is how far a request came that has no answer")
    func failure() async throws {
        let all = try await exchanges { (_) async throws(TransportError) in
            var error = TransportError(.clientCertificateRefused, "the server refuses the certificate")
            error.connection = ConnectionDetails()
            error.connection?.address = "127.0.0.1:443"
            throw error
        }
        let last = try #require(all.last)
        #expect(last.status == nil && last.reason == .tls && last.responseBody == nil)
        #expect(last.failure == "the server refuses the certificate" && last.connection?.address == "127.0.0.1:443")
    }

    @Test("bounds what it shows of a body")
    func bounds() async throws {
        let long = String(repeating: "x", count: 100_000)
        let all = try await exchanges { (_) async throws(TransportError) in .answer(500, long) }
        let body = try #require(all.last?.responseBody)
        #expect(body.hasSuffix("… (34464 bytes more)") && body.utf8.count < 70_000)
        #expect(all.last?.responseBytes == 100_000)
    }
}
