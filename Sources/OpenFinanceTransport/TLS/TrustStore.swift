import CCurl
import COpenSSL
import FoundationEssentials

/// Roots as OpenSSL has them once they are parsed: once for all connections of all loops, which takes some twenty
/// milliseconds for those of a system.
final class TrustStore: Sendable {
    // Safe to share, since nothing is added after `init`, and OpenSSL locks what it looks up.
    private nonisolated(unsafe) let store: OpaquePointer

    /// Those of the system, where libcurl was built to trust what is in one file. Where it was not, libcurl finds them itself.
    static let system: TrustStore? = {
        guard let easy = curl_easy_init() else { return nil }
        defer { curl_easy_cleanup(easy) }
        var path: UnsafePointer<CChar>?
        ofp_curl_getinfo_string(easy, CURLINFO_CAINFO, &path)
        return path.flatMap { try? TrustStore(file: String(cString: $0)) }
    }()

    /// - Throws: ``TransportError/Code/setup`` where the roots cannot be read.
    convenience init?(_ roots: TrustRoots) throws(TransportError) {
        switch roots {
        case .pem(let pem): try self.init(pem: pem)
        case .file(let path): try self.init(file: path)
        case .system: return nil
        }
    }

    private init() throws(TransportError) {
        guard let store = X509_STORE_new() else {
            throw TransportError(.setup, "OpenSSL gives no store", requestMayHaveLeft: false)
        }
        // Whoever names an issuing authority trusts it, though the root above it is not there; so does libcurl.
        X509_STORE_set_flags(store, UInt(X509_V_FLAG_PARTIAL_CHAIN))
        self.store = store
    }

    private convenience init(file: String) throws(TransportError) {
        try self.init()
        guard X509_STORE_load_file(store, file) == 1 else {
            ERR_clear_error()
            throw TransportError(.setup, "the file of trust roots cannot be read", requestMayHaveLeft: false)
        }
    }

    private convenience init(pem: Data) throws(TransportError) {
        try self.init()
        let text = pem.withUnsafeBytes { BIO_new_mem_buf($0.baseAddress, Int32(clamping: $0.count)) }
        // The stream reads where the bytes are.
        defer { withExtendedLifetime(pem) { _ = BIO_free(text) } }
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
            throw TransportError(.setup, "the trust roots are not PEM certificates", requestMayHaveLeft: false)
        }
    }

    deinit { X509_STORE_free(store) }

    /// - Parameter context: an `SSL_CTX`.
    func put(into context: OpaquePointer) { SSL_CTX_set1_cert_store(context, store) }
}
