import Foundation
import HTTPTypes

/// A rule that a request broke, and the answer that a hub gives to it.
struct Refusal: Error {
    let rule: Rule
    /// What of the request was not right; nil where its method and path say it.
    let sent: SentText?
    private(set) var response: Response
    private var errors: APIErrors?

    private init(_ rule: Rule, _ sent: String?, _ response: Response) {
        self.rule = rule
        self.sent = sent.map(SentText.init)
        self.response = response
    }

    init(_ rule: Rule, sent: String? = nil, status: HTTPResponse.Status, headers: HTTPFields = [:]) {
        self.init(rule, sent, Response(status: status, headers: headers))
    }

    /// An error of the resource server (schema `AEError…Response`).
    init(
        _ rule: Rule, sent: String? = nil, status: HTTPResponse.Status, code: String, message: String,
        path: String? = nil
    ) {
        let errors = APIErrors(errors: [.init(code: code, message: message, path: path)])
        self.init(rule, sent, .json(errors, status: status))
        self.errors = errors
    }

    /// The same in words that a version's document knows: v1.2 has no code but this one.
    func inTerms(of version: String) -> Refusal {
        guard version == "v1.2", var errors else { return self }
        for index in errors.errors.indices { errors.errors[index].code = "GenericError" }
        var refusal = self
        refusal.response = .json(errors, status: response.status)
        return refusal
    }

    /// An error of the token endpoint (RFC 6749 §5.2).
    init(_ rule: Rule, sent: String? = nil, oauth error: String, _ description: String) {
        self.init(
            rule, sent,
            .json(
                ["error": error, "error_description": description],
                status: error == "invalid_client" ? .unauthorized : .badRequest, headers: [.cacheControl: "no-store"]))
    }
}

extension Request {
    /// The whole body.
    ///
    /// - Throws: a ``Refusal`` for a longer one.
    func body(upTo limit: Int, orElse rule: Rule) async throws -> Data {
        do {
            return try await body.collect(upTo: limit)
        } catch is RequestBody.TooLong {
            throw Refusal(rule, sent: "more than \(limit) bytes", status: .contentTooLarge)
        }
    }

    /// A field that holds no secret, as a report shows it.
    func shown(_ name: HTTPField.Name) -> String { headers[name].map { "\(name): \($0)" } ?? "no \(name)" }
}

/// The resource server's error body.
struct APIErrors: Encodable {
    struct Entry: Encodable {
        var code, message: String
        var path: String?
        private enum CodingKeys: String, CodingKey { case code = "Code", message = "Message", path = "Path" }
    }
    var errors: [Entry]
    private enum CodingKeys: String, CodingKey { case errors = "Errors" }
}

extension Response {
    static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Everything that the sandbox encodes consists of strings, numbers and lists.
        return json((try? encoder.encode(value)) ?? Data(), status: status, headers: headers)
    }

    static func json(_ bytes: Data, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(status: status, headers: headers, body: .bytes(bytes))
    }
}
