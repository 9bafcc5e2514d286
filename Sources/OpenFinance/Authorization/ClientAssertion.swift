public import FoundationEssentials
public import OpenFinanceCrypto

/// A `private_key_jwt` client assertion (RFC 7523 §2.2), good for one request to one issuer.
public struct ClientAssertion: Sendable {
    /// The ecosystem's limit on `exp` − `iat`.
    public static let lifetime = 300
    /// How far `nbf` lies before `iat`, so that a server whose clock is slow takes the assertion.
    static let backdating = 10

    /// The signed JWT in compact form. A secret until it expires: never to be logged.
    public let compactForm: String
    /// The JOSE header and the claims, as the JSON that was signed.
    public let header, claims: Data

    /// - Parameters:
    ///   - audience: the issuer itself, never its token endpoint.
    ///   - jti: fresh for every request, retries included; made here where nil.
    public init(
        credentials: ClientCredentials, audience: Issuer, issuedAt: Date, jti: UUID? = nil
    ) throws(SigningError) {
        let issuedAt = Int(issuedAt.timeIntervalSince1970)
        header = try Self.encode(Header(alg: "PS256", kid: credentials.signingKeyID, typ: "JWT"))
        let claims = Claims(
            iss: credentials.clientID, sub: credentials.clientID, aud: audience.description, iat: issuedAt,
            nbf: issuedAt - Self.backdating, exp: issuedAt + Self.lifetime,
            jti: (jti ?? .random()).uuidString.lowercased())
        self.claims = try Self.encode(claims)
        compactForm = try JSONWebSignature.compact(header: header, payload: self.claims, key: credentials.signingKey)
    }

    /// Whether the public half of the key takes it, as the server's check will.
    package func isSigned(with key: PrivateKey) -> Bool { JSONWebSignature.isSigned(compactForm, with: key) }

    private struct Header: Encodable {
        var alg, kid, typ: String
    }

    private struct Claims: Encodable {
        var iss, sub, aud: String
        var iat, nbf, exp: Int
        var jti: String
    }

    private static func encode(_ value: some Encodable) throws(SigningError) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try encoder.encode(value)
        } catch {
            throw SigningError(.openSSL, "the assertion's claims cannot be written as JSON")
        }
    }
}
