public import OpenFinanceCrypto

/// Who we are towards authorisation servers: the application's id and the key that signs its assertions.
public struct ClientCredentials: Sendable {
    /// The application's id in the Trust Framework.
    public let clientID: String
    /// RSA: client assertions are signed with it by PS256 (RFC 7518 §3.5).
    public let signingKey: PrivateKey
    /// The Key ID that the Trust Framework gave the signing key.
    public let signingKeyID: String

    /// Nothing is checked here: a wrong id or key shows when the first LFI refuses a token.
    public init(clientID: String, signingKey: PrivateKey, signingKeyID: String) {
        self.clientID = clientID
        self.signingKey = signingKey
        self.signingKeyID = signingKeyID
    }
}
