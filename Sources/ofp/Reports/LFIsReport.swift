import ArgumentParser
import FoundationEssentials
import OpenFinance

/// What `ofp lfis` prints, in the shape of its JSON.
struct LFIsReport: Encodable {
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

/// How a list of LFIs is printed.
enum LFIsFormat: String, CaseIterable, ExpressibleByArgument {
    case table, json, markdown

    func output(_ report: LFIsReport, on console: Console) -> Data {
        switch self {
        case .table: LFIsTable(width: console.outputWidth, style: console.outputStyle).text(report)
        case .json: JSONOutput.encode(report) + "\n".utf8
        case .markdown: Data(report.markdown.utf8)
        }
    }
}

extension LFIsReport {
    /// The table that the ecosystem's readiness checklist asks of a TPP: whom it will register with.
    fileprivate var markdown: String {
        var titles = ["Organisation", "Authorisation server", "Segment", "API", "Leads", "Discovery document"]
        if hasAddresses { titles.append("Registration endpoint") }
        let rows = lfis.map { lfi in
            [
                lfi.organisationName, lfi.name, lfi.segments.joined(separator: ", "), lfi.version,
                lfi.leadsEndpoint == nil ? "no" : "yes", lfi.discoveryDocument,
            ] + (hasAddresses ? [lfi.registrationEndpoint ?? ProductColumn.unknown] : [])
        }
        return MarkdownTable(
            titles: titles, alignments: Array(repeating: .leading, count: titles.count), rows: rows
        ).text
    }
}
