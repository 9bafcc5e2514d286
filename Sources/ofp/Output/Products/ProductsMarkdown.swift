import FoundationEssentials
import OpenFinance

/// Products as a table of GitHub Flavored Markdown.
struct ProductsMarkdown: ProductsOutput {
    func end(_ report: ProductsReport) -> Data {
        let rows = report.catalogue.products.map(ProductRow.init)
        let columns = rows.isEmpty ? [.name, .bank, .id] : ProductColumn.columns(for: rows, of: report)
        let table = MarkdownTable(
            titles: columns.map(\.title.titleCased), alignments: columns.map(\.alignment),
            rows: rows.map { row in columns.map { $0.text(row) } })
        return Data(table.text.utf8)
    }
}

extension String {
    /// `MIN BALANCE` as `Min balance`; what is an abbreviation stays one.
    fileprivate var titleCased: String { count <= 2 ? self : prefix(1) + dropFirst().lowercased() }
}
