/// A comparison for a person at a terminal: rows under section titles.
struct ComparisonText {
    /// Nil for as wide as it takes.
    var width: Int?
    var style: Style

    private static let widestName = 30
    private static let narrowestName = 12
    private static let narrowestValue = 12
    /// Where there is no room for that either.
    private static let leastValue = 10

    /// A row whose values differ has a mark before it.
    func text(_ comparison: Comparison) -> String {
        guard let width, width - 2 - Self.narrowestName < (Self.leastValue + 2) * comparison.titles.count else {
            return sideBySide(comparison)
        }
        return oneBelowTheOther(comparison, max(width, 20))
    }

    /// Where there is no room beside each other: the products have numbers, and below each line's name they stand in turn.
    private func oneBelowTheOther(_ comparison: Comparison, _ width: Int) -> String {
        func item(_ label: String, _ text: String) -> [String] {
            let lines = text.forTerminal.wrapped(to: width - 6, breakingWords: true)
            return lines.enumerated().map { ($0 == 0 ? "  \(label) " : "").padded(to: 6) + $1 }
        }
        var lines = comparison.titles.enumerated().flatMap { item("\($0 + 1)", $1) }.map(style.bold)
        var section: String?
        for row in comparison.rows {
            if row.section != section {
                section = row.section
                lines += ["", style.bold(row.section.uppercased().forTerminal)]
            }
            let mark = row.differs ? Comparison.mark : " "
            let name = row.name.forTerminal.wrapped(to: width - 2, breakingWords: true)
            let values = row.values.map { $0 ?? ProductColumn.unknown }
            let items =
                row.differs ? values.enumerated().flatMap { item("\($0 + 1)", $1) } : item("all", values.first ?? "")
            let cells = name.enumerated().map { ($0 == 0 ? mark : " ") + " " + $1 } + items
            lines += row.differs ? cells : cells.map(style.dim)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func sideBySide(_ comparison: Comparison) -> String {
        let widestName = min(Self.widestName, comparison.rows.map { $0.name.forTerminal.displayWidth }.max() ?? 0)
        let columns = comparison.titles.indices.map { index in
            ([comparison.titles[index]] + comparison.rows.map { $0.values[index] ?? ProductColumn.unknown })
                .map(\.forTerminal.displayWidth).max() ?? 0
        }
        let (names, widths) = fit(widestName, columns)
        var lines = line("", "", comparison.titles, names, widths).map(style.bold)
        var section: String?
        for row in comparison.rows {
            if row.section != section {
                section = row.section
                lines += ["", style.bold(row.section.uppercased().forTerminal)]
            }
            let cells = line(
                row.differs ? Comparison.mark : " ", row.name, row.values.map { $0 ?? ProductColumn.unknown }, names,
                widths)
            lines += row.differs ? cells : cells.map(style.dim)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func line(
        _ mark: String, _ name: String, _ values: [String], _ nameWidth: Int, _ widths: [Int]
    ) -> [String] {
        let cells =
            [name.forTerminal.wrapped(to: nameWidth, breakingWords: true)]
            + zip(values, widths).map { $0.forTerminal.wrapped(to: $1, breakingWords: true) }
        let widths = [nameWidth] + widths
        return (0..<(cells.map(\.count).max() ?? 1)).map { index in
            let parts = cells.indices.map { cell in
                (index < cells[cell].count ? cells[cell][index] : "").padded(to: widths[cell])
            }
            return ((index == 0 ? mark : "").padded(to: 2) + parts.joined(separator: "  ")).withoutBlanksAtEnd
        }
    }

    /// The widest values give way first, evenly, down to what can be read well; then the names; then the values once more.
    private func fit(_ name: Int, _ values: [Int]) -> (name: Int, values: [Int]) {
        guard let width else { return (name, values.map { min($0, 60) }) }
        let available = width - 2 - 2 * values.count
        var (name, values) = (name, values)
        func narrow(to least: Int) {
            while name + values.reduce(0, +) > available, let widest = values.max(), widest > least,
                let index = values.lastIndex(of: widest)
            {
                values[index] -= 1
            }
        }
        narrow(to: Self.narrowestValue)
        name = max(min(name, Self.narrowestName), min(name, available - values.reduce(0, +)))
        narrow(to: Self.leastValue)
        return (name, values)
    }
}
