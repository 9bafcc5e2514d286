import COpenSSL

/// Something that signs certificates: a root by itself, an issuing authority by its root.
final class CertificateAuthority: Sendable {
    let certificate: X509Certificate
    private let key: KeyPair

    /// - Parameter parent: who signs this authority's certificate; itself where nil.
    init(name: String, under parent: CertificateAuthority? = nil) throws {
        key = try KeyPair.generate(.p256)
        certificate = try X509Certificate(
            subject: [("O", "ofp-sandbox"), ("CN", name)], key: key,
            issuer: parent.map { ($0.certificate, $0.key) },
            extensions: [
                (NID_basic_constraints, "critical,CA:TRUE"), (NID_key_usage, "critical,keyCertSign,cRLSign"),
            ])
    }

    /// A certificate for a server that answers to `names`.
    func server(names: [String], key: KeyPair, validFor seconds: Int = 365 * 86_400) throws -> X509Certificate {
        try server(
            commonName: names[0], alternativeNames: names.map { "DNS:\($0)" }.joined(separator: ","), key: key,
            validFor: seconds)
    }

    /// - Parameter alternativeNames: in the notation of x509v3_config(5); nil for a certificate without any.
    func server(
        commonName: String, alternativeNames: String?, key: KeyPair, validFor seconds: Int = 365 * 86_400
    ) throws -> X509Certificate {
        try X509Certificate(
            subject: [("O", "ofp-sandbox"), ("CN", commonName)], key: key, issuer: (certificate, self.key),
            extensions: [
                (NID_basic_constraints, "critical,CA:FALSE"),
                (NID_key_usage, "critical,digitalSignature,keyEncipherment"),
                (NID_ext_key_usage, "serverAuth"),
            ] + (alternativeNames.map { [(NID_subject_alt_name, $0)] } ?? []), validFor: seconds)
    }

    /// A TPP's transport certificate: its organisation by name and id, and the client as common name.
    func client(
        id: String, organisation: (name: String, id: String), key: KeyPair, validFor seconds: Int = 365 * 86_400
    ) throws -> X509Certificate {
        try X509Certificate(
            subject: [("C", "AE"), ("O", organisation.name), ("OU", organisation.id), ("CN", id)], key: key,
            issuer: (certificate, self.key),
            extensions: [
                (NID_basic_constraints, "critical,CA:FALSE"), (NID_key_usage, "critical,digitalSignature"),
                (NID_ext_key_usage, "clientAuth"),
            ], validFor: seconds)
    }
}
