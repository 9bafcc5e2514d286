/// A table for a person at a terminal: columns that fit its width, titles in capitals.
extension Table {
    /// - Parameter isWrapped: false for a line a row, whatever of its end is cut off then.
    func text(on terminal: Terminal, isWrapped: Bool = true) -> String {
        var columns = columns.indices.map { TextColumn(self, $0) }
        if let width = terminal.width {
            while columns.narrowest > width, let least = columns.leastNeeded { columns.remove(at: least) }
        }
        let layout = TableLayout(columns: columns.map(\.column))
        let natural = layout.widths(natural: columns.map(\.width), available: terminal.width)
        let widths =
            isWrapped
            ? layout.widths(wrapping: natural, least: columns.map(\.widestWord), available: terminal.width) : natural
        // What is cut says so; what is wrapped is all there.
        func lines(_ cells: [String], style: (Int, String) -> String) -> String {
            let parts = cells.indices.map { index in
                widths[index] < natural[index] ? cells[index].wrapped(to: widths[index]) : [cells[index]]
            }
            return (0..<(parts.map(\.count).max() ?? 1)).map { line in
                layout.line(parts.map { line < $0.count ? $0[line] : "" }, widths: widths) { index, cell in
                    cell.allSatisfy { $0 == " " } ? cell : style(index, cell)
                }.withoutBlanksAtEnd + "\n"
            }.joined()
        }
        return lines(columns.map(\.title)) { terminal.style.bold($1) }
            + rows.indices.map { row in
                lines(columns.map { $0.cells[row] }) { index, cell in
                    columns[index].column.isFaint ? terminal.style.dim(cell) : cell
                }
            }.joined()
    }
}

/// A column with its cells, measured once.
private struct TextColumn {
    let column: Table.Column
    let title: String
    let cells: [String]
    /// Without giving way.
    let width: Int
    /// What it takes where its cells are wrapped; nil where they are cut instead.
    var widestWord: Int? { column.narrowest == nil ? ([title] + cells).map(\.widestWord).max() : nil }

    init(_ table: Table, _ index: Int) {
        column = table.columns[index]
        title = column.title.uppercased()
        cells = table.rows.map { $0[index].text.forTerminal }
        width = cells.reduce(title.displayWidth) { max($0, $1.displayWidth) }
    }
}

extension [TextColumn] {
    /// The width of the table when every column gives way as far as it may.
    fileprivate var narrowest: Int {
        reduce(TableLayout.gap * (count - 1)) { $0 + Swift.min($1.width, $1.column.narrowest ?? $1.width) }
    }

    /// The column to leave out next where there is no room for all.
    fileprivate var leastNeeded: Int? {
        indices.filter { self[$0].column.dropOrder != nil }
            .max { (self[$0].column.dropOrder ?? 0) < (self[$1].column.dropOrder ?? 0) }
    }
}

/// Lays cells out in columns that fit a width.
struct TableLayout {
    var columns: [Table.Column]
    /// No column is wider, not even where nobody looks at a terminal: one long text would widen every line.
    static let widest = 120

    /// Columns between two columns of the table.
    static let gap = 2

    /// The width of each column, so that the table takes at most `available` columns where that can be had.
    ///
    /// The widest of the columns that may give way gives first, of equals the one further right: short ones stay whole
    /// as long as possible.
    ///
    /// - Parameter natural: what each would take.
    func widths(natural: [Int], available: Int?) -> [Int] {
        var widths = natural.map { min($0, Self.widest) }
        guard let available else { return widths }
        var excess = total(widths) - available
        while excess > 0 {
            let givers = columns.indices.filter { index in
                columns[index].narrowest.map { widths[index] > $0 } ?? false
            }
            guard let widest = givers.max(by: { (widths[$0], $0) < (widths[$1], $1) }) else { break }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    /// Where the columns that give way are not enough, cells of the others are wrapped, the widest first.
    ///
    /// - Parameter least: what each takes then; nil for one that is not wrapped.
    func widths(wrapping natural: [Int], least: @autoclosure () -> [Int?], available: Int?) -> [Int] {
        guard let available, total(natural) > available else { return natural }
        var widths = natural
        let least = least()
        while total(widths) > available {
            let wrapped = widths.indices.filter { index in least[index].map { widths[index] > $0 } ?? false }
            guard let widest = wrapped.max(by: { (widths[$0], $0) < (widths[$1], $1) }) else { break }
            widths[widest] -= 1
        }
        return widths
    }

    /// The width of a line with columns of the given widths.
    func total(_ widths: [Int]) -> Int { widths.reduce(0, +) + Self.gap * (columns.count - 1) }

    /// One line of text; the last column is not padded, so that no line ends in spaces.
    func line(_ cells: [String], widths: [Int], style: (Int, String) -> String = { $1 }) -> String {
        columns.indices.map { index in
            let cell = cells[index].truncated(to: widths[index])
            let isLast = index == columns.count - 1
            let padded = cell.padded(to: widths[index], alignment: columns[index].alignment)
            return style(index, isLast && columns[index].alignment == .leading ? cell : padded)
        }.joined(separator: String(repeating: " ", count: Self.gap))
    }
}
