import FoundationEssentials
import HTTPTypes
import Transport

/// The resource server's error body: `{"Errors": [{"Code", "Message", "Path"?, "Url"?}]}` (schema `AEError…Response`).
private struct APIErrorBody {
    /// Of the first error.
    let code: String?
    /// Of all of them, each with the member that is wrong and where to read more; nil where nothing is said.
    let message: String?

    /// Nil for anything else.
    init?(_ body: Data) {
        guard let errors = JSONMembers(document: body)?.objects("Errors"), let first = errors.first else { return nil }
        code = first.text("Code")
        let messages = errors.enumerated().compactMap { index, error -> String? in
            let code = index > 0 ? error.text("Code") : nil
            let parts = [
                code.map { "\($0):" }, error.text("Message"), error.text("Path").map { "(\($0))" },
                error.text("Url").map { "see \($0)" },
            ].compactMap(\.self)
            return parts.isEmpty ? nil : parts.joined(separator: " ")
        }
        message = messages.isEmpty ? nil : messages.joined(separator: "; ")
    }
}

extension LineError {
    /// An answer of the resource server with another status than was hoped for.
    ///
    /// The body is the API's own, a gateway's HTML, or nothing; only the first can say more than the status.
    init(unexpected response: TransportResponse) {
        let status = response.head.status
        let error = APIErrorBody(response.body)
        self.init(.http, error?.message?.beginning ?? Self.meaning(of: status.code))
        words = error?.message?.beginning
        self.status = status.code
        retryAfter = response.head.headerFields[.retryAfter].flatMap { RetryAfter.delay($0, at: Date()) }
        code = error?.code?.beginning
        isRefusal = status.code == 401 || status.code == 403
    }

    /// An answer of the token endpoint with another status than 200.
    init(unexpectedToken response: TransportResponse) {
        self.init(unexpected: response)
        guard let refusal = OAuthError(response.body) else { return }
        reason = .oauth
        code = refusal.error.beginning
        words = refusal.errorDescription?.beginning
        message = words ?? "the token endpoint refused the request"
        isRefusal = (400..<500).contains(response.head.status.code)
    }

    static func meaning(of status: Int) -> String {
        switch status {
        case 300..<400: "the server redirects, which is not followed"
        case 401: "the server does not accept the token"
        case 403: "the server does not allow it"
        case 404: "the server has nothing at this address"
        case 406, 415: "the server does not speak this version of the API"
        case 429: "the server asks for fewer requests"
        case 500..<600: "the server is out of order"
        default: "the server answered with an unexpected status"
        }
    }
}

extension String {
    /// As much of a server's words as is looked at: more than is shown, so that nothing is cut in two that must be seen whole
    /// to be known. Counted in scalars: a single character can be of any length.
    fileprivate var beginning: String { String(UnicodeScalarView(unicodeScalars.prefix(2_000))) }
}
