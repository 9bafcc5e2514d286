import COpenSSL
public import FoundationEssentials

/// An X.509 certificate (RFC 5280).
public final class Certificate: Sendable {
    // Safe to share, since nobody changes it after `init`; what OpenSSL works out of it at the first reading, such as its
    // extensions, it works out and keeps under the object's own lock.
    nonisolated(unsafe) let certificate: OpaquePointer

    private init(taking certificate: OpaquePointer) { self.certificate = certificate }

    deinit { X509_free(certificate) }

    /// Every certificate of a PEM text in its order: the leaf first, then the intermediates.
    ///
    /// - Throws: ``SigningError`` where there is none, or one of them cannot be read.
    public static func chain(pem: Data) throws(SigningError) -> [Certificate] {
        let bio = try MemoryBIO.reading(pem)
        ERR_clear_error()
        var chain: [Certificate] = []
        while let next = PEM_read_bio_X509(bio.pointer, nil, nil, nil) { chain.append(Certificate(taking: next)) }
        // The reader ends with "no start line" when the text is through; anything else is damage.
        let isThrough = ofp_last_error_is_no_start_line() == 1
        ERR_clear_error()
        guard isThrough else { throw SigningError(.noCertificate, "a PEM certificate in it cannot be read") }
        guard !chain.isEmpty else { throw KeyMaterial(pem).whyNoCertificate }
        return chain
    }

    /// The certificate of a key, which has to be the first of its chain: TLS sends them in this order (RFC 8446 §4.4.2), and
    /// a server takes the first for the client's.
    ///
    /// - Throws: ``SigningError/Code/notThisKeys`` or ``SigningError/Code/notLeafFirst``.
    public static func leaf(of chain: [Certificate], for key: PrivateKey) throws(SigningError) -> Certificate {
        guard let index = chain.firstIndex(where: { $0.matches(key) }) else {
            throw SigningError(.notThisKeys, "none of its certificates is that of the key")
        }
        guard index == 0 else {
            throw SigningError(
                .notLeafFirst,
                "the key's certificate is number \(index + 1) of \(chain.count) in it, and has to be the first")
        }
        return chain[0]
    }

    /// Whether the certificate's public key and the private key are a pair.
    public func matches(_ key: PrivateKey) -> Bool {
        defer { ERR_clear_error() }
        return X509_check_private_key(certificate, key.key) == 1
    }

    /// SHA-256 over the certificate's DER, in hexadecimal: what tokens are bound to (`x5t#S256`, RFC 8705 §3.1).
    public var thumbprint: String {
        var digest = [UInt8](repeating: 0, count: 32)
        X509_digest(certificate, EVP_sha256(), &digest, nil)
        return SHA256.hexadecimal(digest)
    }

    /// Of the subject (RFC 5280 §4.1.2.6); in the ecosystem the application's client id. Nil where there is none.
    public var commonName: String? { subject(NID_commonName) }

    /// Of the subject; in the ecosystem the organisation's id.
    public var organisationalUnit: String? { subject(NID_organizationalUnitName) }

    /// Bits of an RSA key; nil for another kind.
    public var rsaBits: Int? {
        guard let key = X509_get0_pubkey(certificate), EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA else { return nil }
        return Int(EVP_PKEY_get_bits(key))
    }

    private func subject(_ attribute: Int32) -> String? {
        let name = X509_get_subject_name(certificate)
        let index = X509_NAME_get_index_by_NID(name, attribute, -1)
        guard index >= 0, let entry = X509_NAME_get_entry(name, index) else { return nil }
        var text: UnsafeMutablePointer<UInt8>?
        let length = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(entry))
        defer { ERR_clear_error() }
        guard let text, length >= 0 else { return nil }
        defer { ofp_free(text) }
        return String(decoding: UnsafeBufferPointer(start: text, count: Int(length)), as: UTF8.self)
    }

    /// First and last moment of validity (RFC 5280 §4.1.2.5).
    public var validity: ClosedRange<Date>? {
        guard let from = Self.date(X509_get0_notBefore(certificate)),
            let to = Self.date(X509_get0_notAfter(certificate)), from <= to
        else { return nil }
        return from...to
    }

    private static func date(_ time: UnsafePointer<ASN1_TIME>?) -> Date? {
        var seconds = 0.0
        return ofp_unix_time(time, &seconds) == 1 ? Date(timeIntervalSince1970: seconds) : nil
    }
}
