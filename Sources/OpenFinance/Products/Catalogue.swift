/// What came of asking: products in a fixed order, and the LFIs that failed.
public struct Catalogue: Sendable {
    /// In total order, the same whatever LFI answered first.
    public private(set) var products: [ListedProduct] = []
    /// By name, then by id.
    public private(set) var failures: [LFIFailure] = []
    /// LFIs whose outcome is known.
    public private(set) var lfisAnswered = 0

    public init(_ outcomes: some Sequence<LFIOutcome>) {
        for outcome in outcomes {
            switch outcome {
            case .answered(_, let answered):
                lfisAnswered += 1
                products += answered
            case .failed(let failure): failures.append(failure)
            }
        }
        // The keys are made once, not at each comparison.
        products = products.map { (key: $0.nameOrder, product: $0) }.sorted { $0.key < $1.key }.map(\.product)
        failures.sort { ($0.lfi.name, $0.lfi.id) < ($1.lfi.name, $1.lfi.id) }
    }
}

extension ListedProduct {
    /// By the name that is shown; ties by product name, then LFIId, then ProductId, then server: never by who the LFI is.
    fileprivate var nameOrder: SortKey {
        SortKey(parts: [
            (product.displayName ?? "").lowercased(), product.displayName ?? "", product.name ?? "",
            lfiID.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "", product.id ?? "", lfi.id,
        ])
    }
}

private struct SortKey: Comparable {
    let parts: [String]
    static func < (left: SortKey, right: SortKey) -> Bool { left.parts.lexicographicallyPrecedes(right.parts) }
}
