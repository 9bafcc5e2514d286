import COpenSSL

/// A certificate that the sandbox made (RFC 5280), valid from an hour ago.
final class X509Certificate: Sendable {
    // Only read after `init`.
    nonisolated(unsafe) let certificate: OpaquePointer

    /// - Parameters:
    ///   - subject: attributes by their short names, in order.
    ///   - issuer: who signs; the certificate itself where nil.
    ///   - extensions: by NID, in the notation of x509v3_config(5).
    ///   - seconds: until it expires; less than nothing for one that has.
    init(
        subject: [(String, String)], key: KeyPair, issuer: (X509Certificate, KeyPair)?,
        extensions: [(Int32, String)], validFor seconds: Int = 365 * 86_400
    ) throws {
        guard let certificate = X509_new() else { throw PKIError("make a certificate") }
        self.certificate = certificate
        let issuerCertificate = issuer?.0.certificate ?? certificate
        let issuerKey = issuer?.1 ?? key
        let name = X509_get_subject_name(certificate)
        var isMade =
            X509_set_version(certificate, 2) == 1  // v3
            && ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), .random(in: 1...UInt64(Int64.max))) == 1
            && X509_gmtime_adj(X509_getm_notBefore(certificate), -3_600) != nil
            && X509_gmtime_adj(X509_getm_notAfter(certificate), seconds) != nil
            && X509_set_pubkey(certificate, key.key) == 1
        for (attribute, value) in subject {
            isMade =
                isMade
                && X509_NAME_add_entry_by_txt(name, attribute, MBSTRING_UTF8, value, Int32(value.utf8.count), -1, 0)
                    == 1
        }
        isMade = isMade && X509_set_issuer_name(certificate, X509_get_subject_name(issuerCertificate)) == 1
        for (nid, value) in extensions {
            guard let added = X509V3_EXT_conf_nid(nil, nil, nid, value) else { throw PKIError("extend a certificate") }
            defer { X509_EXTENSION_free(added) }
            isMade = isMade && X509_add_ext(certificate, added, -1) == 1
        }
        guard isMade, X509_sign(certificate, issuerKey.key, EVP_sha256()) > 0 else {
            throw PKIError("sign a certificate")
        }
    }

    deinit { X509_free(certificate) }

    func pem() throws -> [UInt8] { try PEM.write { PEM_write_bio_X509($0, certificate) } }
}
