public import FoundationEssentials

/// The one rate by which a product is listed. Per cent a year.
public struct HeadlineRate: Sendable, Hashable {
    /// Which way the money goes. Rates of the two sides are never compared with each other.
    public enum Side: Int, Sendable, Hashable, Comparable {
        /// By the customer, on a deposit.
        case earned
        /// By the customer, for finance.
        case paid

        public static func < (left: Side, right: Side) -> Bool { left.rawValue < right.rawValue }
    }

    /// What Sharia-compliant products have in place of interest.
    public enum Kind: String, Sendable, Hashable {
        case interest, profit
    }

    /// What the rate holds for. A rate of a later case never stands for a product that has one of an earlier case.
    public enum Basis: Int, Sendable, Hashable, Comparable, CaseIterable {
        /// For as long as the customer has the product.
        case standing
        /// The annual percentage rate, which has fees in it.
        case annualPercentageRate
        /// On conditions that not every customer meets.
        case bonus
        /// At first only.
        case introductory

        public static func < (left: Basis, right: Basis) -> Bool { left.rawValue < right.rawValue }

        /// Whether the rate can be set beside standing ones.
        var isTeaser: Bool { self == .bonus || self == .introductory }
    }

    public let side: Side
    public let kind: Kind
    public let basis: Basis
    public let lowest: Decimal
    public let highest: Decimal

    /// The end of the range by which the product is ordered: the best that it offers, as banks state it.
    public var figure: Decimal { side == .earned ? highest : lowest }

    /// Nil where there is no rate.
    init?(_ side: Side, _ kind: Kind, _ basis: Basis, _ rates: [Decimal]) {
        guard let lowest = rates.min(), let highest = rates.max() else { return nil }
        self.side = side
        self.kind = kind
        self.basis = basis
        self.lowest = lowest
        self.highest = highest
    }
}
