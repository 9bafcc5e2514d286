/// Lays cells out in columns that fit a width. Knows nothing of what the cells mean.
struct TableLayout {
    struct Column {
        var title: String
        var alignment = TextAlignment.leading
        /// A column gives way down to this width when the table is too wide; nil for one that never does.
        var narrowest: Int?
    }

    var columns: [Column]
    /// No column is wider, not even where nobody looks at a terminal: one long text would widen every line.
    static let widest = 120

    /// Columns between two columns of the table.
    static let gap = 2

    /// The width of each column, so that the table takes at most `available` columns where that can be had.
    ///
    /// The widest of the columns that may give way gives first, of equals the one further right: short ones stay whole
    /// as long as possible.
    func widths(of rows: [[String]], available: Int?) -> [Int] {
        let natural = columns.indices.map { index in
            rows.reduce(columns[index].title.displayWidth) { max($0, $1[index].displayWidth) }
        }
        return widths(natural: natural, available: available)
    }

    /// The same, for columns that have been measured.
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
