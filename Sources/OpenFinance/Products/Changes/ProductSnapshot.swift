public import FoundationEssentials

/// What was known of products at one time, and of whom nothing was: a saved list, or what has just come of asking.
public struct ProductSnapshot: Sendable {
    /// In no order. Those that preferences alone leave out of a ``Catalogue`` are among them.
    public let products: [ListedProduct]
    /// Of whom no products are known.
    public let failures: [LFIFailure]
    /// Among them is who gave some of their products only (``LFIRemark/meansIncomplete``).
    public let remarks: [LFIRemark]
    /// The LFIs that were asked.
    public let lfis: [SavedLFI]
    /// When; nil where that is not known.
    public let retrievedAt: Date?
    /// Which of their products it has.
    public let scope: ListScope

    /// An LFI that the list does not name counts as not asked.
    public init(_ saved: SavedProducts) {
        products = saved.products
        failures = saved.failures
        remarks = saved.remarks
        lfis = saved.lfis
        retrievedAt = saved.retrievedAt
        scope = saved.scope
    }

    /// - Parameters:
    ///   - catalogue: everything that the LFIs have: what a query leaves out would be taken for withdrawn.
    ///   - lfis: who was asked.
    public init(_ catalogue: Catalogue, of lfis: [SavedLFI], at time: Date?) {
        products = catalogue.products + catalogue.excluded
        failures = catalogue.failures
        remarks = catalogue.remarks
        self.lfis = lfis
        retrievedAt = time
        scope = ListScope()
    }

    /// Only what is of these LFIs.
    ///
    /// - Parameter ids: of authorisation servers.
    public func restricted(to ids: Set<LFI.ID>) -> ProductSnapshot {
        ProductSnapshot(
            products.filter { ids.contains($0.lfi.id) }, failures.filter { ids.contains($0.lfi.id) },
            remarks.filter { ids.contains($0.lfi.id) }, lfis.filter { ids.contains($0.id) }, retrievedAt, scope)
    }

    private init(
        _ products: [ListedProduct], _ failures: [LFIFailure], _ remarks: [LFIRemark], _ lfis: [SavedLFI],
        _ retrievedAt: Date?, _ scope: ListScope
    ) {
        self.products = products
        self.failures = failures
        self.remarks = remarks
        self.lfis = lfis
        self.retrievedAt = retrievedAt
        self.scope = scope
    }
}

extension ProductSnapshot {
    /// Why it does not say which products an LFI had.
    public enum Gap: Sendable, Hashable {
        /// It was asked, and gave nothing.
        case failed(LFIFailure)
        /// It gave some of its products only.
        case incomplete
        /// It was not asked, or nothing is known of that.
        case notAsked
        /// It was asked, but not for products such as these, or for no more than so many.
        case notAskedFor
    }

    /// By the id of each LFI; none for one that gave all that it had.
    package func gaps(of ids: Set<LFI.ID>) -> [LFI.ID: Gap] {
        let known = Set(lfis.map(\.id))
        var gaps: [LFI.ID: Gap] = [:]
        for id in ids where !known.contains(id) { gaps[id] = .notAsked }
        for remark in remarks where remark.meansIncomplete { gaps[remark.lfi.id] = .incomplete }
        for failure in failures { gaps[failure.lfi.id] = .failed(failure) }
        return gaps
    }
}
