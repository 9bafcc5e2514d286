/// One LFI's API Hub: an authorisation server and a resource server with hosts of their own.
struct Hub: Sendable {
    /// What stands in the host names.
    let code: String
    let lfiID: String
    /// Those before v2.1, which have another model of rates and fees, and say `Loan` for `Finance`.
    static let olderVersions = ["v1.2", "v2.0"]

    /// `v2.1`, or an older one for LFIs that have not moved yet.
    let version: String
    /// Products on one page; nil for all on one.
    let pageSize: Int?
    /// Whether the discovery document names an endpoint of its own for mutual TLS (RFC 8705 §5).
    let hasTokenEndpointAlias: Bool
    var takesLeads = true
    let products: [SandboxProduct]

    /// The issuer and its discovery document: public, without client certificates.
    var authorisationHost: String { "auth1.\(code).\(Hosts.apiHub)" }
    /// The token endpoint: with client certificates.
    var tokenHost: String { "as1.\(code).\(Hosts.apiHub)" }
    /// The APIs: with client certificates.
    var resourceHost: String { "rs1.\(code).\(Hosts.apiHub)" }

    var productsPath: String { "/open-finance/product/\(version)/products" }
    var registrationPath: String { "/tpp-registration" }
    var leadsPath: String { "/open-finance/product/\(version)/leads" }
}

/// Host names, built like the real ones; everything under `.localhost` leads to this machine (RFC 6761 §6.3).
enum Hosts {
    static let apiHub = "sandbox.apihub.localhost"
    static let directory = "data.sandbox.directory.localhost"
    static let keystore = "keystore.sandbox.directory.localhost"
}
