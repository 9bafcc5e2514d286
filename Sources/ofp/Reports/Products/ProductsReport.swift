import FoundationEssentials
import OpenFinance

/// All that `ofp products` has to tell once every LFI's outcome is known.
struct ProductsReport: Report {
    static let formats: [ReportFormat] = [.table, .json, .ndjson, .csv, .markdown, .html, .xlsx]

    var catalogue: Catalogue
    var order = ProductOrder()
    var scenario = Scenario()
    /// Whether what preferences leave out is shown in place of the rest.
    var showsExcluded = false
    /// How many are shown; nil for all.
    var limit: Int?
    /// Which of the banks' products it has, by all that was asked for.
    var scope = ListScope()
    /// The same of the list that it comes out of.
    var savedScope = ListScope()
    /// The LFIs that were asked, or that a saved list knows of.
    var lfis: [SavedLFI] = []
    /// Nil where a saved list does not say.
    var lfisAsked: Int?
    var retrievedAt: Date?
    /// Of every request, in the order in which they ended; nil where nobody wants to know.
    var timings: [RequestTiming]?
    /// Whether the products come out of a saved list.
    var isSaved = false
    /// What a table shows of them; nil for what has something to say.
    var columns: [ProductColumn]?
    /// What was asked for, in words.
    var asked: [Fact] = []
    /// What breaks the published rules, bank by bank; empty where nobody wants to know.
    var findings: [ProductFindings] = []
    /// How this machine's clock stands to those of whoever was asked.
    var clock = ClockComparison()
}

extension ProductsReport {
    /// What is to be shown: the products; or those that preferences leave out, where these are asked for.
    var shown: [ListedProduct] {
        guard showsExcluded else { return catalogue.products }
        return limit.map { Array(catalogue.excluded.prefix($0)) } ?? catalogue.excluded
    }

    var rows: [ProductRow] {
        let scenario = scenario
        return shown.concurrentMap { ProductRow($0, in: scenario) }
    }

    var table: Table {
        let rows = rows
        let columns = columns(for: rows)
        return Table(
            columns: columns.map { column in
                Table.Column(
                    title: column.title(in: order), alignment: column.alignment, narrowest: column.narrowest,
                    // What was asked for, and what decides the order, is there however narrow the terminal is.
                    dropOrder: self.columns != nil || column.key == order.key ? nil : column.dropOrder,
                    isFaint: column == .id)
            },
            rows: rows.map { row in columns.map { .text($0.text(row)) } })
    }

    /// Those that were asked for, or that have something to say.
    func columns(for rows: [ProductRow]) -> [ProductColumn] {
        columns ?? (rows.isEmpty ? [.product, .bank, .id] : ProductColumn.columns(for: rows, of: self))
    }

    /// Nothing where there is none: that there is none is told beside it.
    func text(on terminal: Terminal) -> String { shown.isEmpty ? "" : table.text(on: terminal) }
}
