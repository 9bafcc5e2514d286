import FoundationEssentials
import OpenFinance

/// What `ofp lfis` prints, in the shape of its JSON.
struct LFIsReport: Report, Encodable {
    let lfis: [Entry]
    /// Whether it was found out where one registers.
    let hasAddresses: Bool
    let leftOut: [LeftOut]?

    /// - Parameter addresses: where one registers, by the LFI's id; nil where nobody wants to know.
    init(_ directory: Directory, withLeftOut: Bool, addresses: [LFI.ID: String]? = nil) {
        lfis = directory.lfis.map { Entry($0, registrationEndpoint: addresses?[$0.id]) }
        hasAddresses = addresses != nil
        leftOut = withLeftOut ? directory.leftOut.map(LeftOut.init) : nil
    }

    /// `14 banks offer products, 13 of them take leads.`
    var summary: String {
        let leads = lfis.filter { $0.leadsEndpoint != nil }.count
        return "\(lfis.count) \(lfis.count == 1 ? "bank offers" : "banks offer") products, \(leads) of them "
            + "\(leads == 1 ? "takes" : "take") leads."
    }

    private enum CodingKeys: String, CodingKey { case lfis = "LFIs", leftOut = "LeftOut" }

    struct Entry: Encodable {
        let name, organisationID, organisationName, authorisationServerID, issuer, productsEndpoint: String
        let leadsEndpoint, logoURI: String?
        let discoveryDocument: String
        let registrationEndpoint: String?
        let segments: [String]
        /// The name, which no other one has.
        let label: String
        let version: String
        let versions: [String]
        /// Others are among those left out.
        let status = "Active"

        init(_ lfi: LFI, registrationEndpoint: String?) {
            name = lfi.name
            label = lfi.label
            segments = lfi.segments
            discoveryDocument = lfi.discoveryDocument.description
            self.registrationEndpoint = registrationEndpoint
            organisationID = lfi.organisationID
            organisationName = lfi.organisationName
            authorisationServerID = lfi.id
            issuer = lfi.issuer.description
            productsEndpoint = lfi.products.description
            leadsEndpoint = lfi.leads?.description
            logoURI = lfi.logoURI
            version = lfi.version.description
            versions = lfi.versions.map(\.description)
        }

        private enum CodingKeys: String, CodingKey {
            case name = "LFIName", organisationID = "OrganisationId", organisationName = "OrganisationName"
            case authorisationServerID = "AuthorisationServerId", issuer = "Issuer"
            case productsEndpoint = "ProductsEndpoint", leadsEndpoint = "LeadsEndpoint", logoURI = "LogoUri"
            case version = "Version", versions = "Versions", status = "Status"
            case discoveryDocument = "OpenIDDiscoveryDocument", registrationEndpoint = "RegistrationEndpoint"
            case segments = "AccountTypes"
        }
    }

    struct LeftOut: Encodable {
        let organisationName: String
        let name: String?
        let reason: String

        init(_ leftOut: Directory.LeftOut) {
            organisationName = leftOut.organisationName
            name = leftOut.serverName
            reason = leftOut.reason
        }

        private enum CodingKeys: String, CodingKey {
            case organisationName = "OrganisationName", name = "LFIName", reason = "Reason"
        }
    }
}

extension LFIsReport {
    /// The table that the ecosystem's readiness checklist asks of a TPP: whom it will register with.
    var table: Table {
        var titles = ["Organisation", "Authorisation server", "Segment", "API", "Leads", "Discovery document"]
        if hasAddresses { titles.append("Registration endpoint") }
        return Table(
            titles.map { .init(title: $0) },
            lfis.map { lfi in
                [lfi.organisationName, lfi.name, lfi.segmentsText, lfi.version, lfi.takesLeads, lfi.discoveryDocument]
                    + (hasAddresses ? [lfi.registrationEndpoint] : [])
            })
    }

    /// By the names of the JSON.
    var records: Table {
        let columns: [(String, (Entry) -> String?)] = [
            ("LFIName", \.name), ("AuthorisationServerId", \.authorisationServerID),
            ("OrganisationName", \.organisationName), ("OrganisationId", \.organisationID),
            ("AccountTypes", \.segmentsText), ("Version", \.version), ("Issuer", \.issuer),
            ("OpenIDDiscoveryDocument", \.discoveryDocument), ("ProductsEndpoint", \.productsEndpoint),
            ("LeadsEndpoint", \.leadsEndpoint), ("RegistrationEndpoint", \.registrationEndpoint),
        ]
        return Table(columns.map { .init(title: $0.0) }, lfis.map { lfi in columns.map { $0.1(lfi) } })
    }

    /// Those that offer products, and below them who is left out.
    func text(on terminal: Terminal) -> String {
        let offered = Table(
            [
                .init(title: "Bank", narrowest: 16), .init(title: "Organisation", narrowest: 12),
                .init(title: "Segment", narrowest: 6), .init(title: "API"), .init(title: "Leads"),
                .init(title: hasAddresses ? "Registration" : "Discovery document", narrowest: 12),
                .init(title: "ID", narrowest: 8),
            ],
            lfis.map {
                [
                    $0.label, $0.organisationName, $0.segmentsText, $0.version, $0.takesLeads,
                    hasAddresses ? $0.registrationEndpoint : $0.discoveryDocument, $0.authorisationServerID,
                ]
            })
        guard let leftOut else { return offered.text(on: terminal) }
        let others = Table(
            [
                .init(title: "Left out", narrowest: 16), .init(title: "Organisation", narrowest: 12),
                .init(title: "Why"),
            ],
            leftOut.map { [$0.name ?? $0.organisationName, $0.organisationName, $0.reason] })
        return offered.text(on: terminal) + "\n" + others.text(on: terminal)
    }
}

extension LFIsReport.Entry {
    fileprivate var segmentsText: String { segments.joined(separator: ", ") }
    fileprivate var takesLeads: String { leadsEndpoint == nil ? "no" : "yes" }
}
