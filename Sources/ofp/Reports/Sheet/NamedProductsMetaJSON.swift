import FoundationEssentials
import OpenFinance

/// What a document of products that were named says of when they were asked for. It is a list of these alone: nobody takes
/// the rest for withdrawn.
struct NamedProductsMetaJSON: Encodable {
    let retrievedAt: Date?
    let filters: [ListScope.Filter]
    /// Nil where they stand elsewhere.
    let failures: [FailureJSON]?

    init(_ provenance: Provenance, withFailures: Bool = false) {
        retrievedAt = provenance.time
        filters = [ListScope.Filter("ProductId", provenance.ids)]
        failures = withFailures ? provenance.failures.map(FailureJSON.init) : nil
    }

    private enum CodingKeys: String, CodingKey {
        case retrievedAt = "RetrievedAt", filters = "Filters", failures = "Failures"
    }
}
