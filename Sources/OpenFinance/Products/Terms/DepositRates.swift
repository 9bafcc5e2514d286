public import FoundationEssentials

/// What a deposit earns (schema `AEProductDepositRates`). Per cent a year.
public struct DepositRates: Sendable, Hashable {
    /// `FixedInterest`, `FixedProfit`, `VariableInterest`, `VariableProfit`, or what an LFI calls it.
    public let rateType: String?
    /// `RateDetails`, in the order of the LFI.
    public let details: [Detail]

    /// One rate, for a balance, a term or a time.
    public struct Detail: Sendable, Hashable {
        /// `Applied`, `Standard`, `Bonus`, `Introductory`, `Other`.
        public let category: String?
        /// One rate, or the ends of a range; of a range one end may be missing.
        public let rates: [StatedRate]
        /// Of the tier, where it is for balances of a tier; nil where there is no lower end.
        public internal(set) var leastBalance: Decimal?
        /// Nil where the tier has no upper end.
        public internal(set) var mostBalance: Decimal?
        /// ISO 4217, of both.
        public internal(set) var balanceCurrency: String?
        /// Of a term deposit, in months.
        public internal(set) var months: Int?
        /// Whether it says for which balance or term it is, and that cannot be read: then it is for no amount and no term
        /// that somebody names.
        var isUnreadable = false
        /// The first day on which it holds (`2026-01-31`); nil where no beginning is stated.
        public internal(set) var firstDay: String?
        /// The last day on which it holds; nil where no end is stated.
        public internal(set) var lastDay: String?

        /// Whether it holds on that day.
        package func holds(on day: String) -> Bool { firstDay ?? day <= day && day <= lastDay ?? day }
    }
}

extension DepositRates: JSONReadable {
    private enum Key: String, CodingKey { case rateType = "RateType", details = "RateDetails" }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        rateType = object.lenient(.rateType)
        details = object.lenientList(.details)
    }
}

extension DepositRates.Detail: JSONReadable {
    private enum Key: String, CodingKey {
        case category = "RateCategory", rate = "AnnualRate", range = "AnnualRateRange", tier = "Tier", term = "Term"
        case effective = "EffectiveDate", expiry = "ExpiryDate"
    }

    private static let categories = ["Applied", "Standard", "Bonus", "Introductory", "Other"]

    private struct Tier: JSONReadable {
        let balances: BalanceRange

        private enum Key: String, CodingKey { case least = "MinBalance", most = "MaxBalance", currency = "Currency" }

        init(from json: JSONReader) throws(JSONReader.Unreadable) {
            balances = try json.object(keyedBy: Key.self).balances(from: .least, to: .most, in: .currency)
        }
    }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        let sent = object.lenientText(.category)
        category = sent.map { sent in Self.categories.first { sent.isCode($0) } ?? sent }
        rates = object.rates(.rate) + object.lenientRateRange(.range, from: "MinRate", to: "MaxRate")
        let balances = object.lenient(.tier, as: Tier.self)?.balances
        leastBalance = balances?.least
        mostBalance = balances?.most
        balanceCurrency = balances?.currency
        months = object.lenientMonths(.term)
        isUnreadable =
            balances.map(\.isUnreadable) ?? object.isStated(.tier) || months == nil && object.isStated(.term)
        // The document describes the one with the words of the other. Whoever follows the words has them exchanged: the
        // earlier of two is the first day.
        let days = [object.lenientText(.effective), object.lenientText(.expiry)].map { $0.flatMap(Timestamp.day) }
        if let effective = days[0], let expiry = days[1] {
            (firstDay, lastDay) = (min(effective, expiry), max(effective, expiry))
        } else {
            (firstDay, lastDay) = (days[0], days[1])
        }
    }
}
