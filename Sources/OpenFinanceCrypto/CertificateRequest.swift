import COpenSSL
public import FoundationEssentials

/// A request for a certificate (PKCS#10, RFC 2986), signed with the key that it is for.
public struct CertificateRequest: Sendable {
    /// What a certificate of the Trust Framework is issued to.
    public struct Subject: Sendable, Hashable {
        /// Two letters (ISO 3166-1).
        public var country: String
        /// The organisation's legal name.
        public var organisation: String
        /// The organisation's id in the Trust Framework.
        public var organisationalUnit: String
        /// The application's client id.
        public var commonName: String

        /// Nothing is checked before the request is made.
        public init(country: String = "AE", organisation: String, organisationalUnit: String, commonName: String) {
            self.country = country
            self.organisation = organisation
            self.organisationalUnit = organisationalUnit
            self.commonName = commonName
        }

        fileprivate var attributes: [(name: String, value: String)] {
            [("C", country), ("O", organisation), ("OU", organisationalUnit), ("CN", commonName)]
        }
    }

    /// In PEM (RFC 7468 §7), as an authority takes it.
    public let pem: Data

    /// Signed with SHA-256 (RSASSA-PKCS1-v1_5, RFC 8017 §8.2), which every authority reads.
    ///
    /// - Throws: ``SigningError`` for a part of the subject that no certificate can have: nothing at all, or more than
    ///   64 characters (RFC 5280 appendix A.1).
    public init(_ subject: Subject, signedWith key: PrivateKey) throws(SigningError) {
        guard let request = X509_REQ_new() else { throw .openSSL("allocate memory") }
        defer { X509_REQ_free(request) }
        let name = X509_REQ_get_subject_name(request)
        for (attribute, value) in subject.attributes {
            let added = X509_NAME_add_entry_by_txt(
                name, attribute, MBSTRING_UTF8, value, Int32(value.utf8.count), -1, 0)
            guard !value.isEmpty, added == 1 else {
                ERR_clear_error()
                throw SigningError(.wrongSubject, "a certificate cannot have '\(value)' as its \(attribute)")
            }
        }
        guard X509_REQ_set_version(request, 0) == 1, X509_REQ_set_pubkey(request, key.key) == 1,
            X509_REQ_sign(request, key.key, EVP_sha256()) > 0
        else { throw .openSSL("sign the request") }
        let bio = try MemoryBIO()
        guard PEM_write_bio_X509_REQ(bio.pointer, request) == 1 else { throw .openSSL("write the request") }
        pem = bio.contents
    }
}
