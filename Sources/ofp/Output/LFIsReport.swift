import FoundationEssentials
import OpenFinance

/// What `ofp lfis` prints, in the shape of its JSON.
struct LFIsReport: Encodable {
    let lfis: [Entry]
    let leftOut: [LeftOut]?

    init(_ directory: Directory, withLeftOut: Bool) {
        lfis = directory.lfis.map(Entry.init)
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
        let version: String
        let versions: [String]
        /// Others are among those left out.
        let status = "Active"

        init(_ lfi: LFI) {
            name = lfi.name
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

extension ListFormat {
    func output(_ report: LFIsReport, on console: Console) -> Data {
        switch self {
        case .table: LFIsTable(width: console.outputWidth, style: console.outputStyle).text(report)
        case .json: JSONOutput.encode(report) + "\n".utf8
        }
    }
}
