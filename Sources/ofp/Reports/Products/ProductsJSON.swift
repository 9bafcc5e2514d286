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
    static let jsonStart = "{\"Products\":["

    /// What follows the products.
    var jsonRest: Data {
        var rest = Data("\n],\"Failures\":[".utf8)
        for (index, failure) in catalogue.failures.enumerated() {
            rest.append(contentsOf: Self.separator(before: index).utf8)
            rest.append(JSONOutput.encode(FailureJSON(failure)))
        }
        rest.append(contentsOf: "\n],".utf8)
        if !catalogue.remarks.isEmpty {
            rest.append(contentsOf: "\"Warnings\":".utf8)
            rest.append(JSONOutput.encode(catalogue.remarks.map(WarningJSON.init)))
            rest.append(contentsOf: ",".utf8)
        }
        rest.append(contentsOf: "\"Meta\":".utf8)
        rest.append(JSONOutput.encode(MetaJSON(self)))
        rest.append(contentsOf: "}\n".utf8)
        return rest
    }

    /// One product a line.
    func writeJSONLines(to write: (Data) -> Void) { shown.writeJSONLines(in: scenario, to: write) }

    static func separator(before index: Int) -> String { index == 0 ? "\n" : ",\n" }
}

/// Members that are not known are left out.
struct FailureJSON: Encodable {
    var lfiName, authorisationServerID, stage, reason: String
    var status: Int?
    var code, message, interactionID: String?
    var attempts: Int?

    init(_ failure: LFIFailure) {
        lfiName = failure.lfi.name
        authorisationServerID = failure.lfi.id
        stage = failure.stage.rawValue
        reason = failure.reason.rawValue
        status = failure.status
        code = failure.code
        message = failure.message
        interactionID = failure.interactionID?.description
        attempts = failure.attempts
    }

    private enum CodingKeys: String, CodingKey {
        case lfiName = "LFIName", authorisationServerID = "AuthorisationServerId", stage = "Stage", reason = "Reason"
        case status = "Status", code = "Code", message = "Message", interactionID = "InteractionId"
        case attempts = "Attempts"
    }
}

/// What was odd about an answer.
private struct WarningJSON: Encodable {
    let lfiName, authorisationServerID, message: String
    /// Whether not all of the LFI's products are there; left out where they are.
    let incomplete: Bool?

    init(_ remark: LFIRemark) {
        lfiName = remark.lfi.name
        authorisationServerID = remark.lfi.id
        message = remark.message
        incomplete = remark.meansIncomplete ? true : nil
    }

    private enum CodingKeys: String, CodingKey {
        case lfiName = "LFIName", authorisationServerID = "AuthorisationServerId", message = "Message"
        case incomplete = "Incomplete"
    }
}

/// Members that are not known are left out.
private struct MetaJSON: Encodable {
    let lfisAsked: Int?
    let lfisAnswered, products: Int
    let retrievedAt: Date?
    /// Whom a saved list can be asked for; nil where nobody is known.
    let lfis: [SavedLFI]?
    /// Of products that leave open whether the user can have them, by what; nil where there is none.
    let leftOpen: [LeftOpen]?
    /// How many the user's preferences leave out; nil where none.
    let excluded: Int?
    /// What was asked for, where that was not all: a later list may have other products for that alone.
    let filters: [ListScope.Filter]?
    let limit, productsInAll: Int?
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
        lfisAsked = report.lfisAsked
        lfisAnswered = report.catalogue.lfisAnswered
        products = report.shown.count
        retrievedAt = report.retrievedAt
        lfis = report.lfis.isEmpty ? nil : report.lfis
        excluded = report.catalogue.excluded.isEmpty ? nil : report.catalogue.excluded.count
        filters = report.scope.filters.isEmpty ? nil : report.scope.filters
        limit = report.scope.limit
        productsInAll = report.scope.productsInAll
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
        case lfisAsked = "LFIsAsked", lfisAnswered = "LFIsAnswered", products = "Products", retrievedAt = "RetrievedAt"
        case lfis = "LFIs", leftOpen = "LeftOpen", excluded = "Excluded", timings = "Timings"
        case filters = "Filters", limit = "Limit", productsInAll = "ProductsInAll"
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
