import COpenSSL
import FoundationEssentials

/// What every TLS connection of a transport is held to beyond what libcurl has options for, whatever a configuration file
/// of OpenSSL (`OPENSSL_CONF`) or the environment says.
final class ConnectionRules: Sendable {
    let identity: ClientIdentity?
    // Safe to share, since it is only read after `init`, and OpenSSL counts its owners for itself.
    private nonisolated(unsafe) let roots: OpaquePointer?

    /// - Throws: ``TransportError/Code/setup`` where the roots cannot be read.
    init(identity: ClientIdentity?, trustRoots: TrustRoots) throws(TransportError) {
        self.identity = identity
        roots = if case .pem(let pem) = trustRoots { try Self.store(of: pem) } else { nil }
    }

    deinit { X509_STORE_free(roots) }

    /// For TLS 1.2, what FAPI 1.0 Advanced §8.5 allows.
    static let cipherSuites = [
        "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA-AES128-GCM-SHA256",
        "DHE-RSA-AES256-GCM-SHA384", "DHE-RSA-AES128-GCM-SHA256",
    ].joined(separator: ":")

    /// For TLS 1.3; all of them are of the kind that the profile asks for.
    private static let newerCipherSuites =
        "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256"

    /// 112 bits: no RSA key under 2048 bits, no SHA-1 (OpenSSL, SSL_CTX_set_security_level(3)).
    private static let securityLevel: Int32 = 2

    /// Prepares a connection's context, an `SSL_CTX`.
    ///
    /// - Parameter pace: has to outlive the connection.
    /// - Returns: false where the certificate or the key cannot be used.
    func apply(to context: OpaquePointer, pace: ReadPace) -> Bool {
        ofp_set_security_level_at_least(context, Self.securityLevel)
        guard SSL_CTX_set_ciphersuites(context, Self.newerCipherSuites) == 1 else { return false }
        ofp_forbid_unsafe_renegotiation(context)
        // Whoever has a connection's secrets can read tokens and personal data: SSLKEYLOGFILE is for other programs.
        SSL_CTX_set_keylog_callback(context, nil)
        if let roots { SSL_CTX_set1_cert_store(context, roots) }
        SSL_CTX_set_ex_data(context, Self.paceIndex, Unmanaged.passUnretained(pace).toOpaque())
        SSL_CTX_set_info_callback(context) { connection, event, _ in
            guard event & SSL_CB_HANDSHAKE_START != 0, let connection,
                let pace = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), ConnectionRules.paceIndex)
            else { return }
            Unmanaged<ReadPace>.fromOpaque(pace).takeUnretainedValue().slowDown(connection)
        }
        CertificateRequests.note(on: context)
        guard case .parsed(let setup) = identity?.form else { return true }
        return setup(UnsafeMutableRawPointer(context))
    }

    private static let paceIndex = ofp_context_data_index()

    private static func store(of pem: Data) throws(TransportError) -> OpaquePointer {
        let text = pem.withUnsafeBytes { BIO_new_mem_buf($0.baseAddress, Int32(clamping: $0.count)) }
        // The stream reads where the bytes are.
        defer { withExtendedLifetime(pem) { _ = BIO_free(text) } }
        guard let store = X509_STORE_new() else {
            throw TransportError(.setup, "OpenSSL gives no store", requestMayHaveLeft: false)
        }
        var count = 0
        while let certificate = PEM_read_bio_X509(text, nil, nil, nil) {
            X509_STORE_add_cert(store, certificate)
            X509_free(certificate)
            count += 1
        }
        // The reader ends with "no start line" when the text is through; anything else is damage.
        let isThrough = ofp_last_error_is_no_start_line() == 1
        ERR_clear_error()
        guard isThrough, count > 0 else {
            X509_STORE_free(store)
            throw TransportError(.setup, "the trust roots are no PEM certificates", requestMayHaveLeft: false)
        }
        return store
    }
}
