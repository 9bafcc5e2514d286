import FoundationEssentials
import OpenFinance

/// Products for a person at a terminal.
struct ProductsTable: ProductsOutput {
    /// Nil for as wide as it takes.
    var width: Int?
    var style: Style
    /// Nil for those that have something to say.
    var chosen: [ProductColumn]?

    func end(_ report: ProductsReport) -> Data {
        let rows = report.rows
        guard !rows.isEmpty else { return Data() }
        var columns = (chosen ?? ProductColumn.columns(for: rows, of: report)).map {
            FilledColumn($0, rows, report.order)
        }
        while chosen == nil, let width, columns.narrowest > width, let least = columns.leastNeeded(for: report.order) {
            columns.remove(at: least)
        }
        let layout = TableLayout(columns: columns.map(\.layout))
        let widths = layout.widths(natural: columns.map(\.width), available: width)
        var text = layout.line(columns.map(\.layout.title), widths: widths) { style.bold($1) } + "\n"
        for row in rows.indices {
            text += layout.line(columns.map { $0.cells[row] }, widths: widths) { index, cell in
                columns[index].column == .id ? style.dim(cell) : cell
            }
            text += "\n"
        }
        return Data(text.utf8)
    }
}

/// A column with its cells, measured once.
private struct FilledColumn {
    let column: ProductColumn
    let layout: TableLayout.Column
    let cells: [String]
    /// Without giving way.
    let width: Int

    init(_ column: ProductColumn, _ rows: [ProductRow], _ order: ProductOrder) {
        self.column = column
        let title = column.title(in: order)
        layout = .init(title: title, alignment: column.alignment, narrowest: column.narrowest)
        cells = rows.map { column.text($0).forTerminal }
        width = cells.reduce(title.displayWidth) { max($0, $1.displayWidth) }
    }
}

extension [FilledColumn] {
    /// The width of the table when every column gives way as far as it may.
    fileprivate var narrowest: Int {
        reduce(TableLayout.gap * (count - 1)) { $0 + Swift.min($1.width, $1.layout.narrowest ?? $1.width) }
    }

    /// The column to leave out next where there is no room for all; never the one by which the products are ordered.
    fileprivate func leastNeeded(for order: ProductOrder) -> Int? {
        indices.filter { self[$0].column.dropOrder != nil && self[$0].column.key != order.key }
            .max { (self[$0].column.dropOrder ?? 0) < (self[$1].column.dropOrder ?? 0) }
    }
}
