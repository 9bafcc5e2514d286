import OpenFinance

/// Changes for a person at a terminal: what came, what went, and then product by product what is another.
extension ChangesReport {
    func text(on terminal: Terminal) -> String {
        let sections = [
            section("New", changes.added, on: terminal), section("Withdrawn", changes.withdrawn, on: terminal),
            changed(on: terminal),
        ]
        return sections.compactMap(\.self).joined(separator: "\n")
    }

    private func title(_ title: String, _ count: Int, _ style: Style) -> String {
        style.bold("\(title.uppercased()) (\(count))") + "\n"
    }

    private func section(_ title: String, _ products: [ListedProduct], on terminal: Terminal) -> String? {
        guard !products.isEmpty else { return nil }
        let columns: [ProductColumn] = [.product, .bank, .category, .rate, .id]
        let rows = products.map { ProductRow($0, in: scenario) }
        let table = Table(
            columns: columns.map { column in
                Table.Column(
                    title: column.title, alignment: column.alignment, narrowest: column.narrowest,
                    dropOrder: column.dropOrder, isFaint: column == .id)
            },
            rows: rows.map { row in columns.map { .text($0.text(row)) } })
        return self.title(title, products.count, terminal.style) + table.text(on: terminal)
    }

    private func changed(on terminal: Terminal) -> String? {
        guard !changes.changed.isEmpty else { return nil }
        let products = changes.changed.map { change in
            let product = change.new.product
            let name = (product.displayName ?? ProductColumn.unknown).forTerminal.truncated(to: Self.widestName)
            let whose = [change.new.lfi.label.forTerminal.truncated(to: Self.widestName), product.id?.forTerminal]
            let head = ([terminal.style.bold(name)] + whose.compactMap(\.self)).joined(separator: " · ")
            let lines = ChangeLine.told(change).map { text($0, on: terminal) }
            return head + "\n" + lines.joined()
        }
        return title("Changed", products.count, terminal.style) + products.joined(separator: "\n")
    }

    /// More of a text than this nobody compares by eye; JSON has all of it.
    private static let widestValue = 200
    private static let widestName = 60

    /// `what: old → new (difference)` and, where it comes from one place, that place below it.
    private func text(_ line: ChangeLine, on terminal: Terminal) -> String {
        func value(_ text: String?) -> String {
            (text ?? ProductColumn.unknown).forTerminal.truncated(to: Self.widestValue)
        }
        // Figure and unit stay in one line.
        let difference = line.differenceText.map { " (\($0.forTerminal.replacing(" ", with: "\u{A0}")))" } ?? ""
        let sentence = "\(value(line.words)): \(value(line.oldText)) → \(value(line.newText))\(difference)"
        let room = max(20, (terminal.width ?? 120) - 4)
        let told = sentence.wrapped(to: room, breakingWords: true).enumerated().map { ($0 == 0 ? "  " : "    ") + $1 }
        let place = line.place.map { ["    " + terminal.style.dim($0.forTerminal)] } ?? []
        return (told + place).joined(separator: "\n") + "\n"
    }
}
