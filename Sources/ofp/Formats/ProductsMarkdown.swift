import FoundationEssentials
import OpenFinance

/// Products as a table of GitHub Flavored Markdown.
struct ProductsMarkdown: ProductsOutput {
    /// Nil for those that have something to say.
    var chosen: [ProductColumn]?

    func end(_ report: ProductsReport) -> Data {
        let rows = report.rows
        let columns = chosen ?? (rows.isEmpty ? [.product, .bank, .id] : ProductColumn.columns(for: rows, of: report))
        let table = MarkdownTable(
            titles: columns.map { $0.title(in: report.order).titleCased }, alignments: columns.map(\.alignment),
            rows: rows.map { row in columns.map { $0.text(row) } })
        return Data(table.text.utf8)
    }
}

extension String {
    /// `MIN BALANCE` as `Min balance`; what is an abbreviation stays one.
    fileprivate var titleCased: String { count <= 2 ? self : prefix(1) + dropFirst().lowercased() }
}
