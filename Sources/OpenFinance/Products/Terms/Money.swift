public import FoundationEssentials

/// An amount in a currency (schema `AEActiveOrHistoricCurrencyAndAmount`). Decimal throughout: no amount is ever
/// rounded to a binary fraction.
public struct Money: Sendable, Hashable {
    public let amount: Decimal
    /// ISO 4217.
    public let currency: String

    public init(_ amount: Decimal, _ currency: String) {
        self.amount = amount
        self.currency = currency
    }
}

extension Money: JSONReadable {
    private enum Key: String, CodingKey { case amount = "Amount", currency = "Currency" }

    /// - Throws: where either member is missing or cannot be read. The amount is a decimal string in the schema; a
    ///   number is understood, too, and a currency beside the figure (`AED 1,000`), with or without an object around it.
    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let amount: (value: Decimal, currency: String?)?
        var currency: String?
        if let text = json.string {
            amount = SpelledNumber(text).map { ($0.value, $0.currency) }
        } else {
            let object = try json.object(keyedBy: Key.self)
            currency = object.lenientText(.currency).map { Self.code(ofCurrency: $0) ?? $0 }
            amount =
                object.lenientText(.amount).map { SpelledNumber($0).map { ($0.value, $0.currency) } }
                ?? object.lenientDecimal(.amount).map { ($0, nil) }
        }
        guard let amount, let currency = currency ?? amount.currency, amount.currency ?? currency == currency else {
            throw JSONReader.Unreadable()
        }
        self.init(amount.value, currency)
    }

    /// ISO 4217; nil for what is no currency. People in the UAE have several words for theirs.
    static func code(ofCurrency text: String) -> String? {
        let letters = text.withoutBlankEnds.uppercased()
        if ["DH", "DHS", "DIRHAM", "DIRHAMS", "دإ", "د.إ", "درهم"].contains(letters) { return "AED" }
        return letters.utf8.count == 3 && letters.utf8.allSatisfy { (0x41...0x5A).contains($0) } ? letters : nil
    }
}

extension Money {
    /// Amounts in one currency can be put in order; those of several cannot, so one currency is chosen: `preferred`
    /// where there is one in it, else that of the first.
    static func inOneCurrency(_ amounts: [Money], preferred: String?) -> [Money] {
        guard let first = amounts.first else { return [] }
        let currency = amounts.contains { $0.currency == preferred } ? preferred : first.currency
        return amounts.filter { $0.currency == currency }
    }

    static func highest(_ amounts: [Money], preferred: String?) -> Money? {
        inOneCurrency(amounts, preferred: preferred).max { $0.amount < $1.amount }
    }

    static func lowest(_ amounts: [Money], preferred: String?) -> Money? {
        inOneCurrency(amounts, preferred: preferred).min { $0.amount < $1.amount }
    }
}
