import OpenFinance

/// The number of an Emirates ID card: `784`, the year of birth, seven digits and a check digit.
public struct EmiratesID: Sendable, Hashable {
    /// All fifteen digits.
    public let digits: String

    /// Reads any usual spelling: with hyphens or dashes, spaces or nothing between the groups, in Western, Arabic or
    /// Persian digits.
    ///
    /// Nil for anything but fifteen digits that begin with 784 (ISO 3166-1 numeric for the UAE). A wrong check digit is
    /// no reason: the API guide's own sample has one.
    public init?(_ text: String) {
        var digits = ""
        for character in text {
            if let digit = character.decimalDigit {
                digits.append("\(digit)")
            } else if !character.isSeparator {
                return nil
            }
        }
        guard digits.count == 15, digits.hasPrefix("784") else { return nil }
        self.digits = digits
    }

    /// As it is sent: `784-YYYY-NNNNNNN-C`.
    public var formatted: String {
        let groups = [(0, 3), (3, 4), (7, 7), (14, 1)].map { start, length in digits.dropFirst(start).prefix(length) }
        return groups.joined(separator: "-")
    }

    /// Whether the last digit is the one that the others ask for (Luhn, ISO/IEC 7812-1 annex B).
    public var hasValidCheckDigit: Bool {
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            let value = digit.element.wholeNumberValue ?? 0
            guard digit.offset % 2 == 1 else { return sum + value }
            return sum + (value < 5 ? value * 2 : value * 2 - 9)
        }
        return sum % 10 == 0
    }
}

extension Character {
    /// Of ASCII, Arabic-Indic (U+0660) and extended Arabic-Indic digits (U+06F0).
    fileprivate var decimalDigit: UInt32? {
        guard unicodeScalars.count == 1, let value = unicodeScalars.first?.value else { return nil }
        for zero: UInt32 in [0x30, 0x660, 0x6F0] where (zero..<zero + 10).contains(value) { return value - zero }
        return nil
    }

    private static let dashes: Set<Character> = ["-", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2212}"]

    fileprivate var isSeparator: Bool { Self.dashes.contains(self) || self == " " || self == "\u{A0}" }
}
