import FoundationEssentials

/// The one amount that a sentence of a bank's speaks of: `AED 5,000 a month`.
///
/// Taken apart by hand, since the figures of a list of thousands of products wait for it, and regular expressions take a
/// hundred times as long.
struct AmountInWords {
    let dirhams: Decimal

    /// Nil where the sentence speaks of no amount, of several, or of something that is not the least by the month.
    init?(_ sentence: String) {
        // Most have no figure at all.
        guard sentence.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return nil }
        let parts = Part.all(of: sentence)
        let figures = parts.indices.filter { parts[$0].figure != nil }
        guard figures.count == 1, let at = figures.first, let figure = parts[at].figure,
            !Self.speaksOfOtherAmounts(parts.compactMap(\.word))
        else { return nil }
        let (before, after) = (parts[..<at], parts[(at + 1)...])
        guard before.isClosedByDirhams || after.first?.isDirhams == true,
            !Self.multiples.contains(after.first?.word ?? ""),
            // Three digits behind a point are thousands to some, and a fraction to others.
            figure.split(separator: ".").dropFirst().first?.count != 3,
            let dirhams = DecimalText.parse(figure)
        else { return nil }
        self.dirhams = dirhams
    }

    /// What makes an amount something else than the least that is asked for a month.
    private static func speaksOfOtherAmounts(_ words: [String]) -> Bool {
        words.contains { otherAmounts.contains($0) || $0.contains("year") || $0.contains("annu") }
            || zip(words, words.dropFirst()).contains { otherAmounts.contains("\($0) \($1)") }
    }

    private static let otherAmounts: Set = [
        "no minimum", "not required", "up to", "at most", "maximum", "less than", "below", "fee", "fees", "charge",
        "charges",
        "bonus", "cashback",
    ]

    /// What says that a figure is only the beginning of a number.
    private static let multiples: Set = ["k", "thousand", "lakh", "lakhs", "m", "mn", "million"]
}

/// A part of a sentence, in small letters; blanks are none.
private enum Part {
    case word(String)
    /// Digits, without those commas that part thousands, and maybe a fraction.
    case figure(String)
    case sign(Unicode.Scalar)

    var word: String? { if case .word(let word) = self { word } else { nil } }
    var figure: String? { if case .figure(let figure) = self { figure } else { nil } }
    var isDirhams: Bool { word.flatMap(Money.code(ofCurrency:)) == "AED" }

    var mayStandBehindCurrency: Bool { if case .sign(let sign) = self { sign == "." || sign == ":" } else { false } }

    static func all(of sentence: String) -> [Part] {
        var parts: [Part] = []
        var rest = Array(sentence.lowercased().unicodeScalars)[...]
        while let first = rest.first {
            if first.isDigit {
                parts.append(.figure(rest.takeFigure()))
            } else if first.properties.isAlphabetic {
                parts.append(.word(String(String.UnicodeScalarView(rest.take(while: \.properties.isAlphabetic)))))
            } else {
                rest.removeFirst()
                if !first.properties.isWhitespace { parts.append(.sign(first)) }
            }
        }
        return parts
    }
}

extension ArraySlice<Part> {
    /// `AED`, `Dhs.`, `AED:`.
    fileprivate var isClosedByDirhams: Bool {
        (last?.mayStandBehindCurrency == true ? dropLast() : self).last?.isDirhams == true
    }
}

extension ArraySlice<Unicode.Scalar> {
    fileprivate mutating func take(while isPart: (Unicode.Scalar) -> Bool) -> ArraySlice {
        let taken = prefix(while: isPart)
        removeFirst(taken.count)
        return taken
    }

    /// Whole groups of three digits behind up to three, or all digits in a row; then a point with digits.
    fileprivate mutating func takeFigure() -> String {
        var figure = take(while: \.isDigit)
        if figure.count <= 3 {
            while first == ",", dropFirst().prefix(while: \.isDigit).count == 3 {
                removeFirst()
                figure += take(while: \.isDigit)
            }
        }
        if first == ".", dropFirst().first?.isDigit == true {
            removeFirst()
            figure += ["."] + take(while: \.isDigit)
        }
        return String(String.UnicodeScalarView(figure))
    }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}
