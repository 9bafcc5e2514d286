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
        guard figures.count == 1, let at = figures.first, let figure = parts[at].figure else { return nil }
        let (before, after) = (parts[..<at], parts[(at + 1)...])
        guard before.isClosedByDirhams || after.first?.isDirhams == true, before.last?.isMinus != true,
            parts.allSatisfy({ $0.word == nil || $0.isDirhams || Self.words.contains($0.word ?? "") }),
            // Three digits behind a point are thousands to some, and a fraction to others.
            figure.split(separator: ".").dropFirst().first?.count != 3,
            let dirhams = DecimalText.parse(figure)
        else { return nil }
        self.dirhams = dirhams
    }

    /// What a sentence about the least that is asked for a month is made of. Any other word may make it one about something
    /// else: a year, a deposit, the most, thousands.
    private static let words = Set(
        """
        a above all an and applicant applicants applies are at basic be customer customers each earn earned earning earnings \
        emiratis employed employee employees every expatriates expats fixed for from gross has have having in income \
        individuals is least min minimum mo month monthly more must nationals net of or over per plus pm required requirement \
        residents salaried salaries salary should starting starts the to total transfer transferred uae wage wages with your \
        شهريا شهرياً
        """.split(whereSeparator: \.isWhitespace).map(String.init))
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

    var isMinus: Bool { if case .sign(let sign) = self { ["-", "−", "–"].contains(sign) } else { false } }
    var mayStandBehindCurrency: Bool { if case .sign(let sign) = self { sign == "." || sign == ":" } else { false } }

    static func all(of sentence: String) -> [Part] {
        var parts: [Part] = []
        var rest = Array(sentence.lowercased().unicodeScalars)[...]
        while let first = rest.first {
            if first.isDigit {
                parts.append(.figure(rest.readFigure()))
            } else if first.properties.isAlphabetic {
                parts.append(.word(rest.readWord()))
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
    fileprivate mutating func read(while isPart: (Unicode.Scalar) -> Bool) -> ArraySlice {
        let taken = prefix(while: isPart)
        removeFirst(taken.count)
        return taken
    }

    /// Letters in a row, or single ones with points between them: `p.m.` is `pm`.
    fileprivate mutating func readWord() -> String {
        var word = read(while: \.properties.isAlphabetic)
        let isInitial = word.count == 1
        while isInitial, first == ".", dropFirst().first?.properties.isAlphabetic == true,
            dropFirst(2).first?.properties.isAlphabetic != true
        {
            removeFirst()
            word += read(while: \.properties.isAlphabetic)
        }
        return String(String.UnicodeScalarView(word))
    }

    /// Whole groups of three digits behind up to three, or all digits in a row; then a point with digits.
    fileprivate mutating func readFigure() -> String {
        var figure = read(while: \.isDigit)
        if figure.count <= 3 {
            while first == ",", dropFirst().prefix(while: \.isDigit).count == 3 {
                removeFirst()
                figure += read(while: \.isDigit)
            }
        }
        if first == ".", dropFirst().first?.isDigit == true {
            removeFirst()
            figure += ["."] + read(while: \.isDigit)
        }
        return String(String.UnicodeScalarView(figure))
    }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}
