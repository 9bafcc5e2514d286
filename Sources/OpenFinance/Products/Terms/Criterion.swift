public import FoundationEssentials

/// An element of the lists that the schema builds from `Type`, `Description` and maybe `Value` or `Amount`: limits and
/// eligibility. The API guide writes the eligibility lists as plain strings: such a string is the type.
public struct Criterion: Sendable, Hashable {
    public let type: String?
    public let description: String?
    public let value: Decimal?
    public let amount: Money?

    func with(_ amount: Money) -> Criterion {
        Criterion(type: type, description: description, value: value, amount: amount)
    }

    /// The one amount that the description speaks of: `AED 5,000 a month`. Nil where it speaks of none, of several, or of
    /// something that is not by the month.
    var amountInWords: Money? {
        // Most have no figure at all.
        guard let description, description.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return nil }
        let small = description.lowercased()
        guard !small.contains("year"), !small.contains("annu"), !description.contains(Self.otherAmounts) else {
            return nil
        }
        let found = description.matches(of: Self.amount)
        guard found.count == 1, let match = found.first, match.1 != nil || match.4 != nil else { return nil }
        // Three digits behind a point are thousands to some, and a fraction to others.
        guard match.3?.count != 4 else { return nil }
        let digits = match.2.filter { $0 != "," } + (match.3 ?? "")
        return DecimalText.parse(String(digits)).map { Money($0, "AED") }
    }

    // Made once for all criteria, since that takes longer than any match. Safe to share, since nothing of a regular expression
    // changes but the program that its first match compiles, and the standard library puts that in place atomically.
    private nonisolated(unsafe) static let amount =
        #/(?:(AED|Dhs?\.?|Dirhams?)\s*)?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?(?:\s*(AED|Dhs?\b|Dirhams?))?/#
        .ignoresCase()

    /// What makes an amount something else than the least that is asked for.
    // Safe to share for the same reason.
    private nonisolated(unsafe) static let otherAmounts =
        /\b(?:no minimum|not required|up to|at most|maximum|less than|below|fees?|charges?|bonus|cashback)\b/
        .ignoresCase()

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
        amount = object.lenient(.amount)
    }
}
