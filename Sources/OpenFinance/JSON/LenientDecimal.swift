package import FoundationEssentials

/// A decimal number that may be a JSON number or a string with one in it.
package enum DecimalText {
    /// Digits that a `Decimal` holds exactly.
    fileprivate static let exactDigits = 38

    /// The number that `text` spells as JSON would (RFC 8259 §6); nil for anything else, or for one that cannot be held
    /// exactly: a rounded amount would be a wrong one.
    package static func parse(_ text: String) -> Decimal? {
        var rest = text.utf8[...]
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        guard rest.count <= 2 * exactDigits else { return nil }
        let whole = rest.prefix(while: \.isDigit)
        rest = rest.dropFirst(whole.count)
        guard !whole.isEmpty else { return nil }
        var fraction = rest.prefix(0)
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix(while: \.isDigit)
            rest = rest.dropFirst(1 + fraction.count)
            guard !fraction.isEmpty else { return nil }
        }
        let digits = whole.count + fraction.count
        guard rest.isEmpty, digits <= exactDigits else { return nil }
        guard digits <= digitsOfAnInteger else { return Decimal(string: text) }
        // A long list has a dozen for each product, and Foundation's own reading takes several times as long.
        let significand = [whole, fraction].joined().reduce(0 as Int64) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        return Decimal(
            sign: text.utf8.first == UInt8(ascii: "-") ? .minus : .plus, exponent: -fraction.count,
            significand: Decimal(significand))
    }

    /// Digits that an `Int64` holds, whichever they are.
    private static let digitsOfAnInteger = 18

    /// The same of one with an exponent.
    fileprivate static func withExponent(_ text: String) -> Decimal? {
        // What is longer is rounded, and may look short by that.
        guard text.significantDigits < exactDigits else { return nil }
        return Decimal(string: text).flatMap { $0.isNaN ? nil : $0 }
    }
}

extension JSONReader.Object {
    /// A number, or a string that spells one, alone or as the only one of a list; nil for anything else, an amount in a
    /// currency among it.
    ///
    /// - Parameter hasThousands: whether a comma before three digits may be that of thousands.
    func lenientDecimal(_ key: Key, hasThousands: Bool = true) -> Decimal? {
        lenient(key, as: LenientNumber.self)?.decimal(hasThousands: hasThousands)
    }

    /// The same, with the currency that stands beside it; `usual` where there is none. Nil where no currency is known.
    func lenientMoney(_ key: Key, in usual: String?) -> Money? {
        guard let stated = lenient(key, as: LenientNumber.self)?.figure(hasThousands: true),
            let currency = stated.currency ?? usual
        else { return nil }
        return Money(stated.value, currency)
    }
}

extension String {
    /// Digits of the number before its exponent, without the zeros at their ends.
    fileprivate var significantDigits: Int {
        let digits = utf8.prefix { $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") }.filter(\.isDigit)
        let zero = UInt8(ascii: "0")
        return digits.drop { $0 == zero }.reversed().drop { $0 == zero }.count
    }
}

/// A number, or a text that spells one.
enum LenientNumber: JSONReadable {
    /// As it is spelled.
    case number(String)
    case text(String)

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        if let text = json.string {
            self = .text(text)
        } else if let number = json.number {
            self = .number(number)
        } else {
            throw JSONReader.Unreadable()
        }
    }

    /// Nil for an amount in a currency, too.
    func decimal(hasThousands: Bool) -> Decimal? {
        figure(hasThousands: hasThousands).flatMap { $0.currency == nil ? $0.value : nil }
    }

    /// With the currency that stands beside it.
    func figure(hasThousands: Bool) -> (value: Decimal, currency: String?)? {
        switch self {
        case .text(let text):
            SpelledNumber(text, hasThousands: hasThousands).map { ($0.value, $0.currency) }
        case .number(let spelled):
            (DecimalText.parse(spelled) ?? DecimalText.withExponent(spelled)).map { ($0, nil) }
        }
    }
}
