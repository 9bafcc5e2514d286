import FoundationEssentials

/// The order in which products are listed. It is total: the same products stand in the same order on every run, whatever
/// LFI answered first; and it knows nothing of an LFI but the `LFIId`, which decides between equals of equal name.
public struct ProductOrder: Sendable, Hashable {
    public enum Key: String, Sendable, Hashable, CaseIterable {
        case name, rate
        case annualFee = "annual-fee"
        case minimumBalance = "minimum-balance"
        case minimumSalary = "minimum-salary"
        case updated, id
    }

    public var key: Key
    /// Turns the order by ``key`` around. Ties stay as they are, products that do not state what is ordered by stay at
    /// the end, and so do kinds that cannot be compared: currencies, rates earned and paid.
    public var isDescending: Bool

    public init(_ key: Key = .name, isDescending: Bool = false) {
        self.key = key
        self.isDescending = isDescending
    }

    func sorted(_ products: [ListedProduct]) -> [ListedProduct] {
        // The keys are made once, not at each comparison.
        products.concurrentMap { (place: Place($0, key), product: $0) }
            .sorted { $0.place.precedes($1.place, isDescending: isDescending) }
            .map(\.product)
    }
}

/// Where a product stands in an order.
private struct Place: Sendable {
    /// Values of one group can be compared; groups stand one after the other, in both directions.
    struct Group: Comparable {
        var rank: Int
        var name = ""

        static let unstated = Group(rank: .max)

        static func < (left: Group, right: Group) -> Bool { (left.rank, left.name) < (right.rank, right.name) }
    }

    enum Value: Sendable {
        case text(folded: String, String)
        case number(Decimal)
        case moment(Date)
        case none
    }

    var group: Group
    var value: Value
    /// Product name, then `LFIId`, then `ProductId`; server and brand decide where an LFI uses an id twice.
    var ties: [String]

    init(_ listed: ListedProduct, _ key: ProductOrder.Key) {
        (group, value) = Self.groupAndValue(listed, key)
        let product = listed.product
        ties = [
            product.name ?? "", listed.lfiIDText ?? "", product.id ?? "", listed.lfi.id, listed.lfiBrandIDText ?? "",
        ]
    }

    private static func groupAndValue(_ listed: ListedProduct, _ key: ProductOrder.Key) -> (Group, Value) {
        func money(_ money: Money?) -> (Group, Value) {
            money.map { (Group(rank: 0, name: $0.currency), .number($0.amount)) } ?? (.unstated, .none)
        }
        func text(_ text: String?) -> (Group, Value) {
            text.map { (Group(rank: 0), .text(folded: $0.lowercased(), $0)) } ?? (.unstated, .none)
        }
        switch key {
        case .name: return text(listed.product.displayName)
        case .id: return text(listed.product.id)
        case .updated:
            return listed.product.lastUpdated.map { (Group(rank: 0), .moment($0)) } ?? (.unstated, .none)
        case .rate:
            return listed.headlines.rate.map { rate in
                (Group(rank: 2 * rate.side.rawValue + (rate.basis.isTeaser ? 1 : 0)), .number(rate.figure))
            } ?? (.unstated, .none)
        case .annualFee: return money(listed.headlines.annualFee)
        case .minimumBalance: return money(listed.headlines.minimumBalance)
        case .minimumSalary: return money(listed.headlines.minimumSalary)
        }
    }

    func precedes(_ other: Place, isDescending: Bool) -> Bool {
        if group != other.group { return group < other.group }
        switch value.compared(to: other.value) {
        case .orderedSame: return ties.lexicographicallyPrecedes(other.ties)
        case .orderedAscending: return !isDescending
        case .orderedDescending: return isDescending
        }
    }
}

extension Place.Value {
    fileprivate func compared(to other: Place.Value) -> ComparisonResult {
        switch (self, other) {
        case (.text(let folded, let text), .text(let otherFolded, let otherText)):
            Self.order((folded, text), (otherFolded, otherText), <)
        case (.number(let number), .number(let otherNumber)): Self.order(number, otherNumber, <)
        case (.moment(let moment), .moment(let otherMoment)): Self.order(moment, otherMoment, <)
        default: .orderedSame  // Values of one group are of one kind.
        }
    }

    private static func order<Key>(_ left: Key, _ right: Key, _ precedes: (Key, Key) -> Bool) -> ComparisonResult {
        precedes(left, right) ? .orderedAscending : precedes(right, left) ? .orderedDescending : .orderedSame
    }
}
