import Foundation
import HTTPTypes

/// A rule that a request broke, and the answer that a hub gives to it.
struct Refusal: Error {
    /// `place.rule`, as the journal counts it: `token.aud`.
    let rule: String
    let response: Response

    init(_ rule: String, status: HTTPResponse.Status, headers: HTTPFields = [:]) {
        self.rule = rule
        response = Response(status: status, headers: headers)
    }

    /// An error of the resource server (schema `AEError…Response`).
    init(_ rule: String, status: HTTPResponse.Status, code: String, message: String, path: String? = nil) {
        self.rule = rule
        response = .json(APIErrors(errors: [.init(code: code, message: message, path: path)]), status: status)
    }

    /// An error of the token endpoint (RFC 6749 §5.2).
    init(_ rule: String, oauth error: String, _ description: String) {
        self.rule = rule
        response = .json(
            ["error": error, "error_description": description],
            status: error == "invalid_client" ? .unauthorized : .badRequest, headers: [.cacheControl: "no-store"])
    }
}

extension Request {
    /// The whole body.
    ///
    /// - Throws: a ``Refusal`` for a longer one.
    func body(upTo limit: Int, for place: String) async throws -> Data {
        do {
            return try await body.collect(upTo: limit)
        } catch is RequestBody.TooLong {
            throw Refusal("\(place).too-large", status: .contentTooLarge)
        }
    }
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
