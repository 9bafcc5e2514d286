import FoundationEssentials

/// Everybody's keys and certificates, made for the sandbox alone: nothing in it is worth stealing, nothing lies in the tree.
///
/// As in the ecosystem, servers and TPPs are signed by different authorities; a TPP's certificate comes from an issuing
/// authority under the Trust Framework's root, so that it has to be sent with its chain.
struct SandboxPKI: Sendable {
    /// Signs the servers' certificates: the trust root of clients.
    let serverRoot: CertificateAuthority
    /// Signs the issuing authority: the trust root of servers for their clients.
    let clientRoot: CertificateAuthority
    /// A root that nobody's certificate comes from, for servers that refuse every client.
    let strangerRoot: CertificateAuthority
    let serverKey: KeyPair
    let tpp: TPP

    /// The one third-party provider that the sandbox knows.
    struct TPP: Sendable {
        let organisationID: String
        let clientID: String
        let signingKeyID: String
        let signingKey: KeyPair
        let transportKey: KeyPair
        /// The leaf, then the issuing authority.
        let transportChain: [X509Certificate]

        /// Of the leaf, which its tokens are bound to.
        var thumbprint: Thumbprint? { transportChain.first.flatMap { Thumbprint(certificate: $0.certificate) } }

        /// Where the keystore has its public keys.
        var keysPath: String { "/\(organisationID)/application.jwks" }
    }

    init(keys: KeyStock = KeyStock()) throws {
        serverRoot = try CertificateAuthority(name: "Sandbox Server Root")
        clientRoot = try CertificateAuthority(name: "Sandbox Trust Framework Root")
        strangerRoot = try CertificateAuthority(name: "Nobody's Root")
        serverKey = try keys.rsa("server")

        let issuing = try CertificateAuthority(name: "Sandbox Trust Framework Issuing CA", under: clientRoot)
        let clientID = UUID().uuidString.lowercased()
        let organisationID = UUID().uuidString.lowercased()
        let transportKey = try keys.rsa("transport")
        let leaf = try issuing.client(
            id: clientID, organisation: ("Sandbox TPP", id: organisationID), key: transportKey)
        tpp = TPP(
            organisationID: organisationID, clientID: clientID, signingKeyID: UUID().uuidString.lowercased(),
            signingKey: try keys.rsa("signing"),
            transportKey: transportKey, transportChain: [leaf, issuing.certificate])
    }
}
