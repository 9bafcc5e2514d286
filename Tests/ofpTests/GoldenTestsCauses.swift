import Foundation
import HTTPTypes
import OpenFinanceTransport

@testable import OpenFinance
@testable import ofp

extension GoldenCase {
    /// What a person reads of each way in which a bank, or what stands before it, refuses or fails: from the answer as it comes,
    /// over what is understood of it, to what to do.
    static let causes = [GoldenCase(name: "errors-causes") { try answers.map(told).joined() }]

    private struct Answer {
        let what: String
        var stage = RequestStep.products
        var status = 200
        var fields: [HTTPField.Name: String] = [:]
        var body = ""

        var error: RequestError {
            var head = HTTPResponse(status: .init(code: status))
            for (name, value) in fields { head.headerFields[name] = value }
            let response = TransportResponse(head: head, body: Data(body.utf8))
            return stage == .token ? RequestError(unexpectedToken: response) : RequestError(unexpected: response)
        }
    }

    /// As RFC 9110 §5.6.7 has it.
    private static func httpDate(secondsFromNow seconds: TimeInterval) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = .gmt
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.string(from: Date(timeIntervalSinceNow: seconds))
    }

    /// A page as nginx makes it.
    private static func page(_ title: String) -> String {
        "<html><head><title>\(title)</title></head><body><center><h1>\(title)</h1></center><hr><center>nginx</center></body></html>"
    }

    private static var answers: [Answer] {
        [
            Answer(
                what: "nginx got no certificate", stage: .discovery, status: 400,
                body: page("400 No required SSL certificate was sent")),
            Answer(
                what: "nginx does not take the certificate", stage: .discovery, status: 400,
                body: page("400 The SSL certificate error")),
            Answer(what: "nginx with its own status for a certificate", stage: .token, status: 495),
            Answer(what: "nginx with its own status for no certificate", stage: .token, status: 496),
            Answer(
                what: "Kong does not take the certificate", stage: .token, status: 401,
                body: #"{"message":"TLS certificate failed verification"}"#),
            Answer(
                what: "IIS does not take the certificate", status: 403,
                body: page("403.16 - Forbidden: Client certificate is ill-formed or is not trusted")),
            Answer(
                what: "a gateway behind TLS speaks plain HTTP", status: 400,
                body: page("400 The plain HTTP request was sent to HTTPS port")),
            Answer(
                what: "a token endpoint knows no client", stage: .token, status: 401,
                body: #"{"error":"invalid_client","error_description":"no such client"}"#),
            Answer(what: "a token endpoint says 401 and no more", stage: .token, status: 401),
            Answer(
                what: "a token endpoint says 401 in a page", stage: .token, status: 401,
                body: page("401 Authorization &amp; more required")),
            Answer(
                what: "a token endpoint does not understand the request", stage: .token, status: 400,
                body: #"{"error":"unsupported_grant_type"}"#),
            Answer(
                what: "what stands before a token endpoint lets nobody in", stage: .token, status: 403,
                body: #"{"message":"Forbidden"}"#),
            Answer(
                what: "a token endpoint has no such scope", stage: .token, status: 400,
                body: #"{"error":"invalid_scope"}"#),
            Answer(
                what: "a bank does not allow the scope", status: 403,
                body: #"{"Errors":[{"Code":"InvalidScope","Message":"products"}]}"#),
            Answer(what: "a bank does not allow it", status: 403),
            Answer(
                what: "a bank wants another scope", status: 403,
                fields: [.wwwAuthenticate: #"Bearer error="insufficient_scope", scope="accounts""#]),
            Answer(
                what: "a bank does not take the token", status: 401,
                fields: [.wwwAuthenticate: #"Bearer error="invalid_token", error_description="expired""#]),
            Answer(
                what: "a bank whose clock is half an hour ahead refuses", stage: .token, status: 401,
                fields: [.date: httpDate(secondsFromNow: 1_800)],
                body: #"{"error":"invalid_client"}"#),
            Answer(what: "a bank asks to wait", status: 429, fields: [.retryAfter: "120"]),
            Answer(what: "a bank asks to wait for ever", status: 429, fields: [.retryAfter: "99999999999999999999"]),
            Answer(
                what: "a gateway has a fault in XML", status: 500,
                body: "<s:Fault><faultcode>s:Server</faultcode><faultstring>No route</faultstring></s:Fault>"),
            Answer(
                what: "a gateway speaks in problem details", status: 503,
                body: #"{"type":"about:blank","title":"Maintenance","detail":"until 06:00"}"#),
        ]
    }

    private static func told(_ answer: Answer) throws -> String {
        let failure = LFIFailure(try GoldenWorld.lfi("Saqr"), answer.stage, answer.error)
        let finding = Finding(.failed(failure))
        return "=== \(answer.what) ===\n\(finding.line(on: .none))\n--- exit code \(finding.status.rawValue)\n\n"
    }
}
