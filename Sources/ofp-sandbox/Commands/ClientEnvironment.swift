import FoundationEssentials

/// The `OFP_*` variables with which a client finds and enters the sandbox.
struct ClientEnvironment {
    /// In a fixed order, for printing.
    let variables: [(name: String, value: String)]
    /// Those that somebody may want to look at first, as people call them.
    private let endpoints: [Endpoint]

    private struct Endpoint {
        let variable: String
        let meaning: String
        let url: String
    }

    /// - Parameter controlURL: of the control endpoint; nil where there is none.
    init(_ sandbox: Sandbox, files: TPPFiles, port: Int, controlURL: String? = nil) {
        let directory = Endpoint(
            variable: "OFP_DIRECTORY_URL", meaning: "directory", url: "https://\(Hosts.directory):\(port)/participants")
        let control = controlURL.map { Endpoint(variable: "OFP_SANDBOX_CONTROL_URL", meaning: "control", url: $0) }
        let bank = sandbox.world.hubForExamples.map { Self.endpoints(of: $0, port: port) } ?? []
        endpoints = [directory] + bank + (control.map { [$0] } ?? [])
        variables =
            [
                ("OFP_CLIENT_ID", sandbox.pki.tpp.clientID),
                ("OFP_SIGNING_KEY", files.signingKey.path),
                ("OFP_SIGNING_KEY_ID", sandbox.pki.tpp.signingKeyID),
                ("OFP_TRANSPORT_CERT", files.transportCertificate.path),
                ("OFP_TRANSPORT_KEY", files.transportKey.path),
                ("OFP_CA_FILE", files.trustRoots.path),
                ("OFP_KEYSTORE_URL", "https://\(Hosts.keystore):\(port)"),
            ] + endpoints.map { ($0.variable, $0.url) } + [
                // An address for documentation (RFC 5737): the sandbox has no customer in session.
                ("OFP_CUSTOMER_IP", "203.0.113.7")
            ]
    }

    /// For clients that do not look up a bank in the directory, such as short examples.
    private static func endpoints(of hub: Hub, port: Int) -> [Endpoint] {
        func endpoint(_ name: String, _ meaning: String, _ url: String) -> Endpoint {
            Endpoint(variable: "OFP_SANDBOX_\(name)", meaning: "\(meaning) of \(hub.code)", url: url)
        }
        let resources = "https://\(hub.resourceHost):\(port)"
        return [
            endpoint("ISSUER", "issuer", hub.issuer(port: port)),
            endpoint("TOKEN_ENDPOINT", "token", "https://\(hub.tokenHost):\(port)/token"),
            endpoint("PRODUCTS_ENDPOINT", "products", resources + hub.productsPath),
        ] + (hub.takesLeads ? [endpoint("LEADS_ENDPOINT", "leads", resources + hub.leadsPath)] : [])
    }

    /// For a POSIX shell to read: the endpoints as comments, and the variables.
    var script: String {
        let comments =
            ["Everything is on 127.0.0.1, whatever its host is called:"]
            + endpoints.map { "  \($0.meaning): \($0.url)" }
            + [
                "'ofp-sandbox example curl' and 'ofp-sandbox example python' print clients for which these variables are enough."
            ]
        return comments.map { "# \($0)\n" }.joined()
            + variables.map { "export \($0.name)=\(Self.quoted($0.value))\n" }.joined()
    }

    /// In single quotes.
    private static func quoted(_ value: String) -> String { "'\(value.replacing("'", with: #"'\''"#))'" }
}

extension World {
    /// One that has everything, where there is such a one.
    fileprivate var hubForExamples: Hub? {
        hubs.first { $0.takesLeads && !Hub.olderVersions.contains($0.version) } ?? hubs.first
    }
}
