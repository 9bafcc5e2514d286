/// What came of asking: products in order, and the LFIs that failed.
public struct Catalogue: Sendable {
    /// In total order, the same whatever LFI answered first.
    public internal(set) var products: [ListedProduct] = []
    /// How many products there were before a limit cut them.
    public internal(set) var productsInAll = 0
    /// Those that the user's preferences alone leave out, in the same order.
    public internal(set) var excluded: [ListedProduct] = []
    /// By name, then by id.
    public internal(set) var failures: [LFIFailure] = []
    /// What was odd about the answers, by name, then by id.
    public internal(set) var remarks: [LFIRemark] = []
    /// LFIs whose products are known.
    public internal(set) var lfisAnswered = 0

    /// - Parameters:
    ///   - limit: how many products are kept, from the first one on.
    ///   - faults: what is known about those who could not be asked.
    public init(
        _ outcomes: some Sequence<LFIOutcome>, faults: [LFIRemark] = [], order: ProductOrder = ProductOrder(),
        in scenario: Scenario = Scenario(),
        limit: Int? = nil
    ) {
        remarks = faults
        for outcome in outcomes {
            switch outcome {
            case .answered(_, let answered):
                lfisAnswered += 1
                products += answered.products
                excluded += answered.excluded
                remarks += answered.remarks
            case .failed(let failure): failures.append(failure)
            }
        }
        arrange(order, scenario, limit)
        failures.sort { ($0.lfi.name, $0.lfi.id) < ($1.lfi.name, $1.lfi.id) }
        remarks.sort { ($0.lfi.name, $0.lfi.id) < ($1.lfi.name, $1.lfi.id) }
    }

    init(
        _ verdicts: [ProductQuery.Verdict], failures: [LFIFailure], remarks: [LFIRemark], lfisAnswered: Int,
        order: ProductOrder, in scenario: Scenario, limit: Int?
    ) {
        for verdict in verdicts {
            switch verdict {
            case .listed(let product): products.append(product)
            case .excluded(let product): excluded.append(product)
            case .other: break
            }
        }
        self.failures = failures
        self.remarks = remarks
        self.lfisAnswered = lfisAnswered
        arrange(order, scenario, limit)
    }

    /// Reduced, ordered and cut as if the LFIs had been asked for that alone.
    public func matching(
        _ query: ProductQuery, order: ProductOrder = ProductOrder(), limit: Int? = nil
    ) -> Catalogue {
        Catalogue(
            products.concurrentMap(query.verdict), failures: failures, remarks: remarks, lfisAnswered: lfisAnswered,
            order: order, in: query.scenario, limit: limit)
    }

    private mutating func arrange(_ order: ProductOrder, _ scenario: Scenario, _ limit: Int?) {
        products = order.sorted(products, in: scenario)
        excluded = order.sorted(excluded, in: scenario)
        productsInAll = products.count
        if let limit, limit < products.count { products.removeLast(products.count - limit) }
    }
}
