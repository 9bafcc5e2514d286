public import FoundationEssentials

/// What finance costs (schema `AEProductFinanceRates`), all eight kinds of `RateType` in one shape. Per cent a year.
///
/// Fixed and variable kinds state rates of their own, the hybrid kinds have a ``parts`` entry for the fixed term and one
/// for the time after it, the option kinds one for each option.
public struct FinanceRates: Sendable, Hashable {
    /// `FixedInterest`, `VariableProfit`, `HybridInterest`, `ProfitRateOptions` …, or what an LFI calls it. The parts of
    /// a hybrid have none.
    public let rateType: String?
    /// `Rate`; of a variable rate that states only benchmark and margin, their sum.
    public let rate: Decimal?
    /// Rates of the tiers, whatever they are tiers of: balance, loan to value, or a range that depends on the customer.
    public let tierRates: [Decimal]
    /// `AnnualPercentageRate`: from, and up to.
    public let annualPercentageRates: [Decimal]
    /// Indicative rates of the introductory periods to choose from.
    public let introductoryRates: [Decimal]
    /// The fixed and the variable rate of a hybrid, or the options of a list.
    public let parts: [FinanceRates]

    init(
        rateType: String? = nil, rate: Decimal? = nil, tierRates: [Decimal] = [], annualPercentageRates: [Decimal] = [],
        parts: [FinanceRates] = []
    ) {
        self.rateType = rateType
        self.rate = rate
        self.tierRates = tierRates
        self.annualPercentageRates = annualPercentageRates
        introductoryRates = []
        self.parts = parts
    }

    /// This and all that it is made of.
    var all: [FinanceRates] { [self] + parts.flatMap(\.all) }
}

extension FinanceRates: Decodable {
    private enum Key: String, CodingKey {
        case rateType = "RateType", rate = "Rate", benchmarkRate = "BenchMarkRate", margin = "Margin", tiers = "Tiers"
        case annualPercentageRate = "AnnualPercentageRate", introductory = "IntroductoryPeriodOptions"
        case fixed = "FixedRate", variable = "VariableRate", options = "RateOptions"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        rateType = container.lenient(.rateType)
        rate =
            container.lenientDecimal(.rate)
            ?? Self.sum(
                container.lenientDecimal(.benchmarkRate), container.lenientDecimal(.margin))
        tierRates = container.lenientList(.tiers, as: Tier.self).flatMap(\.rates)
        annualPercentageRates = container.lenientRange(
            .annualPercentageRate, from: "StartingFrom", to: "UpTo")
        introductoryRates = container.lenientList(.introductory, as: IntroductoryPeriod.self).flatMap(\.rates)
        parts =
            [container.lenient(.fixed), container.lenient(.variable)].compactMap(\.self)
            + container.lenientList(.options)
    }

    private static func sum(_ benchmark: Decimal?, _ margin: Decimal?) -> Decimal? {
        guard let benchmark, let margin else { return nil }
        return benchmark + margin
    }
}

private struct Tier: Decodable {
    let rates: [Decimal]

    private enum Key: String, CodingKey {
        case balance = "BalanceTierDetails", loanToValue = "LTVTierDetails", range = "RateRange"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let bands = container.lenientList(.balance, as: Band.self) + container.lenientList(.loanToValue)
        rates = bands.compactMap(\.rate) + container.lenientRange(.range, from: "MinimumRate", to: "MaximumRate")
    }

    struct Band: Decodable {
        let rate: Decimal?

        private enum Key: String, CodingKey { case rate = "TierRate" }

        init(from decoder: any Decoder) throws {
            rate = try decoder.container(keyedBy: Key.self).lenientDecimal(.rate)
        }
    }
}

private struct IntroductoryPeriod: Decodable {
    let rates: [Decimal]

    private enum Key: String, CodingKey { case indicative = "IndicativeRate" }

    init(from decoder: any Decoder) throws {
        rates = try decoder.container(keyedBy: Key.self).lenientRange(.indicative, from: "StartingFrom", to: "UpTo")
    }
}
