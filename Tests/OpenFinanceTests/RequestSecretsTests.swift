import FoundationEssentials
import HTTPTypes
import OpenFinanceTestSupport
import Testing
import OpenFinanceTransport

@testable import OpenFinance

@Suite("What went out in confidence")
struct RequestSecretsTests {
    private static let token = "2YotnFZFEjr1zCsicMWpAA-and-some-more-of-it"
    private static let claims = "eyJpc3MiOiJjbGllbnQiLCJzdWIiOiJjbGllbnQifQ"
    private static let signature = "c2lnbmF0dXJlLW9mLXRoZS1hc3NlcnRpb24tcHMyNTY"

    private let secrets: [RequestSecrets]

    init() throws {
        let token = try #require(AccessToken(Self.token, expiresAt: .distantFuture))
        let address = try #require(CustomerIPAddress("203.0.113.7"))
        secrets = [
            RequestSecrets(token, address: address),
            RequestSecrets(assertion: "eyJhbGciOiJQUzI1NiJ9.\(Self.claims).\(Self.signature)"),
        ]
    }

    @Test(
        "is known when it comes back, whole or in part",
        arguments: [
            "the token \(token) has expired", "Bearer \(token)", "token 'nFZFEjr1zCsicMWpAA-and-s…'", token,
            token.uppercased(), "BEARER \(token.lowercased())",
            "claims \(claims)", "signature \(signature) is wrong", "…\(signature.suffix(30))",
            "203.0.113.7 is no address of ours", "203&#46;0&#x2E;113%2e7 is none",
            "203&#X2E;0.113.7", "203.0.113.%37",
            "\(token.replacing("-", with: "%2D"))", "\(token.replacing("-", with: "%252d"))",
            // As many layers as are looked below.
            "\(token.replacing("-", with: "%2525252D"))",
            "\(token.replacing("-", with: "&#45;"))", "\(token.replacing("-", with: "\\u002D"))",
            Data(token.utf8).base64EncodedString(), Data("Bearer \(token)".utf8).base64EncodedString(),
            Data("x=\(token)&y".utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_"),
            "::ffff:203.0.113.7", "[::FFFF:cb00:7107]:443 refused", "0:0:0:0:0:ffff:203.0.113.7: no",
        ])
    func known(text: String) { #expect(secrets.contains { $0.areIn(text) }) }

    @Test(
        "is known in both alphabets of Base64 (RFC 4648 §4, §5), wherever in what is encoded it begins",
        arguments: ["", "x", "xy"], [("+", "/"), ("-", "_")])
    func encoded(before: String, signs: (String, String)) throws {
        // Of these signs, one group in two has one that the alphabets write differently.
        let token = try #require(AccessToken("k~~~Lm~~~9Q~~~zx~~~Rt~~~Yw~~~p", expiresAt: .distantFuture))
        let encoded = Data("\(before)\(token.value):".utf8).base64EncodedString()
            .replacing("+", with: signs.0).replacing("/", with: signs.1)
        #expect(encoded.contains(signs.0))
        #expect(RequestSecrets(token, address: nil).areIn(encoded))
    }

    @Test(
        "is not seen in what only resembles it",
        arguments: [
            "", "the token has expired", "2YotnFZFEjr1zCsicMWpAA", "eyJhbGciOiJQUzI1NiJ9 is no good",
            "grant_type=client_credentials", "203.0.113.8", "scope=x",
        ])
    func unknown(text: String) { #expect(!secrets.contains { $0.areIn(text) }) }

    @Test(
        "has an IPv6 address in each of its spellings (RFC 5952 §2)",
        arguments: [
            "2001:db8::1", "2001:DB8::1", "2001:0db8:0:0:0:0:0:1 is none of ours", "at 2001:db8:0::0:1.",
            "[2001:db8::0001]:8443",
        ])
    func spellings(text: String) throws {
        let token = try #require(AccessToken(Self.token, expiresAt: .distantFuture))
        let secrets = RequestSecrets(token, address: CustomerIPAddress("2001:db8::1"))
        #expect(secrets.areIn(text) && !secrets.areIn(text.replacing("1", with: "2")))
    }

    @Test(
        "has the tokens of a token endpoint's answer, whatever else is wrong with it",
        arguments: [
            #"{"access_token":"\#(token)","token_type":7}"#, #"{"refresh_token":"\#(token)"}"#,
            #"{"id_token":"\#(token)"}"#,
            #"{"access_token":"other","access_token":"\#(token)"}"#, "access_token=\(token)&token_type=Bearer",
            #"{"access_token":"\#(token)""#,
        ])
    func answer(body: String) {
        let secrets = RequestSecrets(tokenAnswer: Data(body.utf8))
        #expect(secrets.areIn("Bearer \(Self.token)") && !secrets.areIn("a Bearer of token_type"))
    }

    @Test("is nothing where a request carries nothing")
    func nothing() {
        #expect(!RequestSecrets.none.areIn("anything, \(Self.token)"))
    }

    @Test("is that of both requests once they are put together")
    func union() throws {
        for others in [secrets, secrets.reversed()] {
            var all = RequestSecrets.none
            for other in others { all.formUnion(other) }
            for text in [Self.token, Self.signature, "203.0.113.7"] { #expect(all.areIn(text), "\(text)") }
        }
    }

    @Test("does not come back in a remark on products that came beside an error")
    func remarks() async throws {
        let hub = StubTransport.hub { (request) async throws(TransportError) in
            let errors = #","Errors":[{"Code":"C","Message":"\#(request.head.headerFields[.authorization] ?? "")"}]}"#
            return .ok(Example.products(Example.product("A")).dropLast() + errors)
        }
        let outcome = await LFIClient(Example.lfi(), client: try Example.client(hub), onBehalfOf: Example.customer)
            .products(matching: .init())
        guard case .answered(_, let answer) = outcome else { throw CancellationError() }
        #expect(
            answer.remarks.map(\.message) == [
                "it reports an error beside its products, which repeats what is secret and is not shown"
            ])
    }

    @Test("does not come back in a failure, whatever the token endpoint or the products' server says")
    func failures() async throws {
        let hubs = [
            StubTransport { (request) async throws(TransportError) in
                guard request.head.path == "/token" else {
                    let issuer = "https://auth1.liwa.example"
                    return .ok(#"{"issuer":"\#(issuer)","token_endpoint":"\#(issuer)/token"}"#)
                }
                let form = String(decoding: request.body ?? Data(), as: UTF8.self)
                return .answer(400, #"{"error":"invalid_client","error_description":"\#(form)"}"#)
            },
            StubTransport.hub { (request) async throws(TransportError) in
                let token = request.head.headerFields[.authorization] ?? ""
                return .answer(403, #"{"Errors":[{"Code":"\#(token)","Message":"\#(token)"}]}"#)
            },
        ]
        for hub in hubs {
            let outcome = await LFIClient(Example.lfi(), client: try Example.client(hub), onBehalfOf: Example.customer)
                .products(matching: .init())
            guard case .failed(let failure) = outcome else { throw CancellationError() }
            #expect(failure.message == "the server's message repeats a secret, and is not shown")
            #expect(failure.code == nil || failure.code == "invalid_client")
        }
    }

    @Test(
        "a message of any length is told in at most 500 characters, whatever makes a character",
        arguments: ["long ", "l\u{301}", "\u{301}"])
    func length(piece: String) async throws {
        let hub = StubTransport.hub { (_) async throws(TransportError) in
            .answer(400, #"{"Errors":[{"Code":"C","Message":"\#(String(repeating: piece, count: 1_000_000))"}]}"#)
        }
        let outcome = await LFIClient(Example.lfi(), client: try Example.client(hub), onBehalfOf: Example.customer)
            .products(matching: .init())
        guard case .failed(let failure) = outcome else { throw CancellationError() }
        let told = failure.message.unicodeScalars
        #expect(told.count == 501 && told.starts(with: piece.unicodeScalars) && told.last == "…")
    }
}
