import FoundationEssentials
import HTTPTypes
import OpenFinanceTransport
import OpenFinanceTestSupport
import Testing

@testable import OpenFinance

@Suite("What a server says is wrong")
struct ServerWordsTests {
    private func words(_ body: String, challenge: String? = nil, type: String? = nil) -> String? {
        var response = TransportResponse.answer(400, body)
        response.head.headerFields[.wwwAuthenticate] = challenge
        response.head.headerFields[.contentType] = type
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
            (#"{"title":"Bad","message":"Bad"}"#, "– | Bad"), (#"{"message":"Down."}"#, "– | Down"),
            (#"{"message":"Wait ..."}"#, "– | Wait ..."),
            ("<html><head><TITLE> 502\n Bad  Gateway</TITLE></head><h1>x</h1>", "– | 502 Bad Gateway"),
            ("<html><h1 class='a'>Blocked</h1>", "– | Blocked"),
            // Lists, and maps by the member that is wrong.
            (#"{"message":["a","b"]}"#, "– | a; b"),
            (#"{"detail":[{"loc":["body","scope"],"msg":"field required"}]}"#, "– | field required (body.scope)"),
            (#"{"errors":{"scope":["is invalid","is short"],"x":"y"}}"#, "– | scope: is invalid; is short; x: y"),
            (#"{"errors":[{"title":"Bad","detail":"no scope"}]}"#, "– | Bad: no scope"),
            (#"{"title":"Bad","errors":{"scope":["is invalid"]}}"#, "– | Bad: scope: is invalid"),
            // Faults in XML, with any prefix.
            (
                "<s:Envelope><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>No role</faultstring>",
                "s:Client | No role"
            ),
            (
                "<e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text xml:lang='en'>No</e:Text></e:Reason>",
                "e:Sender | No"
            ),
            (
                "<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>No &lt;role></Message></Error>",
                "AccessDenied | No <role>"
            ),
            ("<error><message><![CDATA[a <b> c]]></message></error>", "– | a <b> c"),
            // A title without words, and elements within a heading.
            ("<html><title> </title><h1/><h1>403 <b>For</b>bidden</h1>", "– | 403 For bidden"),
            ("<html><titles>x</titles><title>y</title>", "– | y"),
        ])
    func shapes(body: String, expected: String) {
        #expect(words(body) == expected)
    }

    @Test(
        "is nothing where nothing is said",
        arguments: [
            "", "{}", "[]", "null", "<html></html>", #"{"status":403}"#, "plain", "<", "<html><title>x",
            #"{"errors":{"scope":[]}}"#, #"{"message":[[[[[["deep"]]]]]]}"#, #"{"a":"<title>x</title>"}"#,
        ])
    func nothing(body: String) {
        #expect(words(body) == nil)
    }

    @Test(
        "has the characters in place of HTML's names for them, once, as far as they are known",
        arguments: [
            ("a &amp; b", "a & b"), ("&#39;&#x27;&#X27;", "'''"), ("a&nbsp;&nbsp;b", "a b"), ("caf&eacute;", "café"),
            ("&amp;lt;", "&lt;"),
            ("&unknown; & &; &#; &#x; &#0; &#xD800; &#+9; &amp", "&unknown; & &; &#; &#x; &#0; &#xD800; &#+9; &amp"),
            ("&#1576;", "ب"),
        ])
    func entities(title: String, expected: String) {
        #expect(words("<html><title>\(title)</title></html>") == "– | \(expected)")
        #expect(words("<html><title></title><h1>\(title)</h1></html>") == "– | \(expected)")
    }

    @Test(
        "stands in a text that calls itself one, if it is one",
        arguments: [
            ("text/plain", " Access\r\n  denied ", "– | Access denied"),
            ("Text/Plain; charset=utf-8", "gesperrt: ü", "– | gesperrt: ü"),
            ("text/plain", "\u{0}\u{1}", nil), ("text/plain", "{\"broken", nil), ("text/plain", " \n", nil),
            ("application/octet-stream", "Access denied", nil),
            ("text/plain", #"{"message":"JSON"}"#, "– | JSON"), ("text/plain", "<h1>HTML</h1>", "– | HTML"),
        ] as [(String, String, String?)])
    func plainText(type: String, body: String, expected: String?) {
        #expect(words(body, type: type) == expected)
    }

    @Test(
        "stands in the challenge where there is no body, whatever its spelling, for what was sent first",
        arguments: [
            (
                #"Bearer realm="a", error="invalid_token", error_description="has expired""#,
                "invalid_token | has expired"
            ),
            (#"Bearer realm="a, error_x=b""#, nil), (#"Bearer error = "x" , error_description= "y""#, "x | y"),
            (#"bearer Error=x, ERROR_DESCRIPTION="a \"b\"""#, #"x | a "b""#),
            (
                #"Basic error="a", DPoP algs="ES256", error="b", Bearer realm="r", error="c", error_description="d""#,
                "c | d"
            ),
            (#"Negotiate abc==, DPoP error="b""#, "b | –"), (#"error="a""#, "a | –"),
            (#"Bearer error="a", error="b""#, "a | –"),
            (#"Bearer error="open"#, "open | –"), ("Bearer", nil), (#"Bearer error="""#, nil), (#"=,"" ,;"#, nil),
        ] as [(String, String?)])
    func challenge(field: String, expected: String?) {
        #expect(words("", challenge: field) == expected)
    }

    @Test("may stand in two places, in one of which is its code, and in the other its message")
    func both() {
        #expect(
            words(#"{"code":"E1"}"#, challenge: #"Bearer error="x", error_description="y""#) == "E1 | y")
        #expect(
            words(#"{"message":"no"}"#, challenge: #"Bearer error="insufficient_scope""#) == "insufficient_scope | no")
        #expect(words("<html><title>401</title>", challenge: #"Bearer error="x""#) == "x | 401")
    }

    @Test("of several fields is that of the one for what was sent")
    func fields() {
        var response = TransportResponse.answer(401)
        response.head.headerFields.append(
            .init(name: .wwwAuthenticate, value: #"DPoP error="a", error_description="b""#))
        response.head.headerFields.append(.init(name: .wwwAuthenticate, value: #"Bearer error="c""#))
        #expect(ServerWords(response)?.code == "c")
    }

    @Test(
        "is a refusal of our certificate where a gateway says so in a page",
        arguments: [
            (400, "<html><head><title>400 No required SSL certificate was sent</title></head>", true),
            (400, "<html><head><title>400 The SSL certificate error</title></head>", true),
            (495, "", true), (495, "<title>495 SSL Certificate Error</title>", true),
            (496, "<title>496 SSL Certificate Required</title>", true),
            (403, "<title>403 - Client certificate required</title>", true),
            (403, #"{"statusCode":403,"message":"Invalid client certificate"}"#, true),
            (401, #"{"message":"No required TLS certificate was sent"}"#, true),
            (401, #"{"message":"TLS certificate failed verification"}"#, true),
            (403, "<html><title>IIS 10.0 Detailed Error - 403.7 - Forbidden</title>", true),
            (403, "<html><title>403.13 - Forbidden: Client certificate revoked.</title>", true),
            (403, "<html><title>403.16</title>", true), (403, "<html><title>HTTP Error 403.17</title>", true),
            (403, "<html><title>403.4 - SSL required</title>", false), (403, "<html><title>1403.7</title>", false),
            (403, "<html><title>403.71</title>", false), (403, #"{"message":"Forbidden"}"#, false),
            (400, #"{"message":"noninvalid client certificates"}"#, false),
            (400, "<title>400 Bad Request</title>", false),
            (500, "<title>The SSL certificate error</title>", false),
            (404, #"{"message":"Invalid client certificate"}"#, false),
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

    @Test(
        "names the client as what is refused at a token endpoint, whatever else is said",
        arguments: [
            (
                "<html><title>401 Unauthorized</title></html>",
                "the server does not accept this client: 401 Unauthorized"
            ),
            (
                #"{"title":"Unauthorized","detail":"unknown"}"#,
                "the server does not accept this client: Unauthorized: unknown"
            ),
            (#"{"error":"invalid_client","error_description":"who?"}"#, "who?"),
            (
                #"{"message":"No required TLS certificate was sent"}"#,
                "the server refuses the transport certificate: No required TLS certificate was sent"
            ),
        ])
    func unknownClientInWords(body: String, message: String) {
        #expect(RequestError(unexpectedToken: .answer(401, body)).message == message)
    }

    @Test(
        "says so where something speaks HTTP to a port of TLS",
        arguments: [
            (400, "400 The plain HTTP request was sent to HTTPS port"), (497, "x"),
            (400, "Bad: You're speaking plain HTTP to an SSL-enabled server port"),
        ])
    func plainHTTP(status: Int, title: String) {
        let error = RequestError(unexpected: .answer(status, "<html><title>\(title)</title>"))
        #expect(error.message == "the server's gateway sends plain HTTP to a port that expects TLS: \(title)")
    }

    @Test("is no clock's time where the answer comes out of a store")
    func storedAnswer() {
        var response = TransportResponse.answer(429)
        response.head.headerFields[.date] = "Sun, 29 Nov 2020 07:24:39 GMT"
        response.head.headerFields[.age] = "31536000"
        #expect(RequestError(unexpected: response).clockSkew == nil)
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

    @Test(
        "is repeated where it comes in place of what was asked for, under a status that means that all is well",
        arguments: [
            (#"{"error":"maintenance"}"#, "", "maintenance"), (#"{"message":"Down until 6"}"#, "Down until 6", nil),
            (#"{"title":"Down","status":503,"detail":"until 6"}"#, "Down: until 6", nil),
            ("<html><title>We &amp; you</title></html>", "We & you", nil),
            (#"{"Data":{"Message":"none"}}"#, "none", nil),
        ] as [(String, String, String?)])
    func wordsInsteadOfProducts(body: String, says: String, code: String?) async throws {
        let failure = try await Example.failure(of: StubTransport.hub { (_) async throws(TransportError) in .ok(body) })
        #expect(failure.reason == .invalidResponse && failure.code == code)
        #expect(failure.message.hasSuffix(says.isEmpty ? "'Data'" : "; the server says: \(says)"), "\(failure.message)")
    }

    @Test(
        "is not repeated where it comes in place of products and has a secret of the request, or is as long as a book")
    func wordsNotToRepeat() async throws {
        let hub = StubTransport.hub { (request) async throws(TransportError) in
            .ok(#"{"message":"no \#(request.head.headerFields[.authorization] ?? "")"}"#)
        }
        let failure = try await Example.failure(of: hub)
        #expect(!failure.message.contains("token-of"))
        let book = StubTransport.hub { (_) async throws(TransportError) in
            .ok(#"{"message":"\#(String(repeating: "long ", count: 10_000))"}"#)
        }
        #expect(try await Example.failure(of: book).message.unicodeScalars.count <= 501)
    }

    @Test("comes beside products without words, and still says what time it is")
    func timeOfAnAnswer() async throws {
        let hub = StubTransport.hub { (_) async throws(TransportError) in
            var response = TransportResponse.ok(#"{"Data":[]}"#)
            response.head.headerFields[.date] = "Sun, 29 Nov 2020 07:24:39 GMT"
            return response
        }
        let outcome = await LFIClient(Example.lfi(), client: try Example.client(hub)).products(matching: .init())
        guard case .answered(_, let answer) = outcome else { throw TestFailure() }
        #expect(try #require(answer.clockSkew) > 86_400)
    }

    private struct TestFailure: Error {}

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
