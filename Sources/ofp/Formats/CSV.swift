import FoundationEssentials

/// Comma-separated values (RFC 4180) with a header, safe to open in a spreadsheet.
extension Table {
    var csv: String {
        CSV.line(columns.map { .text($0.title) }) + rows.map(CSV.line).joined()
    }
}

enum CSV {
    static func line(_ cells: [Table.Cell]) -> String { cells.map(\.csv).joined(separator: ",") + "\r\n" }

    /// The mark by which Excel knows UTF-8.
    static let byteOrderMark = Data("\u{FEFF}".utf8)
}

extension Table.Cell {
    /// Text is somebody else's, a number of our own reading.
    fileprivate var csv: String {
        switch self {
        case .number(let number): "\(number)"
        case .text(let text), .time(_, let text), .link(let text): text.forTerminal.forSpreadsheet.quoted
        case .unknown: ""
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
