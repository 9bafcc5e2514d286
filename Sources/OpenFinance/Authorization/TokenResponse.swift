import FoundationEssentials

extension AccessToken {
    /// Reads a successful answer of the token endpoint (RFC 6749 §5.1).
    ///
    /// - Parameter requestedAt: when the request went out; the lifetime counts from there, on the safe side.
    init(answer json: Data, requestedAt: Date) throws(LineError) {
        guard let answer = try? JSONDecoder().decode(Answer.self, from: json) else {
            throw LineError(.invalidResponse, "the token endpoint's answer is not the JSON of a token")
        }
        guard answer.tokenType.lowercased() == "bearer" else {
            throw LineError(.invalidResponse, "the token endpoint gave a token of another type than Bearer")
        }
        guard
            let token = AccessToken(
                answer.accessToken, expiresAt: requestedAt.addingTimeInterval(Double(answer.expiresIn ?? 0)))
        else {
            throw LineError(.invalidResponse, "the token endpoint gave a token with characters that RFC 6750 forbids")
        }
        self = token
    }

    private struct Answer: Decodable {
        var accessToken: String
        var tokenType: String
        var expiresIn: Int?
        private enum CodingKeys: String, CodingKey {
            case accessToken = "access_token", tokenType = "token_type", expiresIn = "expires_in"
        }
    }
}

/// An error answer of the token endpoint (RFC 6749 §5.2).
struct OAuthError: Decodable, Sendable {
    var error: String
    var errorDescription: String?

    private enum CodingKeys: String, CodingKey {
        case error, errorDescription = "error_description"
    }
}
