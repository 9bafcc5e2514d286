import FoundationEssentials
import HTTPTypes
import OpenFinanceTransport
import OpenFinanceTestSupport
import Testing

@testable import OpenFinance

@Suite("What a server says is wrong")
struct ServerWordsTests {
    private func words(_ body: String, challenge: String? = nil) -> String? {
        var response = TransportResponse.answer(400, body)
        response.head.headerFields[.wwwAuthenticate] = challenge
        return ServerWords(response).map { "\($0.code ?? "–") | \($0.message ?? "–")" }
    }

    @Test(
        "is told whatever its shape",
        arguments: [
            (#"{"Errors":[{"Code":"E1","Message":"one","Path":"A.B"}]}"#, "E1 | one (A.B)"),
            (#"{"errors":[{"code":7,"message":"one"},{"code":"E2","message":"two"}]}"#, "7 | one; E2: two"),
            (#"{"Errors":{"Code":"E1","Message":"one"}}"#, "E1 | one"), (#"{"errors":["one","two"]}"#, "– | one; two"),
            (#"{"error":"invalid_scope","error_description":"no such scope"}"#, "invalid_scope | no such scope"),
            (#"{"error":"x","error_description":"y","error_hint":"z"}"#, "x | y: z"),
            (#"{"type":"about:blank","title":"Forbidden","status":403,"detail":"no role"}"#, "– | Forbidden: no role"),
            (#"{"message":"no role"}"#, "– | no role"), (#"{"errorCode":"E9","errorMessage":"no"}"#, "E9 | no"),
            (#"{"error":{"code":401,"message":"token expired"}}"#, "401 | token expired"),
            (#"{"fault":{"faultstring":"Rate limit","detail":{"errorcode":"x"}}}"#, "– | Rate limit"),
            (#"{"title":"Bad","message":"Bad"}"#, "– | Bad"),
            ("<html><head><TITLE> 502\n Bad  Gateway</TITLE></head><h1>x</h1>", "– | 502 Bad Gateway"),
            ("<html><h1 class='a'>Blocked</h1>", "– | Blocked"),
        ])
    func shapes(body: String, expected: String) {
        #expect(words(body) == expected)
    }

    @Test(
        "is nothing where nothing is said",
        arguments: ["", "{}", "[]", "null", "<html></html>", #"{"status":403}"#, "plain"])
    func nothing(body: String) {
        #expect(words(body) == nil)
    }

    @Test("stands in the challenge where there is no body")
    func challenge() {
        #expect(
            words("", challenge: #"Bearer realm="a", error="invalid_token", error_description="has expired""#)
                == "invalid_token | has expired")
        #expect(words("", challenge: #"Bearer realm="a, error_x=b""#) == nil)
    }

    @Test(
        "is a refusal of our certificate where a gateway says so in a page",
        arguments: [
            (400, "<html><head><title>400 No required SSL certificate was sent</title></head>", true),
            (400, "<html><head><title>400 The SSL certificate error</title></head>", true),
            (495, "", true), (495, "<title>495 SSL Certificate Error</title>", true),
            (496, "<title>496 SSL Certificate Required</title>", true),
            (400, "<title>400 Bad Request</title>", false),
            (500, "<title>The SSL certificate error</title>", false),
        ])
    func certificate(status: Int, body: String, isRefusal: Bool) {
        let error = RequestError(unexpected: .answer(status, body))
        #expect((error.reason == .tls && error.isRefusal) == isRefusal)
        #expect(error.message.contains("the server refuses the transport certificate") == isRefusal)
    }

    @Test("a refusal of a client is none of a token that there is not yet")
    func unknownClient() {
        #expect(RequestError(unexpectedToken: .answer(401)).message == "the server does not accept this client")
        #expect(RequestError(unexpected: .answer(401)).message == "the server does not accept the token")
    }

    @Test("comes with how long it asks to wait, and with what its clock says")
    func times() throws {
        var response = TransportResponse.answer(429)
        response.head.headerFields[.retryAfter] = "120"
        response.head.headerFields[.date] = "Sun, 29 Nov 2020 07:24:39 GMT"
        let failure = LFIFailure(Example.lfi(), .token, RequestError(unexpected: response))
        #expect(failure.retryAfter == .seconds(120))
        #expect(try #require(failure.clockSkew) > 86_400)
    }

    @Test("a token endpoint may refuse with status 200")
    func refusalWithSuccess() async throws {
        let transport = StubTransport { (request) async throws(TransportError) in
            guard request.head.path == "/token" else {
                let issuer = "https://auth1.liwa.example"
                return .ok(#"{"issuer":"\#(issuer)","token_endpoint":"\#(issuer)/token"}"#)
            }
            return .ok(#"{"error":"invalid_client","error_description":"who is that?"}"#)
        }
        let failure = try await Example.failure(of: transport)
        #expect(failure.reason == .oauth && failure.code == "invalid_client" && failure.isRefusal)
        #expect(failure.message == "who is that?" && failure.status == 200)
    }
}
