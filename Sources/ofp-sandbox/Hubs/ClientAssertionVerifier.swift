import Foundation

/// Checks a `private_key_jwt` assertion by every rule of the ecosystem; each has a name of its own in the journal.
struct ClientAssertionVerifier {
    let issuer: String
    let tpp: SandboxPKI.TPP
    let used: UsedOnce

    /// How far clocks may be apart, in seconds.
    private static let leeway = 5
    private static let longestLifetime = 300

    func verify(_ assertion: String, at now: Date) throws(Refusal) {
        let parts = assertion.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let header = Self.decode(Header.self, parts[0]),
            let claims = Self.decode(Claims.self, parts[1]), let signature = Data(base64URL: parts[2])
        else { throw refusal("form", "the assertion is not a JWT in compact form with the claims it needs") }

        // What the header says is critical has to be understood (RFC 7515 §4.1.11), and nothing of the kind is.
        guard header.crit == nil else { throw refusal("crit", "the assertion's header has extensions") }
        guard header.alg == "PS256" else { throw refusal("alg", "the assertion has to be signed with PS256") }
        guard header.kid == tpp.signingKeyID else { throw refusal("kid", "the kid is not one of the client's keys") }
        let signed = Array("\(parts[0]).\(parts[1])".utf8)
        guard tpp.signingKey.isValidPS256(signature: Array(signature), over: signed) else {
            throw refusal("signature", "the signature does not fit the key")
        }

        guard claims.iss == tpp.clientID, claims.sub == tpp.clientID else {
            throw refusal("client", "iss and sub have to be the client's id")
        }
        guard claims.aud == issuer else { throw refusal("aud", "aud has to be the issuer, as a string") }
        let now = Int(now.timeIntervalSince1970)
        guard claims.iat <= now + Self.leeway, claims.nbf <= now + Self.leeway else {
            throw refusal("iat", "the assertion is from the future")
        }
        guard claims.nbf == claims.iat - 10 else { throw refusal("nbf", "nbf has to be ten seconds before iat") }
        guard claims.exp > now - Self.leeway, claims.exp > claims.iat else {
            throw refusal("exp", "the assertion has expired")
        }
        guard claims.exp - claims.iat <= Self.longestLifetime else {
            throw refusal("lifetime", "the assertion lives longer than 300 seconds")
        }
        guard UUID(uuidString: claims.jti) != nil, used.take(claims.jti.lowercased()) else {
            throw refusal("jti", "jti has to be a UUID that was never used before")
        }
    }

    private func refusal(_ rule: String, _ description: String) -> Refusal {
        Refusal("assertion.\(rule)", oauth: "invalid_client", description)
    }

    private struct Header: Decodable {
        var alg: String
        var kid: String?
        var crit: [String]?
    }

    /// All are needed, each in the type that RFC 7519 §4.1 gives it; `aud` as a string, as the ecosystem asks.
    private struct Claims: Decodable {
        var iss, sub, aud, jti: String
        var iat, nbf, exp: Int
    }

    private static func decode<Value: Decodable>(_: Value.Type, _ part: String) -> Value? {
        Data(base64URL: part).flatMap { try? JSONDecoder().decode(Value.self, from: $0) }
    }
}

extension Data {
    /// Base64url without padding (RFC 7515 §2); nil for anything else.
    init?(base64URL text: String) {
        guard !text.contains(where: { "+/=".contains($0) }) else { return nil }
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        self.init(base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/") + padding)
    }
}
