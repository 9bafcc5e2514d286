import CTerminal
import Foundation

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What somebody sees on a terminal that a program draws on: the codes that `ofp browse` uses, and no others.
struct ScreenEmulator {
    private(set) var columns: Int
    private(set) var rows: Int
    /// Each cell has a character with its marks; the second half of a wide one is empty.
    private var cells: [[String]]
    private var behind: [[String]]?
    private var (row, column) = (0, 0)
    private(set) var hasCursor = true
    private var wraps = true
    /// Whether the program wants to know what is pasted.
    private(set) var tellsPastes = false
    /// Codes that it does not know.
    private(set) var unknown: [String] = []
    /// Whether anything was shown in a colour, or otherwise than plain.
    private(set) var hasStyle = false

    init(columns: Int, rows: Int) {
        (self.columns, self.rows) = (columns, rows)
        cells = Self.empty(columns, rows)
        _ = setlocale(LC_CTYPE, "C.UTF-8")
    }

    private static func empty(_ columns: Int, _ rows: Int) -> [[String]] {
        Array(repeating: Array(repeating: " ", count: columns), count: rows)
    }

    /// The window gets another size; what stands in it is for the program to draw anew.
    mutating func resize(columns: Int, rows: Int) {
        (self.columns, self.rows) = (columns, rows)
        cells = Self.empty(columns, rows)
        if behind != nil { behind = Self.empty(columns, rows) }
        (row, column) = (0, 0)
    }

    /// Whether the program has a screen of its own.
    var isDrawnOn: Bool { behind != nil }

    var lines: [String] {
        cells.map { line in
            let text = line.joined()
            return String(text.reversed().drop { $0 == " " }.reversed())
        }
    }

    var text: String { lines.joined(separator: "\n") }

    // MARK: - What is written to it

    mutating func feed(_ text: String) {
        var scalars = text.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\u{1B}":
                guard scalars.first == "[" else {
                    unknown.append("ESC \(scalars.prefix(4))")
                    continue
                }
                let code = scalars.dropFirst().prefix { !("@"..."~").contains($0) }
                let end = scalars.dropFirst(1 + code.count).first ?? "?"
                scalars = scalars.dropFirst(2 + code.count)
                run(String(code), end)
            case "\r": column = 0
            case "\n": newLine()
            case "\u{8}": column = max(0, column - 1)
            case _ where scalar.value < 0x20: unknown.append("U+\(String(scalar.value, radix: 16))")
            default: put(scalar)
            }
        }
    }

    private mutating func run(_ code: String, _ end: Unicode.Scalar) {
        switch (code, end) {
        case ("?1049", "h"):
            behind = cells
            cells = Self.empty(columns, rows)
        case ("?1049", "l"):
            if let behind { cells = behind }
            behind = nil
            (row, column) = (rows - 1, 0)
        case ("?25", "h"), ("?25", "l"): hasCursor = end == "h"
        case ("?7", "h"), ("?7", "l"): wraps = end == "h"
        // What is pasted is typed by tests as terminals send it.
        case ("?2004", "h"), ("?2004", "l"): tellsPastes = end == "h"
        case ("2", "J"): cells = Self.empty(columns, rows)
        case ("2", "K"): if cells.indices.contains(row) { cells[row] = Array(repeating: " ", count: columns) }
        case ("K", _), ("", "K"):
            if cells.indices.contains(row) {
                for index in min(column, columns - 1)..<columns { cells[row][index] = " " }
            }
        case (let place, "H"):
            let parts = place.split(separator: ";").compactMap { Int($0) }
            (row, column) = ((parts.first ?? 1) - 1, (parts.last ?? 1) - 1)
            if row >= rows || column >= columns { unknown.append("a place outside: \(place)") }
        case (let style, "m"): if style != "0" { hasStyle = true }
        default: unknown.append("CSI \(code)\(end)")
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        let width = max(0, Int(ofp_terminal_columns(wchar_t(scalar.value))))
        guard cells.indices.contains(row) else { return }
        guard width > 0 else {
            if column > 0, column <= columns { cells[row][column - 1] += String(scalar) }
            return
        }
        if column + width > columns {
            guard wraps else { return }
            newLine()
            column = 0
        }
        guard cells.indices.contains(row) else { return }
        cells[row][column] = String(scalar)
        if width == 2, column + 1 < columns { cells[row][column + 1] = "" }
        column += width
    }

    private mutating func newLine() {
        if row + 1 < rows {
            row += 1
        } else {
            cells.removeFirst()
            cells.append(Array(repeating: " ", count: columns))
        }
    }
}

/// A program on a terminal, as somebody sees it.
final class SeenTerminal {
    let terminal: PseudoTerminal
    private(set) var screen: ScreenEmulator
    private var taken = 0

    init(
        _ command: [String], environment: [String: String?] = [:], rows: UInt16 = 24, columns: UInt16 = 80
    ) throws {
        terminal = try PseudoTerminal(command, environment: environment, rows: rows, columns: columns)
        screen = ScreenEmulator(columns: Int(columns), rows: Int(rows))
    }

    private func update() {
        let text = terminal.text.unicodeScalars
        // Half a code, or half a character, waits for its end.
        let new = text.dropFirst(taken)
        let lastEscape = new.suffix(16).lastIndex(of: "\u{1B}")
        let isHalf = lastEscape.map { !new[$0...].dropFirst(2).contains { ("@"..."~").contains($0) } } ?? false
        let whole = isHalf ? new[..<(lastEscape ?? new.endIndex)] : new
        guard !whole.contains("\u{FFFD}") else { return }
        taken += whole.count
        screen.feed(String(String.UnicodeScalarView(whole)))
    }

    /// Waits until all of these can be seen at once.
    func sees(_ words: String...) async throws {
        do {
            try await terminal.wait("'\(words.joined(separator: "', '"))'") {
                update()
                return words.allSatisfy(screen.text.contains)
            }
        } catch {
            throw PseudoTerminal.Failure(
                description: "'\(words.joined(separator: "', '"))' is not seen in:\n\(screen.text)")
        }
    }

    /// Waits until the screen is as it was.
    func shows(_ lines: [String]) async throws {
        try await terminal.wait("the same screen as before") {
            update()
            return screen.lines == lines
        }
    }

    func type(_ keys: String) { terminal.type(keys) }

    func resize(rows: UInt16, columns: UInt16) {
        update()
        screen.resize(columns: Int(columns), rows: Int(rows))
        terminal.resize(rows: rows, columns: columns)
    }

    @discardableResult
    func end() async throws -> Int32 {
        let status = try await terminal.end()
        update()
        return status
    }
}
