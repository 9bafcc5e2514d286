import FoundationEssentials

/// The `OFP_*` variables with which a client finds and enters the sandbox.
struct ClientEnvironment {
    /// In a fixed order, for printing.
    let variables: [(name: String, value: String)]

    init(_ sandbox: Sandbox, files: TPPFiles, port: Int, controlURL: String? = nil) {
        let control = controlURL.map { [("OFP_SANDBOX_CONTROL_URL", $0)] } ?? []
        variables =
            control + [
                ("OFP_CLIENT_ID", sandbox.pki.tpp.clientID),
                ("OFP_SIGNING_KEY", files.signingKey.path),
                ("OFP_SIGNING_KEY_ID", sandbox.pki.tpp.signingKeyID),
                ("OFP_TRANSPORT_CERT", files.transportCertificate.path),
                ("OFP_TRANSPORT_KEY", files.transportKey.path),
                ("OFP_CA_FILE", files.trustRoots.path),
                ("OFP_DIRECTORY_URL", "https://\(Hosts.directory):\(port)/participants"),
                ("OFP_KEYSTORE_URL", "https://\(Hosts.keystore):\(port)"),
                // An address for documentation (RFC 5737): the sandbox has no customer in session.
                ("OFP_CUSTOMER_IP", "203.0.113.7"),
            ]
    }
}
