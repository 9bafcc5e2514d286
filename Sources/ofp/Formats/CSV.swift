import FoundationEssentials

/// Comma-separated values (RFC 4180) that are safe to open in a spreadsheet.
enum CSV {
    enum Cell {
        /// Text of somebody else's.
        case text(String)
        /// A number of our own reading.
        case number(Decimal)
    }

    static func line(_ cells: [Cell]) -> String { cells.map(\.escaped).joined(separator: ",") + "\r\n" }
}

extension CSV.Cell {
    fileprivate var escaped: String {
        switch self {
        case .number(let number): "\(number)"
        case .text(let text): text.forTerminal.forSpreadsheet.quoted
        }
    }
}

extension String {
    /// With an apostrophe, by which spreadsheets know text, before whatever they would run as a formula: at the start,
    /// and after each scalar at which one of them may cut the cell in two.
    fileprivate var forSpreadsheet: String {
        var isAtStart = true
        return replacingScalars { scalar in
            let startsFormula = isAtStart && scalar.startsFormula
            // White space and marks before a formula do not save it.
            isAtStart =
                scalar == ";" || isAtStart && (scalar.properties.isWhitespace || scalar == "\"" || scalar.isUnseen)
            return startsFormula ? "'\(scalar)" : nil
        }
    }

    /// In quotes where RFC 4180 §2 asks for them, and where readers with another separator would cut.
    fileprivate var quoted: String {
        let needsQuotes =
            hasScalar { $0 == "," || $0 == "\"" || $0 == ";" || $0 == "\n" || $0 == "\r" }
            || utf8.first == UInt8(ascii: " ") || utf8.last == UInt8(ascii: " ")
        return needsQuotes ? "\"" + replacingScalars { $0 == "\"" ? "\"\"" : nil } + "\"" : self
    }
}

extension Unicode.Scalar {
    /// ASCII and full-width forms (the latter run in East Asian settings).
    fileprivate var startsFormula: Bool { "=+-@＝＋－＠".unicodeScalars.contains(self) }

    /// Takes no room of its own: a mark, or a character that only formats.
    fileprivate var isUnseen: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: true
        default: false
        }
    }
}
