/// What came of asking: products in order, and the LFIs that failed.
public struct Catalogue: Sendable {
    /// In total order, the same whatever LFI answered first.
    public internal(set) var products: [ListedProduct] = []
    /// By name, then by id.
    public internal(set) var failures: [LFIFailure] = []
    /// What was odd about the answers, by name, then by id.
    public internal(set) var remarks: [LFIRemark] = []
    /// LFIs whose products are known.
    public internal(set) var lfisAnswered = 0

    /// - Parameter limit: how many products are kept, from the first one on.
    public init(
        _ outcomes: some Sequence<LFIOutcome>, order: ProductOrder = ProductOrder(), limit: Int? = nil
    ) {
        for outcome in outcomes {
            switch outcome {
            case .answered(_, let answered):
                lfisAnswered += 1
                products += answered.products
                remarks += answered.remarks
            case .failed(let failure): failures.append(failure)
            }
        }
        arrange(order, limit)
        failures.sort { ($0.lfi.name, $0.lfi.id) < ($1.lfi.name, $1.lfi.id) }
        remarks.sort { ($0.lfi.name, $0.lfi.id) < ($1.lfi.name, $1.lfi.id) }
    }

    init(
        products: [ListedProduct], failures: [LFIFailure], remarks: [LFIRemark], lfisAnswered: Int, order: ProductOrder,
        limit: Int?
    ) {
        self.products = products
        self.failures = failures
        self.remarks = remarks
        self.lfisAnswered = lfisAnswered
        arrange(order, limit)
    }

    private mutating func arrange(_ order: ProductOrder, _ limit: Int?) {
        products = order.sorted(products)
        if let limit, limit < products.count { products.removeLast(products.count - limit) }
    }
}
