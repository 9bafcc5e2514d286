/// A fee (an element of schema `AEProductCharges`), as far as headlines need it.
public struct Charge: Sendable, Hashable {
    /// `AnnualFees`, `MonthlyFees` …
    public let type: String?
    /// The fixed amounts among its components; a component may be a percentage instead.
    public let amounts: [Money]
}

extension Charge: Decodable {
    private enum Key: String, CodingKey { case type = "Type", components = "Charge" }

    private struct Component: Decodable {
        let amount: Money?

        private enum Key: String, CodingKey { case amount = "Amount" }

        init(from decoder: any Decoder) throws {
            amount = try decoder.container(keyedBy: Key.self).lenient(.amount)
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        type = container.lenient(.type)
        amounts = container.lenientList(.components, as: Component.self).compactMap(\.amount)
    }
}
