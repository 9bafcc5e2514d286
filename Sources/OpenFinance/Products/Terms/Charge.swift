public import FoundationEssentials

/// A fee (an element of schema `AEProductCharges`), as far as headlines and estimates need it.
public struct Charge: Sendable, Hashable {
    /// `AnnualFees`, `MonthlyFees`, `Processing` …
    public let type: String?
    public let components: [Component]

    /// An amount, or a percentage of something, up to an amount.
    public struct Component: Sendable, Hashable {
        public var amount: Money?
        /// Per cent.
        public var percentage: Decimal?
        public var most: Money?
    }

    /// The fixed amounts among its components; a component may be a percentage instead.
    public var amounts: [Money] { components.compactMap(\.amount) }
}

extension Charge: Decodable {
    private enum Key: String, CodingKey { case type = "Type", components = "Charge" }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        type = container.lenient(.type)
        components = container.lenientList(.components)
    }
}

extension Charge.Component: Decodable {
    private enum Key: String, CodingKey { case amount = "Amount", percentage = "Rate", most = "MaximumChargeAmount" }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        amount = container.lenient(.amount)
        percentage = container.lenientDecimal(.percentage)
        most = container.lenient(.most)
    }
}
