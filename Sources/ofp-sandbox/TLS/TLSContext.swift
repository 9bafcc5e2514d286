import COpenSSL

/// How the server does TLS under some of its names: with which certificate, versions and ciphers, and from whom it wants
/// a client certificate.
final class TLSContext: Sendable {
    struct Rules: Sendable {
        /// As OpenSSL numbers them.
        var oldestVersion = TLS1_2_VERSION
        var newestVersion = TLS1_3_VERSION
        /// Of TLS 1.2, those that FAPI 1.0 Advanced §8.5 allows. RSA key exchange has no forward secrecy.
        var cipherSuites = [
            "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384", "DHE-RSA-AES128-GCM-SHA256",
            "DHE-RSA-AES256-GCM-SHA384",
        ]
        /// As ALPN names them (RFC 7301), the preferred one first.
        var protocols = ["h2", "http/1.1"]
        /// Whose certificates clients have to have; nil where none is asked for.
        var clientRoot: X509Certificate?
        /// Whether a client that is asked for a certificate need not have one.
        var goesOnWithoutCertificate = false
    }

    // Set up in `init` and only read from then on, which OpenSSL lets every thread do.
    nonisolated(unsafe) let pointer: OpaquePointer
    private let protocols: ProtocolList

    /// - Parameter identity: the server's certificate and key; nil for a context that another takes over from.
    init(_ rules: Rules = Rules(), identity: (certificate: X509Certificate, key: KeyPair)? = nil) throws {
        guard let pointer = SSL_CTX_new(TLS_server_method()) else { throw PKIError("make a TLS context") }
        self.pointer = pointer
        protocols = ProtocolList(rules.protocols)
        var isSet =
            ofp_set_versions(pointer, rules.oldestVersion, rules.newestVersion) == 1
            && SSL_CTX_set_cipher_list(pointer, rules.cipherSuites.joined(separator: ":")) == 1
        if let identity {
            isSet =
                isSet && SSL_CTX_use_certificate(pointer, identity.certificate.certificate) == 1
                && SSL_CTX_use_PrivateKey(pointer, identity.key.key) == 1
        }
        ofp_choose_dh_parameters(pointer)
        ofp_resume_no_sessions(pointer)
        if let root = rules.clientRoot {
            isSet =
                isSet && X509_STORE_add_cert(SSL_CTX_get_cert_store(pointer), root.certificate) == 1
                && SSL_CTX_add_client_CA(pointer, root.certificate) == 1
            let requirement = rules.goesOnWithoutCertificate ? 0 : SSL_VERIFY_FAIL_IF_NO_PEER_CERT
            SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER | requirement, nil)
        }
        guard isSet else { throw PKIError("set up a TLS context") }
        SSL_CTX_set_alpn_select_cb(
            pointer, { ProtocolList.select($1, $2, $3, $4, $5) }, Unmanaged.passUnretained(protocols).toOpaque())
        ofp_set_server_name_callback(pointer) { connection, _, _ in TLSSession.chooseContext(of: connection) }
    }

    deinit { SSL_CTX_free(pointer) }
}

/// The protocols that a server offers by ALPN, where OpenSSL can read them for as long as it likes.
private final class ProtocolList: Sendable {
    /// As ALPN lists them (RFC 7301 §3.1).
    // Written in `init` alone, and freed when nobody has it any more.
    private nonisolated(unsafe) let list: UnsafeMutableBufferPointer<UInt8>

    init(_ names: [String]) {
        let bytes = names.flatMap { [UInt8($0.utf8.count)] + $0.utf8 }
        list = .allocate(capacity: bytes.count)
        _ = list.initialize(from: bytes)
    }

    deinit { list.deallocate() }

    /// The server's first that the client has, too; where there is none, the connection goes on without ALPN.
    static func select(
        _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ length: UnsafeMutablePointer<UInt8>?,
        _ offered: UnsafePointer<UInt8>?, _ offeredLength: UInt32, _ argument: UnsafeMutableRawPointer?
    ) -> Int32 {
        guard let argument else { return SSL_TLSEXT_ERR_NOACK }
        let list = Unmanaged<ProtocolList>.fromOpaque(argument).takeUnretainedValue().list
        var name: UnsafeMutablePointer<UInt8>?
        let outcome = SSL_select_next_proto(
            &name, length, list.baseAddress, UInt32(list.count), offered, offeredLength)
        guard outcome == OPENSSL_NPN_NEGOTIATED else { return SSL_TLSEXT_ERR_NOACK }
        chosen?.pointee = UnsafePointer(name)
        return SSL_TLSEXT_ERR_OK
    }
}
