import FoundationEssentials
import OpenFinance

extension ProductsReport {
    /// One document of products, failures and what was asked.
    func writeJSON(to write: (Data) -> Void) {
        write(Data(Self.jsonStart.utf8))
        shown.writeJSON(in: scenario, separator: Self.separator, to: write)
        write(jsonRest)
    }

    /// How the document begins; then come the products, each with a separator before it.
    static let jsonStart = "{\(SavedListMember.products.label)["

    /// What follows the products.
    var jsonRest: Data {
        var rest = Data("\n],\(SavedListMember.failures.label)[".utf8)
        for (index, failure) in catalogue.failures.enumerated() {
            rest.append(contentsOf: Self.separator(before: index).utf8)
            rest.append(JSONOutput.encode(SavedFailure(failure)))
        }
        rest.append(contentsOf: "\n],".utf8)
        if !catalogue.remarks.isEmpty {
            rest.append(contentsOf: SavedListMember.warnings.label.utf8)
            rest.append(JSONOutput.encode(catalogue.remarks.map(SavedWarning.init)))
            rest.append(contentsOf: ",".utf8)
        }
        rest.append(contentsOf: SavedListMember.meta.label.utf8)
        rest.append(JSONOutput.encode(MetaJSON(self)))
        rest.append(contentsOf: "}\n".utf8)
        return rest
    }

    /// One product a line.
    func writeJSONLines(to write: (Data) -> Void) { shown.writeJSONLines(in: scenario, to: write) }

    static func separator(before index: Int) -> String { index == 0 ? "\n" : ",\n" }
}

/// What a saved list is read by, and what else is said of it. Members that are not known are left out.
private struct MetaJSON: Encodable {
    let saved: SavedMeta
    let products: Int
    /// Of products that leave open whether the user can have them, by what; nil where there is none.
    let leftOpen: [LeftOpen]?
    /// How many the user's preferences leave out; nil where none.
    let excluded: Int?
    /// Of every request; nil unless asked for.
    let timings: [TimingJSON]?

    struct LeftOpen: Encodable {
        let authorisationServerID: String
        let productID: String?
        let criteria: [EligibilityCriterion]

        private enum CodingKeys: String, CodingKey {
            case authorisationServerID = "AuthorisationServerId", productID = "ProductId", criteria = "Criteria"
        }
    }

    init(_ report: ProductsReport) {
        saved = SavedMeta(
            lfisAsked: report.lfisAsked, lfisAnswered: report.catalogue.lfisAnswered,
            retrievedAt: report.retrievedAt, lfis: report.lfis, scope: report.scope)
        products = report.shown.count
        excluded = report.catalogue.excluded.isEmpty ? nil : report.catalogue.excluded.count
        timings = report.timings?.inOrder.map(TimingJSON.init)
        let open = report.catalogue.products.filter { !$0.leftOpen.isEmpty }
        leftOpen =
            open.isEmpty
            ? nil
            : open.map {
                LeftOpen(authorisationServerID: $0.lfi.id, productID: $0.product.id, criteria: $0.leftOpen)
            }
    }

    private enum CodingKeys: String, CodingKey {
        case products = "Products", leftOpen = "LeftOpen", excluded = "Excluded", timings = "Timings"
    }

    func encode(to encoder: any Encoder) throws {
        try saved.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(products, forKey: .products)
        try container.encodeIfPresent(leftOpen, forKey: .leftOpen)
        try container.encodeIfPresent(excluded, forKey: .excluded)
        try container.encodeIfPresent(timings, forKey: .timings)
    }
}

/// Seconds of each step; members that are not known are left out.
private struct TimingJSON: Encodable {
    let lfiName, authorisationServerID: String?
    let step, interactionID: String
    let status: Int?
    let reason: String?
    let nameLookup, connect, tls, firstByte, total: Decimal?

    init(_ timing: RequestTiming) {
        lfiName = timing.lfi?.name
        authorisationServerID = timing.lfi?.id
        step = timing.purpose.rawValue
        interactionID = timing.interactionID.description
        status = timing.status
        reason = timing.reason?.rawValue
        let steps = TimingSteps(timing.timings)
        nameLookup = steps.nameLookup?.decimalSeconds
        connect = steps.connect?.decimalSeconds
        tls = steps.tls?.decimalSeconds
        firstByte = steps.firstByte?.decimalSeconds
        total = steps.total.decimalSeconds
    }

    private enum CodingKeys: String, CodingKey {
        case lfiName = "LFIName", authorisationServerID = "AuthorisationServerId", step = "Step"
        case interactionID = "InteractionId", status = "Status", reason = "Reason", nameLookup = "NameLookup"
        case connect = "Connect", tls = "TLS", firstByte = "FirstByte", total = "Total"
    }
}
