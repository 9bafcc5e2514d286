import FoundationEssentials

/// The order in which products are listed. It is total: the same products stand in the same order on every run, whatever
/// LFI answered first; and it knows nothing of an LFI but the `LFIId`, which decides between equals of equal name.
public struct ProductOrder: Sendable, Hashable {
    /// By what products are ordered.
    public enum Key: String, Sendable, Hashable, CaseIterable {
        /// ``Product/displayName``, whatever its case.
        case name
        /// ``Headlines/rate``: first what is earned, then what is paid, each as far as it can be compared.
        case rate
        /// ``Headlines/annualReturn``.
        case annualReturn = "annual-return"
        /// ``Headlines/annualFee``.
        case annualFee = "annual-fee"
        /// ``Headlines/minimumBalance``.
        case minimumBalance = "minimum-balance"
        /// ``Headlines/minimumOpeningBalance``.
        case minimumOpeningBalance = "minimum-opening-balance"
        /// ``Headlines/minimumSalary``.
        case minimumSalary = "minimum-salary"
        /// ``Product/lastUpdated``.
        case updated
        /// ``Product/id``.
        case id
    }

    /// Which end comes first.
    public enum Direction: String, Sendable, Hashable, CaseIterable {
        /// The lowest, the earliest, A.
        case ascending = "asc"
        /// The highest, the latest, Z.
        case descending = "desc"
    }

    /// Products that state nothing of it come last.
    public var key: Key
    /// Nil for what suits the user best: what is earned highest first, everything else lowest first. It turns the order by
    /// ``key`` alone: ties stay as they are, products that do not state what is ordered by stay at the end, and so do
    /// kinds that cannot be compared (currencies, rates earned and paid) and products that cannot be had on the day.
    public var direction: Direction?

    /// By name from A to Z, where nothing is given.
    public init(_ key: Key = .name, _ direction: Direction? = nil) {
        self.key = key
        self.direction = direction
    }

    func sorted(_ products: [ListedProduct], in scenario: Scenario) -> [ListedProduct] {
        let places = products.concurrentMap { Place($0, key, scenario, $0.headlines(in: scenario)) }
        return indices(of: places).map { products[$0] }
    }

    /// Where the first, the second … of this order stand in `products`, whose headlines are known already.
    package func indices(
        of products: [(listed: ListedProduct, headlines: Headlines)], in scenario: Scenario
    ) -> [Int] {
        indices(of: products.map { Place($0.listed, key, scenario, $0.headlines) })
    }

    /// Places are made once, not at each comparison, and stay where they are: a product is a large value to be moved about.
    private func indices(of places: [Place]) -> [Int] {
        places.indices.sorted { places[$0].precedes(places[$1], direction) }
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

    /// Products that cannot be had come last, in the same order among themselves.
    var isCurrent: Bool
    var group: Group
    var value: Value
    /// Whether more is better.
    var isEarned = false
    /// Product name, then `LFIId`, then `ProductId`; server and brand decide where an LFI uses an id twice.
    var ties: [String]

    init(
        _ listed: ListedProduct, _ key: ProductOrder.Key, _ scenario: Scenario,
        _ headlines: @autoclosure () -> Headlines
    ) {
        isCurrent = listed.product.validity(at: scenario.date).isCurrent
        (group, value) = Self.groupAndValue(listed, key, headlines)
        isEarned = key == .annualReturn || key == .rate && group.rank <= HeadlineRate.Class.earnedAtFirst.rawValue
        let product = listed.product
        ties = [
            product.name ?? "", listed.statedLFIIDText ?? "", product.id ?? "", listed.lfi.id,
            listed.statedBrandIDText ?? "",
        ]
    }

    private static func groupAndValue(
        _ listed: ListedProduct, _ key: ProductOrder.Key, _ headlines: () -> Headlines
    ) -> (Group, Value) {
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
            return headlines().rate.map { rate in
                (Group(rank: rate.comparisonClass.rawValue), .number(rate.figure))
            } ?? (.unstated, .none)
        case .annualReturn:
            return headlines().annualReturn.map { (Group(rank: 0), .number($0)) }
                ?? (.unstated, .none)
        case .annualFee: return money(headlines().annualFee)
        case .minimumBalance: return money(headlines().minimumBalance)
        case .minimumOpeningBalance: return money(headlines().minimumOpeningBalance)
        case .minimumSalary: return money(headlines().minimumSalary)
        }
    }

    func precedes(_ other: Place, _ direction: ProductOrder.Direction?) -> Bool {
        if isCurrent != other.isCurrent { return isCurrent }
        if group != other.group { return group < other.group }
        let isDescending = direction.map { $0 == .descending } ?? isEarned
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
