import Foundation
import HTTPTypes

/// The token endpoint: client credentials with `private_key_jwt`, over mutual TLS (RFC 6749 §4.4, RFC 7523 §2.2).
struct TokenEndpoint {
    let hub: Hub
    let port: Int
    let sandbox: Sandbox
    let deceit: Deceit?

    func respond(to request: Request, form text: String, from thumbprint: Thumbprint?) throws(Refusal) -> Response {
        guard request.method == .post else {
            throw Refusal(.tokenMethod, status: .methodNotAllowed, headers: [.allow: "POST"])
        }
        guard let thumbprint else {
            throw Refusal(.tokenCertificate, oauth: "invalid_client", "a client certificate is required")
        }
        guard request.headers[.contentType].flatMap({ MediaType($0) })?.isForm == true else {
            throw Refusal(
                .tokenContentType, sent: request.shown(.contentType), oauth: "invalid_request",
                "the request is not form-encoded")
        }
        let form = try Form(text)
        guard form["client_id"] == nil else {
            throw Refusal(.tokenClientID, oauth: "invalid_request", "client_id has no place beside an assertion")
        }
        guard form["grant_type"] == "client_credentials" else {
            throw Refusal(
                .tokenGrantType, sent: form.shown("grant_type"), oauth: "unsupported_grant_type",
                "only client_credentials is granted")
        }
        guard form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" else {
            throw Refusal(
                .tokenAssertionType, sent: form.shown("client_assertion_type"), oauth: "invalid_client",
                "the client has to authenticate by a JWT")
        }
        try ClientAssertionVerifier(issuer: hub.issuer(port: port), tpp: sandbox.pki.tpp, used: sandbox.assertions)
            .verify(form["client_assertion"] ?? "", at: Date())
        switch sandbox.registrations.standing(at: hub) {
        case .active: break
        // The two look alike to a client, as they do at a bank.
        case .unregistered: throw Refusal(.tokenUnregistered, oauth: "invalid_client", "the client is not known here")
        case .waiting: throw Refusal(.tokenNotActivated, oauth: "invalid_client", "the client is not known here")
        }
        let scopes = Set((form["scope"] ?? "").split(separator: " ").map(String.init))
        guard scopes.contains("products"), scopes.isSubset(of: ["openid", "products"]) else {
            throw Refusal(
                .tokenScope, sent: form.shown("scope"), oauth: "invalid_scope", "the scope has to be 'products'")
        }
        let token = sandbox.tokens.issue(to: thumbprint, by: hub, scopes: scopes)
        return .json(
            TokenAnswer(
                access_token: deceit == .tokenWithLineBreak ? "\(token)\r\nX-Injected: 1" : token,
                expires_in: sandbox.tokens.lifetime, scope: scopes.sorted().joined(separator: " "),
                token_type: deceit == .otherTokenType ? "DPoP" : "Bearer"),
            headers: [.cacheControl: "no-store"])
    }

    private struct TokenAnswer: Encodable {
        var access_token: String
        var expires_in: Int
        var scope: String
        var token_type: String
    }
}

/// A form of distinct parameters (RFC 6749 §3.2: none may be repeated).
struct Form {
    private var values: [String: String] = [:]

    init(_ text: String) throws(Refusal) {
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let name = Self.decode(parts[0]), let value = Self.decode(parts[1]),
                values.updateValue(value, forKey: name) == nil
            else { throw Refusal(.tokenForm, oauth: "invalid_request", "the form is broken or repeats a parameter") }
        }
    }

    subscript(name: String) -> String? { values[name] }

    /// A parameter that holds no secret, as a report shows it.
    func shown(_ name: String) -> String { values[name].map { "\(name)=\($0)" } ?? "no \(name)" }

    private static func decode(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }
}
