public import FoundationEssentials
public import Logging
public import OpenFinanceCrypto
public import OpenFinanceTransport

extension OpenFinanceClient {
    /// A client that speaks over mutual TLS with libcurl, made of what the Trust Framework knows an application by.
    ///
    /// - Parameters:
    ///   - clientID: the application's id in the Trust Framework.
    ///   - signingKey: RSA; signs client assertions.
    ///   - signingKeyID: its Key ID, as the Trust Framework has it.
    ///   - certificateChain: the transport certificate and those between it and its authority, in PEM.
    ///   - transportKey: that of the certificate.
    ///   - trustRoots: who may have signed the servers' certificates.
    ///   - cache: where directory, discovery and tokens are kept between runs.
    ///   - userAgent: how this program calls itself.
    ///   - configure: changes what is not usual.
    /// - Throws: a `SigningError` for a certificate that cannot be read or is not the key's, a `TransportError` where
    ///   libcurl cannot be started.
    public init(
        clientID: String, signingKey: PrivateKey, signingKeyID: String, certificateChain: Data,
        transportKey: PrivateKey, trustRoots: TrustRoots = .system, cache: (any CacheStore)? = nil, logger: Logger,
        userAgent: String, configure: (inout Configuration) -> Void = { _ in }
    ) throws {
        let chain = try Certificate.chain(pem: certificateChain)
        let leaf = try Certificate.leaf(of: chain, for: transportKey)
        var configuration = Configuration(
            credentials: ClientCredentials(
                clientID: clientID, signingKey: signingKey, signingKeyID: signingKeyID))
        configuration.certificateThumbprint = leaf.thumbprint
        configure(&configuration)
        self.init(
            configuration: configuration,
            transport: try CurlTransport(
                identity: try ClientIdentity(chain: chain, pem: certificateChain, key: transportKey),
                trustRoots: trustRoots, userAgent: userAgent),
            cache: cache, logger: logger)
    }
}

extension ClientIdentity {
    /// A certificate chain and its key, which need not be parsed for every connection where libcurl uses the OpenSSL of this
    /// program.
    ///
    /// - Parameter pem: the same chain.
    package convenience init(chain: [Certificate], pem: Data, key: PrivateKey) throws(SigningError) {
        let credentials = TLSCredentials(chain: chain, key: key)
        if CurlTransport.usesOpenSSL(TLSCredentials.openSSLVersion) {
            self.init { credentials.install(in: $0) }
        } else {
            var keyPEM = try key.pkcs8PEM()
            defer { keyPEM.cleanse() }
            self.init(certificateChain: pem.withoutByteOrderMark, privateKey: keyPEM)
        }
    }
}
