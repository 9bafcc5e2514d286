public import FoundationEssentials

/// An element of the lists that the schema builds from `Type`, `Description` and maybe `Value` or `Amount`: limits and
/// eligibility. The API guide writes the eligibility lists as plain strings: such a string is the type.
public struct Criterion: Sendable, Hashable {
    public let type: String?
    public let description: String?
    public let value: Decimal?
    public let amount: Money?

    /// The amount; or the value, taken to be in `currency`, where that is known.
    func money(in currency: String?) -> Money? {
        if let amount { return amount }
        guard let value, let currency else { return nil }
        return Money(value, currency)
    }
}

extension Criterion: Decodable {
    private enum Key: String, CodingKey {
        case type = "Type", description = "Description", value = "Value", amount = "Amount"
    }

    public init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            (type, description, value, amount) = (text.bounded, nil, nil, nil)
            return
        }
        let container = try decoder.container(keyedBy: Key.self)
        type = container.lenient(.type)
        description = container.lenient(.description)
        value = container.lenientDecimal(.value)
        amount = container.lenient(.amount)
    }
}
