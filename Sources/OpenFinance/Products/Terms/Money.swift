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

extension Money: Decodable {
    private enum Key: String, CodingKey { case amount = "Amount", currency = "Currency" }

    /// - Throws: where either member is missing or cannot be read. The amount is a decimal string in the schema; a
    ///   number is understood, too.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        guard let amount = container.lenientDecimal(.amount),
            let currency = container.lenient(.currency, as: String.self)
        else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not an amount in a currency"))
        }
        self.init(amount, currency)
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
