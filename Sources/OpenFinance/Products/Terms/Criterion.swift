public import FoundationEssentials

/// An element of the lists that the schema builds from `Type`, `Description` and maybe `Value` or `Amount`: limits and
/// eligibility. The API guide writes the eligibility lists as plain strings: such a string is the type.
public struct Criterion: Sendable, Hashable {
    /// A code of the schema (`MinimumSalary`, `UaeResident`), or what the LFI calls it.
    public let type: String?
    /// The bank's words.
    public let description: String?
    /// What it counts depends on ``type``: years for an age.
    public let value: Decimal?
    /// Nil where none is stated, or it is no number.
    public let amount: Money?

    func with(_ amount: Money) -> Criterion {
        Criterion(type: type, description: description, value: value, amount: amount)
    }

    /// The one amount that the description speaks of.
    var amountInWords: Money? { description.flatMap(AmountInWords.init).map { Money($0.dirhams, "AED") } }

    /// The amount; or the value, taken to be in `currency`, where that is known.
    func money(in currency: String?) -> Money? {
        if let amount { return amount }
        guard let value, let currency else { return nil }
        return Money(value, currency)
    }
}

extension Criterion: JSONReadable {
    private enum Key: String, CodingKey {
        case type = "Type", description = "Description", value = "Value", amount = "Amount"
    }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        if let text = json.string {
            (type, description, value, amount) = (text.bounded, nil, nil, nil)
            return
        }
        let object = try json.object(keyedBy: Key.self)
        type = object.lenient(.type)
        description = object.lenient(.description)
        value = object.lenientDecimal(.value)
        amount = object.lenient(.amount) ?? object.lenientMoney(.value, in: nil)
    }
}
