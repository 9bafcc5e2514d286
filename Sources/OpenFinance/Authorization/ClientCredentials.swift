public import OpenFinanceCrypto

/// Who we are towards authorisation servers: the application's id and the key that signs its assertions.
public struct ClientCredentials: Sendable {
    /// The application's id in the Trust Framework.
    public let clientID: String
    public let signingKey: PrivateKey
    /// The Key ID that the Trust Framework gave the signing key.
    public let signingKeyID: String

    public init(clientID: String, signingKey: PrivateKey, signingKeyID: String) {
        self.clientID = clientID
        self.signingKey = signingKey
        self.signingKeyID = signingKeyID
    }
}
