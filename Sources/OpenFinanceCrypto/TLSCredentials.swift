import COpenSSL

/// A certificate chain and its private key for TLS, parsed once for all connections.
///
/// A TLS library that is given the texts parses them for every connection; in OpenSSL 3 that takes longer than most of the
/// handshake's arithmetic, and a key that has just been parsed has to prepare for its first signature again.
public final class TLSCredentials: Sendable {
    private let chain: [Certificate]
    private let key: PrivateKey

    /// - Parameter chain: the leaf first, then any intermediates.
    public init(chain: [Certificate], key: PrivateKey) {
        self.chain = chain
        self.key = key
    }

    /// Of the OpenSSL that this module uses, such as `3.0.17`.
    package static var openSSLVersion: String { String(cString: OpenSSL_version(OPENSSL_VERSION_STRING)) }

    /// Makes connections of a context present the certificate.
    ///
    /// - Parameter context: an `SSL_CTX` of this very OpenSSL (see ``openSSLVersion``).
    /// - Returns: false where OpenSSL refuses them.
    package func install(in context: UnsafeMutableRawPointer) -> Bool {
        let context = OpaquePointer(context)
        defer { ERR_clear_error() }
        guard let leaf = chain.first, SSL_CTX_use_certificate(context, leaf.certificate) == 1,
            SSL_CTX_use_PrivateKey(context, key.key) == 1
        else { return false }
        return chain.dropFirst().allSatisfy { ofp_add_to_chain(context, $0.certificate) == 1 }
    }
}
