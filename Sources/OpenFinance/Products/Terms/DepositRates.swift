public import FoundationEssentials

/// What a deposit earns (schema `AEProductDepositRates`). Per cent a year.
public struct DepositRates: Sendable, Hashable {
    /// `FixedInterest`, `FixedProfit`, `VariableInterest`, `VariableProfit`, or what an LFI calls it.
    public let rateType: String?
    public let details: [Detail]

    /// One rate, for a balance, a term or a time.
    public struct Detail: Sendable, Hashable {
        /// `Applied`, `Standard`, `Bonus`, `Introductory`, `Other`.
        public let category: String?
        /// One rate, or the ends of a range; of a range one end may be missing.
        public let rates: [Decimal]
    }
}

extension DepositRates: Decodable {
    private enum Key: String, CodingKey { case rateType = "RateType", details = "RateDetails" }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        rateType = container.lenient(.rateType)
        details = container.lenientList(.details)
    }
}

extension DepositRates.Detail: Decodable {
    private enum Key: String, CodingKey {
        case category = "RateCategory", rate = "AnnualRate", range = "AnnualRateRange"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        category = container.lenient(.category)
        rates = container.decimals(.rate) + container.lenientRange(.range, from: "MinRate", to: "MaxRate")
    }
}
