package import FoundationEssentials

/// A decimal number that may be a JSON number or a string with one in it.
package enum DecimalText {
    /// Digits that a `Decimal` holds exactly.
    fileprivate static let exactDigits = 38

    /// The number that `text` spells as JSON would (RFC 8259 §6); nil for anything else, or for one that cannot be held
    /// exactly: a rounded amount would be a wrong one.
    package static func parse(_ text: String) -> Decimal? {
        var rest = Substring(text)
        if rest.first == "-" { rest.removeFirst() }
        guard rest.utf8.count <= 2 * exactDigits else { return nil }
        let whole = rest.prefix(while: \.isDigit)
        rest = rest.dropFirst(whole.count)
        guard !whole.isEmpty else { return nil }
        var fraction: Substring = ""
        if rest.first == "." {
            fraction = rest.dropFirst().prefix(while: \.isDigit)
            rest = rest.dropFirst(1 + fraction.count)
            guard !fraction.isEmpty else { return nil }
        }
        guard rest.isEmpty, whole.count + fraction.count <= exactDigits else { return nil }
        return Decimal(string: text)
    }
}

extension Character {
    fileprivate var isDigit: Bool { isASCII && isNumber }
}

extension KeyedDecodingContainer {
    /// A number, or a string that spells one, alone or as the only one of a list; nil for anything else.
    ///
    /// - Parameter hasThousands: whether a comma before three digits may be that of thousands.
    func lenientDecimal(_ key: Key, hasThousands: Bool = true) -> Decimal? {
        lenient(key, as: LenientNumber.self)?.decimal(hasThousands: hasThousands)
    }
}

extension Decimal {
    /// Digits of the number without the zeros at its ends.
    fileprivate var significantDigits: Int {
        let digits = "\(self)".utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let zero = UInt8(ascii: "0")
        return digits.drop { $0 == zero }.reversed().drop { $0 == zero }.count
    }
}

/// A number, or a text that spells one.
enum LenientNumber: Decodable {
    case number(Decimal)
    case text(String)

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else {
            self = .number(try container.decode(Decimal.self))
        }
    }

    func decimal(hasThousands: Bool) -> Decimal? {
        switch self {
        case .text(let text): SpelledNumber(text, hasThousands: hasThousands)?.value
        // The decoder rounds to what a `Decimal` can hold; one that fills it may have been longer.
        case .number(let number):
            !number.isNaN && number.significantDigits < DecimalText.exactDigits ? number : nil
        }
    }
}
