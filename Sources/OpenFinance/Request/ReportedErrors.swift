package import FoundationEssentials
import HTTPTypes
package import OpenFinanceTransport

/// What a resource server says is wrong: `{"Errors": [{"Code", "Message", "Path"?, "Url"?}]}` (schema `AEError…Response`).
/// One error in place of the list, and a text in place of an object, say the same.
package struct ReportedErrors {
    /// Of the first error.
    let code: String?
    /// Of all of them, each with the member that is wrong and where to read more; nil where nothing is said.
    let message: String?

    /// Nil where no error is reported.
    init?(_ body: JSONMembers) {
        guard let errors = body["Errors"], !errors.saysNothing else { return nil }
        let list = errors.elements ?? [errors]
        code = list.first.flatMap(JSONMembers.init)?.text("Code")
        let messages = list.enumerated().compactMap { index, error -> String? in
            guard let error = JSONMembers(error) else { return error.text?.withoutBlankEnds }
            let code = index > 0 ? error.text("Code") : nil
            let parts = [
                code.map { "\($0):" }, error.text("Message"), error.text("Path").map { "(\($0))" },
                error.text("Url").map { "see \($0)" },
            ].compactMap(\.self)
            return parts.isEmpty ? nil : parts.joined(separator: " ")
        }
        message = messages.isEmpty ? nil : messages.joined(separator: "; ")
    }

    package init?(_ body: Data) {
        guard let body = JSONMembers(document: body) else { return nil }
        self.init(body)
    }

    /// What there is to be told of it, to be put behind a sentence.
    var clause: String {
        let words = [code, message].compactMap(\.self).joined(separator: ": ")
        return words.isEmpty ? "" : ": \(words.beginning)"
    }
}

extension TransportResponse {
    /// What time it was for the server; nil where it does not say. What comes from somebody's store, as `Age` says
    /// (RFC 9111 §5.1), has the time of when it was put there.
    var serverTime: Date? {
        guard head.headerFields[.age] == nil else { return nil }
        return head.headerFields[.date].flatMap(HTTPDate.init)?.date
    }

    /// Seconds by which our clock is ahead of the server's; nil where it does not say what time it is.
    var clockSkew: Double? { serverTime.map { Date().timeIntervalSince($0) } }
}

extension RequestError {
    /// An answer of the resource server with another status than was hoped for.
    ///
    /// The body is the API's own, another program's, or nothing: then the status is all that there is to say.
    package init(unexpected response: TransportResponse) {
        self.init(unexpected: response, meaning: Self.meaning(of: response.head.status.code))
    }

    /// - Parameter meaning: of the status.
    private init(unexpected response: TransportResponse, meaning: String) {
        let status = response.head.status
        let said = ServerWords(response)
        let sentence = said?.message.map { said?.source == .statement ? $0 : "\(meaning): \($0)" }
        self.init(.http, sentence?.beginning ?? meaning)
        words = said?.message?.beginning
        self.status = status.code
        retryAfter = response.head.headerFields[.retryAfter].flatMap { RetryAfter.delay($0, at: Date()) }
        code = said?.code?.beginning
        isRefusal = status.code == 401 || status.code == 403
        clockSkew = response.clockSkew
        if let said, GatewayWords.tellOfPlainHTTP(said, status: status.code) {
            message =
                "the server's gateway sends plain HTTP to a port that expects TLS" + (words.map { ": \($0)" } ?? "")
        }
        guard GatewayWords.refuseCertificate(said, status: status.code) else { return }
        reason = .tls
        isRefusal = true
        message = "the server refuses the transport certificate" + (words.map { ": \($0)" } ?? "")
    }

    /// Errors in an answer whose status says that all is well, and that has nothing else.
    init(_ errors: ReportedErrors) {
        self.init(.invalidResponse, "the answer reports an error instead of products\(errors.clause)")
        words = errors.message?.beginning
        code = errors.code?.beginning
    }

    /// The same, with what the server has said in place of what was asked for; as it is where it says so already, or the
    /// answer is something else than none.
    func repeatingWords(of response: TransportResponse) -> RequestError {
        // Beside a token stands nothing that is to be repeated: it may be the token.
        guard reason == .invalidResponse, status == nil, words == nil, code == nil,
            JSONMembers(document: response.body)?["access_token"] == nil, let said = ServerWords(response)
        else { return self }
        var error = self
        error.words = said.message?.beginning
        error.code = said.code?.beginning
        if let words = error.words { error.message += "; the server says: \(words)" }
        return error
    }

    /// An answer to a request that had no token to be refused.
    init(unexpectedWithoutToken response: TransportResponse) {
        let status = response.head.status.code
        self.init(
            unexpected: response,
            meaning: status == 401 ? "the server does not accept this client" : Self.meaning(of: status))
    }

    /// An answer of the token endpoint with another status than 200.
    init(unexpectedToken response: TransportResponse) {
        self.init(unexpectedWithoutToken: response)
        let status = response.head.status.code
        let meaning = "the server does not accept this client"
        guard let refusal = OAuthError(response.body) else {
            // Who speaks in terms of their own need not say that it is the client.
            if status == 401, reason == .http, let words { message = "\(meaning): \(words)" }
            return
        }
        reason = .oauth
        code = refusal.error.beginning
        message = words ?? "the token endpoint refused the request"
        // Some say so under a status that means that all is well.
        isRefusal = (200..<500).contains(status)
    }

    package static func meaning(of status: Int) -> String {
        switch status {
        case 304: "the server says that nothing has changed, which nobody asked"
        case 300..<400: "the server sends a redirect, which is not followed"
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
