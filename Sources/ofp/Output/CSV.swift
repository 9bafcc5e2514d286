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
    /// and after each character at which one of them may cut the cell in two.
    fileprivate var forSpreadsheet: String {
        var text = ""
        var isAtStart = true
        for character in self {
            if isAtStart, character.startsFormula { text.append("'") }
            // White space before a formula does not save it.
            isAtStart = character == ";" || isAtStart && (character.isWhitespace || character == "\"")
            text.append(character)
        }
        return text
    }

    /// In quotes where RFC 4180 §2 asks for them, and where readers with another separator would cut.
    fileprivate var quoted: String {
        let needsQuotes =
            contains { $0 == "," || $0 == "\"" || $0 == ";" || $0.isNewline } || first == " " || last == " "
        return needsQuotes ? "\"" + replacing("\"", with: "\"\"") + "\"" : self
    }
}

extension Character {
    /// ASCII and full-width forms (the latter run in East Asian settings).
    fileprivate var startsFormula: Bool {
        guard let scalar = unicodeScalars.first else { return false }
        return "=+-@＝＋－＠".unicodeScalars.contains(scalar)
    }
}
