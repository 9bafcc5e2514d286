import OpenFinance

/// What a document of products that were named says of when they were asked for. It is a list of these alone: nobody takes
/// the rest for withdrawn.
struct NamedProductsMetaJSON: Encodable {
    let saved: SavedMeta
    /// Nil where they stand elsewhere.
    let failures: [SavedFailure]?

    init(_ provenance: Provenance, withFailures: Bool = false) {
        saved = SavedMeta(
            retrievedAt: provenance.time,
            scope: ListScope(filters: [ListScope.Filter("ProductId", provenance.ids)]))
        failures = withFailures ? provenance.failures.map(SavedFailure.init) : nil
    }

    func encode(to encoder: any Encoder) throws {
        try saved.encode(to: encoder)
        var container = encoder.container(keyedBy: SavedListMember.self)
        try container.encodeIfPresent(failures, forKey: .failures)
    }
}
