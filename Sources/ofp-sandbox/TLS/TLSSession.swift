import COpenSSL

/// The server's side of one TLS connection: ciphertext goes in and comes out, and no socket is touched.
///
/// OpenSSL reads from one memory BIO and writes to another, so that whatever it wants to send (an alert as well) can be
/// sent in order, later, or not at all.
final class TLSSession {
    enum Progress {
        case done
        /// More has to come from the client first.
        case needsInput
        case failed(TLSFailure)
        /// Nobody serves the name that the client asked for: there is no answer at all.
        case refusedName
    }

    enum Reading {
        case bytes([UInt8])
        case needsInput
        /// The client has said that it sends nothing more.
        case ended
        case failed(TLSFailure)
    }

    private let connection: OpaquePointer
    private let input: OpaquePointer
    private let output: OpaquePointer
    private let choose: (_ serverName: String?) -> TLSContext?
    private var isNameRefused = false
    /// OpenSSL forbids to go on with a connection that has failed.
    private var hasFailed = false

    /// The name in the ClientHello (RFC 6066 §3), in small letters.
    private(set) var serverName: String?

    /// - Parameters:
    ///   - context: for as long as the name is not known.
    ///   - choose: the context for a name; nil for none.
    init(_ context: TLSContext, choose: @escaping (_ serverName: String?) -> TLSContext?) throws(TLSFailure) {
        guard let connection = SSL_new(context.pointer), let input = BIO_new(BIO_s_mem()),
            let output = BIO_new(BIO_s_mem())
        else { throw TLSFailure(reason: "OpenSSL cannot allocate memory") }
        (self.connection, self.input, self.output, self.choose) = (connection, input, output, choose)
        SSL_set_bio(connection, input, output)
        SSL_set_accept_state(connection)
        // Index 0 is the application's.
        SSL_set_ex_data(connection, 0, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Its BIOs go with it.
    deinit { SSL_free(connection) }

    /// What OpenSSL calls when it has read the ClientHello.
    static func chooseContext(of connection: OpaquePointer?) -> Int32 {
        guard let connection, let data = SSL_get_ex_data(connection, 0) else { return SSL_TLSEXT_ERR_ALERT_FATAL }
        let session = Unmanaged<TLSSession>.fromOpaque(data).takeUnretainedValue()
        session.serverName = SSL_get_servername(connection, TLSEXT_NAMETYPE_host_name)
            .map { String(cString: $0).lowercased() }
        guard let context = session.choose(session.serverName) else {
            session.isNameRefused = true
            return SSL_TLSEXT_ERR_ALERT_FATAL
        }
        SSL_set_SSL_CTX(connection, context.pointer)
        // The only one of these rules that does not come along by itself.
        SSL_set_verify(connection, SSL_CTX_get_verify_mode(context.pointer), nil)
        return SSL_TLSEXT_ERR_OK
    }

    // MARK: - Towards the client

    func receive(_ ciphertext: [UInt8]) { BIO_write(input, ciphertext, Int32(ciphertext.count)) }

    /// All that is to be sent, which is then no longer here.
    func drainOutput() -> [UInt8] {
        // An array of no room is one that all threads share, and this would write its length.
        guard hasOutput else { return [] }
        return [UInt8](unsafeUninitializedCapacity: BIO_ctrl_pending(output)) { buffer, count in
            count = max(0, Int(BIO_read(output, buffer.baseAddress, Int32(clamping: buffer.count))))
        }
    }

    var hasOutput: Bool { BIO_ctrl_pending(output) > 0 }

    // MARK: - Towards HTTP

    func handshake() -> Progress {
        ERR_clear_error()
        let outcome = SSL_do_handshake(connection)
        guard outcome != 1 else { return .done }
        if isNameRefused { return .refusedName }
        return SSL_get_error(connection, outcome) == SSL_ERROR_WANT_READ ? .needsInput : .failed(failure())
    }

    func read() -> Reading {
        guard !hasFailed else { return .ended }
        ERR_clear_error()
        var outcome: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 16 << 10) { buffer, count in
            outcome = SSL_read(connection, buffer.baseAddress, Int32(buffer.count))
            count = max(0, Int(outcome))
        }
        guard outcome <= 0 else { return .bytes(bytes) }
        return switch SSL_get_error(connection, outcome) {
        case SSL_ERROR_WANT_READ: .needsInput
        case SSL_ERROR_ZERO_RETURN: .ended
        default: .failed(failure())
        }
    }

    func write(_ plaintext: [UInt8]) throws(TLSFailure) {
        guard !plaintext.isEmpty else { return }
        guard !hasFailed else { throw TLSFailure(reason: "the connection has failed before") }
        ERR_clear_error()
        // A memory BIO takes everything: there is no part that would have to be written again.
        guard SSL_write(connection, plaintext, Int32(plaintext.count)) > 0 else { throw failure() }
    }

    /// Says that nothing more comes (close_notify, RFC 8446 §6.1).
    func finish() {
        guard !hasFailed, SSL_is_init_finished(connection) == 1 else { return }
        ERR_clear_error()
        SSL_shutdown(connection)
    }

    /// As ALPN names it; nil where the client does not do ALPN.
    var applicationProtocol: String? {
        var name: UnsafePointer<UInt8>?
        var length: UInt32 = 0
        SSL_get0_alpn_selected(connection, &name, &length)
        return name.map { String(decoding: UnsafeBufferPointer(start: $0, count: Int(length)), as: UTF8.self) }
    }

    /// Of the client's certificate, where the handshake asked for one.
    var clientThumbprint: Thumbprint? {
        guard let certificate = ofp_peer_certificate(connection) else { return nil }
        defer { X509_free(certificate) }
        return Thumbprint(certificate: certificate)
    }

    private func failure() -> TLSFailure {
        hasFailed = true
        var text = [CChar](repeating: 0, count: 256)
        ERR_error_string_n(ERR_peek_last_error(), &text, text.count)
        return TLSFailure(reason: text.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" })
    }
}

/// TLS cannot go on, in OpenSSL's words.
struct TLSFailure: Error {
    let reason: String

    /// What certificate a client came with that the handshake does not take; nil where it failed for something else.
    var clientCertificate: SentText? {
        if reason.contains("peer did not return a certificate") { return Self.noCertificate }
        return reason.contains("certificate verify failed") ? Self.foreignCertificate : nil
    }

    // Made once: to look a text through takes longer than the handshake.
    private static let noCertificate = SentText("no client certificate")
    private static let foreignCertificate = SentText("a client certificate that is not of this sandbox")
}
