import FoundationEssentials

/// For which balances a rate is, as far as that can be read.
struct BalanceRange {
    let least, most: Decimal?
    /// ISO 4217, of both; nil where none is stated, or two.
    let currency: String?
    /// Whether an end is stated that cannot be read, or in two currencies. Such a range is none for every balance: it is one
    /// for nobody knows which.
    let isUnreadable: Bool
}

/// An end of it: an amount with its currency or without, as an object, a text or a number.
private struct BalanceRangeEnd: JSONReadable {
    let amount: Decimal
    let currency: String?

    private enum Key: String, CodingKey { case amount = "Amount" }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        if let money = try? Money(from: json) {
            (amount, currency) = (money.amount, money.currency)
        } else if let object = try? json.object(keyedBy: Key.self), let amount = object.lenientDecimal(.amount) {
            (self.amount, currency) = (amount, nil)
        } else if let amount = try LenientNumber(from: json).decimal(hasThousands: true) {
            (self.amount, currency) = (amount, nil)
        } else {
            throw JSONReader.Unreadable()
        }
    }
}

extension JSONReader.Object {
    /// - Parameter currency: the member that states that of both ends, where there is one.
    func balances(from least: Key, to most: Key, in currency: Key? = nil) -> BalanceRange {
        let ends = [least, most].map { lenient($0, as: BalanceRangeEnd.self) }
        let stated = currency.flatMap { lenientText($0) }.map { Money.code(ofCurrency: $0) ?? $0 }
        let currencies = Set(([stated] + ends.map { $0?.currency }).compactMap(\.self))
        let isMissing = zip([least, most], ends).contains { isStated($0.0) && $0.1 == nil }
        return BalanceRange(
            least: ends[0]?.amount, most: ends[1]?.amount, currency: currencies.count == 1 ? currencies.first : nil,
            isUnreadable: isMissing || currencies.count > 1)
    }
}
