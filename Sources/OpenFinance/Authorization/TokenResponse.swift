import FoundationEssentials

extension AccessToken {
    /// Reads a successful answer of the token endpoint (RFC 6749 §5.1).
    ///
    /// - Parameter requestedAt: when the request went out; the lifetime counts from there, on the safe side.
    init(answer json: Data, requestedAt: Date) throws(RequestError) {
        guard let answer = JSONMembers(document: json), let value = answer.string("access_token") else {
            throw RequestError(.invalidResponse, "the token endpoint's answer is not the JSON of a token")
        }
        // Where nothing is said, it is the type that was asked for: the only one that the ecosystem knows.
        let type = answer.string("token_type") ?? "Bearer"
        guard type.utf8.count == 6, type.lowercased() == "bearer" else {
            throw RequestError(.invalidResponse, "the token endpoint gave a token of another type than Bearer")
        }
        let lifetime = (answer.number("expires_in") ?? answer.string("expires_in")).flatMap { Double($0) } ?? 0
        guard
            let token = AccessToken(
                value, expiresAt: requestedAt.addingTimeInterval(lifetime.isNaN ? 0 : min(max(0, lifetime), 86_400)))
        else {
            throw RequestError(
                .invalidResponse,
                "the token endpoint gave a token that is empty, too long, or has characters that RFC 6750 forbids")
        }
        self = token
    }
}

/// An error answer of the token endpoint (RFC 6749 §5.2).
struct OAuthError: Sendable {
    let error: String

    /// Nil for anything else.
    init?(_ body: Data) {
        guard let members = JSONMembers(document: body), let error = members.string("error") else { return nil }
        self.error = error
    }
}
