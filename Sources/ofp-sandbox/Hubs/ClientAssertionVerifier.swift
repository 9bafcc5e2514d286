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
        else {
            throw refusal(
                .assertionForm, Self.problem(of: parts),
                "the assertion is not a JWT in compact form with the claims it needs")
        }

        // What the header says is critical has to be understood (RFC 7515 §4.1.11), and nothing of the kind is.
        guard header.crit == nil else {
            throw refusal(.assertionCrit, "crit in the header", "the assertion's header has extensions")
        }
        guard header.alg == "PS256" else {
            throw refusal(.assertionAlg, "alg: \(header.alg)", "the assertion has to be signed with PS256")
        }
        guard header.kid == tpp.signingKeyID else {
            let sent = header.kid.map { "kid: \($0)" } ?? "no kid"
            throw refusal(.assertionKid, sent, "the kid is not one of the client's keys")
        }
        let signed = Array("\(parts[0]).\(parts[1])".utf8)
        guard tpp.signingKey.isValidPS256(signature: Array(signature), over: signed) else {
            throw refusal(
                .assertionSignature, "a signature of \(signature.count) bytes", "the signature does not fit the key")
        }

        guard claims.iss == tpp.clientID, claims.sub == tpp.clientID else {
            throw refusal(
                .assertionClient, "iss: \(claims.iss), sub: \(claims.sub)", "iss and sub have to be the client's id")
        }
        guard claims.aud == issuer else {
            throw refusal(.assertionAud, "aud: \(claims.aud)", "aud has to be the issuer, as a string")
        }
        let now = Int(now.timeIntervalSince1970)
        guard claims.iat <= now + Self.leeway, claims.nbf <= now + Self.leeway else {
            let sent = "iat: \(claims.iat), nbf: \(claims.nbf), where it is \(now)"
            throw refusal(.assertionIat, sent, "the assertion is from the future")
        }
        guard claims.nbf == claims.iat.subtractingReportingOverflow(10).partialValue else {
            throw refusal(
                .assertionNbf, "iat: \(claims.iat), nbf: \(claims.nbf)", "nbf has to be ten seconds before iat")
        }
        guard claims.exp > now - Self.leeway, claims.exp > claims.iat else {
            let sent = "exp: \(claims.exp), iat: \(claims.iat), where it is \(now)"
            throw refusal(.assertionExp, sent, "the assertion has expired")
        }
        guard claims.exp.subtractingReportingOverflow(claims.iat).partialValue <= Self.longestLifetime else {
            let sent = "iat: \(claims.iat), exp: \(claims.exp)"
            throw refusal(.assertionLifetime, sent, "the assertion lives longer than 300 seconds")
        }
        guard UUID(uuidString: claims.jti) != nil, used.insert(claims.jti.lowercased()) else {
            throw refusal(.assertionJti, "jti: \(claims.jti)", "jti has to be a UUID that was never used before")
        }
    }

    private func refusal(_ rule: Rule, _ sent: String, _ description: String) -> Refusal {
        Refusal(rule, sent: sent, oauth: "invalid_client", description)
    }

    /// What of an assertion cannot be read, in the words of whoever made it.
    private static func problem(of parts: [String]) -> String {
        guard parts != [""] else { return "no client_assertion" }
        guard parts.count == 3 else { return "\(parts.count) parts, where a JWT has three" }
        guard Data(base64URL: parts[2]) != nil else { return "a signature that is not base64url without padding" }
        guard decode(Header.self, parts[0]) != nil else { return "a header that is not a JSON object with alg" }
        guard let claims = decode([String: JSONTree].self, parts[1]) else {
            return "claims that are not a JSON object in base64url without padding"
        }
        let wrong = ["iss", "sub", "aud", "jti"].filter { name in
            if case .string? = claims[name] { false } else { true }
        }
        let wrongTimes = ["iat", "nbf", "exp"].filter { name in
            if case .number(let number)? = claims[name] { number.rounded() != number } else { true }
        }
        return "missing or of another type: " + (wrong + wrongTimes).joined(separator: ", ")
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
