import FoundationEssentials

/// A number as people write it where the API asks for JSON's spelling: `1,000.00`, `AED 1000`, `3.5 %`, `١٠٠٠`.
///
/// Only what has one meaning is read. A comma or a point before three last digits could be either separator in a number by
/// itself: a comma counts as that of thousands where an amount is expected, and as nothing where a rate is.
struct SpelledNumber: Hashable {
    let value: Decimal
    /// ISO 4217, where a currency stands beside the figure.
    let currency: String?

    /// Nil for what is no number, has two meanings, or cannot be held exactly.
    init?(_ text: String, hasThousands: Bool = true) {
        if let value = DecimalText.parse(text) {
            (self.value, currency) = (value, nil)
            return
        }
        guard text.utf8.count <= 100 else { return nil }
        var rest = Substring(text.asciiDigits.withoutBlankEnds)
        rest = rest.withoutPrefix("+")
        let before = rest.removeWord(fromEnd: false)
        rest = rest.withoutSigns
        let after = rest.removeWord(fromEnd: true)
        // `3.5% p.a.`
        rest = rest.withoutSigns
        let words = [before, after].filter { !$0.isEmpty }
        guard words.count <= 1 else { return nil }
        let word = words.first ?? ""
        currency = Money.code(ofCurrency: word)
        guard word.isEmpty || currency != nil || Self.units.contains(word.lowercased()) else { return nil }
        var figure = String(rest).withoutBlankEnds
        // A pattern is made anew each time, which takes longer than all the rest.
        let isGrouped = figure.unicodeScalars.contains(where: Self.separators.contains)
        if hasThousands, isGrouped, figure.wholeMatch(of: Self.grouped) != nil {
            figure.unicodeScalars.removeAll { Self.separators.contains($0) }
        }
        guard let value = DecimalText.parse(figure) ?? Self.withExponent(figure) else { return nil }
        self.value = value
    }

    /// `1.5e3`, as JSON would spell it (RFC 8259 §6).
    private static func withExponent(_ figure: String) -> Decimal? {
        guard figure.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }),
            let match = figure.wholeMatch(of: /(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)[eE]([+-]?[0-9])/)
        else { return nil }
        return DecimalText.parse(String(match.1)) == nil ? nil : Decimal(string: figure)
    }

    /// Digits in threes, with one separator throughout.
    private static var grouped: some RegexComponent {
        /-?[0-9]{1,3}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+|(?:\u{A0}[0-9]{3})+|(?:\u{202F}[0-9]{3})+|(?:'[0-9]{3})+)(?:\.[0-9]+)?/
    }

    private static let separators: [Unicode.Scalar] = [",", " ", "\u{A0}", "\u{202F}", "'"]

    /// What may stand behind a figure and is no currency.
    private static let units = ["percent", "pct", "pa", "years", "year", "yrs"]
}

extension Substring {
    /// Without the sign of a unit at its end.
    fileprivate var withoutSigns: Substring {
        let text = Substring(String(self).withoutBlankEnds)
        return ["%", "/-"].first(where: text.hasSuffix).map { text.dropLast($0.count) } ?? text
    }

    fileprivate func withoutPrefix(_ prefix: String) -> Substring { hasPrefix(prefix) ? dropFirst(prefix.count) : self }

    /// Removes the letters that stand at one end, with the points and blanks among them, and gives them without those.
    fileprivate mutating func removeWord(fromEnd: Bool) -> String {
        func belongs(_ character: Character) -> Bool { character.isLetter || character == "." || character == " " }
        if fromEnd {
            let word = reversed().prefix(while: belongs).reversed()
            guard word.contains(where: \.isLetter) else { return "" }
            self = dropLast(word.count)
            return String(word.filter(\.isLetter))
        }
        guard first?.isLetter == true else { return "" }
        let word = prefix(while: belongs)
        // A point behind a blank belongs to the figure: `AED .50`.
        guard !word.hasSuffix(" .") else { return "" }
        self = dropFirst(word.count)
        return String(word.filter(\.isLetter))
    }
}

extension String {
    /// The same with Arabic digits and their separators as those of ASCII.
    fileprivate var asciiDigits: String {
        guard !utf8.allSatisfy({ $0 < 0x80 }) else { return self }
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x660...0x669: scalars.append(Unicode.Scalar(UInt8(scalar.value - 0x660 + 0x30)))
            case 0x6F0...0x6F9: scalars.append(Unicode.Scalar(UInt8(scalar.value - 0x6F0 + 0x30)))
            case 0x66B: scalars.append(".")
            case 0x66C: scalars.append(",")
            case 0x66A: scalars.append("%")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}
