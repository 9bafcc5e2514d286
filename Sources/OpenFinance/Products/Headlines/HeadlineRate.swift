public import FoundationEssentials

/// The one rate by which a product is listed. Per cent a year.
public struct HeadlineRate: Sendable, Hashable {
    /// Which way the money goes. Rates of the two sides are never compared with each other.
    public enum Side: Int, Sendable, Hashable, Comparable {
        /// By the customer, on a deposit.
        case earned
        /// By the customer, for finance.
        case paid

        /// Earned before paid.
        public static func < (left: Side, right: Side) -> Bool { left.rawValue < right.rawValue }
    }

    /// Sharia-compliant products have profit in place of interest.
    public enum Kind: String, Sendable, Hashable {
        /// Of a conventional product.
        case interest
        /// Of a Sharia-compliant product.
        case profit
    }

    /// What the rate holds for. A rate of a later case never stands for a product that has one of an earlier case.
    public enum Basis: Int, Sendable, Hashable, Comparable, CaseIterable {
        /// The annual percentage rate, which has fees in it: what the regulator wants compared (CBUAE Consumer Protection
        /// Standards 2.1.3.2).
        case annualPercentageRate
        /// For as long as the customer has the product; without fees.
        case standing
        /// On conditions that not every customer meets.
        case bonus
        /// At first only.
        case introductory

        /// What counts first comes first.
        public static func < (left: Basis, right: Basis) -> Bool { left.rawValue < right.rawValue }
    }

    /// From the lowest to the highest.
    public struct Range: Sendable, Hashable {
        /// Per cent a year.
        public let lowest: Decimal
        /// Per cent a year; the same as ``lowest`` for a single rate.
        public let highest: Decimal

        /// Nil where there is no rate.
        init?(_ rates: [StatedRate]) {
            guard let lowest = rates.map(\.percent).min(), let highest = rates.map(\.percent).max() else { return nil }
            self.lowest = lowest
            self.highest = highest
        }
    }

    /// Whether more is better: it is for what is earned.
    public let side: Side
    /// Profit for every product that says that it is Sharia-compliant, whatever its rates are called.
    public let kind: Kind
    /// Rates of different bases are not to be compared without saying so.
    public let basis: Basis
    /// Over all balances, terms and customers for whom something is stated; both ends are the same for a single rate.
    public let range: Range
    /// Where ``figure`` stands in the product: a JSON pointer (RFC 6901).
    public let at: String
    /// Whether it is charged on the whole amount for the whole term. An annual percentage rate is what it is either way;
    /// then this is said of ``nominal``.
    public let isFlat: Bool
    /// The standing rate beside an annual percentage rate, where both are stated.
    public let nominal: Range?

    /// Per cent a year.
    public var lowest: Decimal { range.lowest }
    /// Per cent a year.
    public var highest: Decimal { range.highest }

    /// The end of the range by which the product is ordered: the best that it offers, as banks state it.
    public var figure: Decimal { side == .earned ? highest : lowest }

    /// Nil where there is no rate.
    init?(
        _ side: Side, _ kind: Kind, _ basis: Basis, _ rates: [StatedRate], isFlat: Bool = false, nominal: Range? = nil
    ) {
        guard let range = Range(rates),
            let stated = rates.first(where: { $0.percent == (side == .earned ? range.highest : range.lowest) })
        else { return nil }
        self.side = side
        self.kind = kind
        self.basis = basis
        self.range = range
        at = stated.at
        self.isFlat = isFlat
        self.nominal = nominal
    }

    /// Which rates can be set beside each other: those of one class are one ranking, and the classes stand one after the
    /// other.
    enum Class: Int, Comparable {
        case earned, earnedAtFirst, annualPercentage, reducing, flat, paidAtFirst

        static func < (left: Class, right: Class) -> Bool { left.rawValue < right.rawValue }
    }

    var comparisonClass: Class {
        switch (side, basis) {
        case (.earned, .bonus), (.earned, .introductory): .earnedAtFirst
        case (.earned, _): .earned
        case (.paid, .annualPercentageRate): .annualPercentage
        case (.paid, .standing): isFlat ? .flat : .reducing
        case (.paid, _): .paidAtFirst
        }
    }
}
