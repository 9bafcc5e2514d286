import FoundationEssentials
import HTTPTypes
import Testing
import OpenFinanceTransport

@testable import OpenFinance

@Suite("What went out in confidence")
struct ConfidencesTests {
    private static let token = "2YotnFZFEjr1zCsicMWpAA-and-some-more-of-it"
    private static let claims = "eyJpc3MiOiJjbGllbnQiLCJzdWIiOiJjbGllbnQifQ"
    private static let signature = "c2lnbmF0dXJlLW9mLXRoZS1hc3NlcnRpb24tcHMyNTY"

    private let confidences: Confidences = {
        var head = HTTPRequest(method: .post, scheme: "https", authority: "rs1.liwa.example", path: "/")
        head.headerFields[.authorization] = "Bearer \(token)"
        head.headerFields[.customerIPAddress] = "203.0.113.7"
        let form = "grant_type=client_credentials&client_assertion=eyJhbGciOiJQUzI1NiJ9.\(claims).\(signature)&scope=x"
        return Confidences(TransportRequest(head: head, body: Data(form.utf8)))
    }()

    @Test(
        "is known when it comes back, whole or in part",
        arguments: [
            "the token \(token) has expired", "Bearer \(token)", "token 'nFZFEjr1zCsicMWpAA-and-s…'", token,
            "claims \(claims)", "signature \(signature) is wrong", "…\(signature.suffix(30))",
            "203.0.113.7 is no address of ours",
        ])
    func known(text: String) { #expect(confidences.areIn(text)) }

    @Test(
        "is not seen in what only resembles it",
        arguments: [
            "", "the token has expired", "2YotnFZFEjr1zCsicMWpAA", "eyJhbGciOiJQUzI1NiJ9 is no good",
            "grant_type=client_credentials", "203.0.113.8", "scope=x",
        ])
    func unknown(text: String) { #expect(!confidences.areIn(text)) }

    @Test("is nothing where a request carries nothing")
    func nothing() {
        let head = HTTPRequest(method: .get, scheme: "https", authority: "directory.example", path: "/participants")
        #expect(!Confidences(TransportRequest(head: head)).areIn("anything, \(Self.token)"))
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
            let outcome = await LFILine(Example.lfi(), client: try Example.client(hub)).products(matching: .init())
            guard case .failed(let failure) = outcome else { throw CancellationError() }
            #expect(failure.message == "the server's message repeats what is secret, and is not shown")
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
        let outcome = await LFILine(Example.lfi(), client: try Example.client(hub)).products(matching: .init())
        guard case .failed(let failure) = outcome else { throw CancellationError() }
        let told = failure.message.unicodeScalars
        #expect(told.count == 501 && told.starts(with: piece.unicodeScalars) && told.last == "…")
    }
}
