public import FoundationEssentials

/// What finance costs (schema `AEProductFinanceRates`), all eight kinds of `RateType` in one shape. Per cent a year.
///
/// Fixed and variable kinds state rates of their own, the hybrid kinds have a ``parts`` entry for the fixed term and one
/// for the time after it, the option kinds one for each option.
public struct FinanceRates: Sendable, Hashable {
    /// `FixedInterest`, `VariableProfit`, `HybridInterest`, `ProfitRateOptions` …, or what an LFI calls it. The parts of
    /// a hybrid have none.
    public internal(set) var rateType: String?
    /// `Rate`; of a variable rate that states only benchmark and margin, their sum.
    public internal(set) var rate: StatedRate?
    /// Rates that hold for some balances, shares of a price, or customers alone.
    public internal(set) var tiers: [FinanceTier] = []
    /// `AnnualPercentageRate`: from, and up to.
    public internal(set) var annualPercentageRates: [StatedRate] = []
    /// Those to choose from, each with its indicative rates.
    public internal(set) var introductoryPeriods: [IntroductoryPeriod] = []
    /// Whether it is charged on the whole amount for the whole term, whatever has been paid back: a flat rate costs far more
    /// than a reducing one of the same figure.
    public internal(set) var isFlat = false
    /// The last day of the fixed rate, as it was sent; or the time for which it is fixed, in the bank's words.
    public internal(set) var fixedUntil: String?
    /// For how many months the variable part of a hybrid runs.
    public internal(set) var variableMonths: Int?
    /// The fixed and the variable rate of a hybrid, or the options of a list.
    public internal(set) var parts: [FinanceRates] = []

    /// At first only, at a rate from and up to.
    public struct IntroductoryPeriod: Sendable, Hashable {
        /// How long it lasts; nil where that is not stated in months or years.
        public let months: Int?
        /// One rate, or the ends of a range.
        public let rates: [StatedRate]
    }

    /// Several that stand beside each other: one to choose from. Nil for none.
    static func options(_ rates: [FinanceRates]) -> FinanceRates? {
        guard rates.count > 1 else { return rates.first }
        let isProfit = rates[0].rateType?.bare.contains("profit") == true
        return FinanceRates(rateType: isProfit ? "ProfitRateOptions" : "InterestRateOptions", parts: rates)
    }

    /// This and all that it is made of.
    package var all: [FinanceRates] { [self] + parts.flatMap(\.all) }

    /// Whether the rate was fixed up to a day, and that is over.
    func hasEnded(at date: Date) -> Bool { fixedUntil.flatMap(Timestamp.end).map { $0 <= date } ?? false }

    /// What holds for as long as the customer has the product: the rate, and those of the tiers, of this alone.
    var standingRates: [StatedRate] { [rate].compactMap(\.self) + tiers.flatMap(\.rates) }
}

/// Rates of finance for balances, for shares of what is bought with it, or for what the customer is to the bank.
public struct FinanceTier: Sendable, Hashable {
    /// What a tier is measured by.
    public enum Measure: Sendable, Hashable {
        /// What is borrowed, taken to be in the product's currency; nil for an end that the tier does not have.
        case balance(least: Decimal?, most: Decimal?)
        /// Per cent.
        case loanToValue(most: Decimal?)
        /// Depends on the customer, or on something that the schema does not name.
        case other
    }

    /// For what the ``rates`` hold.
    public let measure: Measure
    /// One rate, or the ends of a range.
    public let rates: [StatedRate]
    /// Whether it is paid on the part of the balance that lies within the tier, not on all of it (`ApplicationMethod`).
    public internal(set) var isPerTier = false
    /// ISO 4217, of the balances; nil where none is stated.
    public internal(set) var currency: String?
    /// Whether it says for which balances it is, and that cannot be read: then it is for no amount that somebody names.
    var isUnreadable = false
}

extension FinanceTier {
    init(_ balances: BalanceRange, rates: [StatedRate], isPerTier: Bool = false) {
        self.init(
            measure: .balance(least: balances.least, most: balances.most), rates: rates, isPerTier: isPerTier,
            currency: balances.currency, isUnreadable: balances.isUnreadable)
    }
}

extension String {
    /// Whether a method of calculation is one on the whole amount for the whole term, in the words of any version.
    var isFlatMethod: Bool { isCode("InitialDrawdownAmount") || bare.hasPrefix("flat") }
}

extension FinanceRates: JSONReadable {
    private enum Key: String, CodingKey {
        case rateType = "RateType", rate = "Rate", benchmarkRate = "BenchMarkRate", margin = "Margin", tiers = "Tiers"
        case annualPercentageRate = "AnnualPercentageRate", introductory = "IntroductoryPeriodOptions"
        case fixed = "FixedRate", variable = "VariableRate", options = "RateOptions"
        case interestMethod = "InterestCalculationMethod", profitMethod = "ProfitCalculationMethod"
        case method = "CalculationMethod"
        case fixedUntil = "FixedRateEndDate", variableTerm = "VariableTerm"
    }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        rateType = object.lenient(.rateType)
        rate =
            object.lenientRate(.rate)
            ?? Self.sum(object.lenientRate(.margin), object.lenientRate(.benchmarkRate))
        tiers = object.lenientList(.tiers, as: SentTier.self).flatMap(\.tiers)
        annualPercentageRates = object.lenientRateRange(.annualPercentageRate, from: "StartingFrom", to: "UpTo")
        introductoryPeriods = object.lenientList(.introductory)
        isFlat = [.interestMethod, .profitMethod, .method].contains { object.lenientText($0)?.isFlatMethod == true }
        fixedUntil = object.lenientText(.fixedUntil)
        variableMonths = object.lenientMonths(.variableTerm)
        parts =
            [object.lenient(.fixed), object.lenient(.variable)].compactMap(\.self)
            + object.lenientList(.options)
    }

    /// It stands where the margin does.
    private static func sum(_ margin: StatedRate?, _ benchmark: StatedRate?) -> StatedRate? {
        guard let margin, let benchmark else { return nil }
        return StatedRate(percent: benchmark.percent + margin.percent, at: margin.at)
    }
}

/// An element of `Tiers`.
private struct SentTier: JSONReadable {
    let tiers: [FinanceTier]

    private enum Key: String, CodingKey {
        case balance = "BalanceTierDetails", loanToValue = "LTVTierDetails", range = "RateRange"
        case method = "ApplicationMethod"
    }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        let isPerTier = object.lenientText(.method)?.isCode("PerTier") == true
        var tiers = object.lenientList(.balance, as: Band.self).map { band in
            FinanceTier(band.balances, rates: [band.rate].compactMap(\.self), isPerTier: isPerTier)
        }
        tiers += object.lenientList(.loanToValue, as: Band.self).map { band in
            FinanceTier(measure: .loanToValue(most: band.end), rates: [band.rate].compactMap(\.self))
        }
        let range = object.lenientRateRange(.range, from: "MinimumRate", to: "MaximumRate")
        if !range.isEmpty { tiers.append(FinanceTier(measure: .other, rates: range)) }
        self.tiers = tiers
    }

    struct Band: JSONReadable {
        let rate: StatedRate?
        let balances: BalanceRange
        let end: Decimal?

        private enum Key: String, CodingKey {
            case rate = "TierRate", least = "MinimumTierValue", most = "MaximumTierValue", end = "LTVEnd"
        }

        init(from json: JSONReader) throws(JSONReader.Unreadable) {
            let object = try json.object(keyedBy: Key.self)
            rate = object.lenientRate(.rate)
            balances = object.balances(from: .least, to: .most)
            end = object.lenientDecimal(.end, hasThousands: false)
        }
    }
}

extension FinanceRates.IntroductoryPeriod: JSONReadable {
    private enum Key: String, CodingKey { case period = "Period", indicative = "IndicativeRate" }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        months = object.lenientMonths(.period)
        rates = object.lenientRateRange(.indicative, from: "StartingFrom", to: "UpTo")
    }
}
