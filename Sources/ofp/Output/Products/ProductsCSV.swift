import FoundationEssentials
import OpenFinance

/// Products as comma-separated values (RFC 4180): a header, then a line a product with what is flat of it.
struct ProductsCSV: ProductsOutput {
    /// Whether the text begins with the mark by which Excel knows UTF-8.
    var hasByteOrderMark = false

    func end(_ report: ProductsReport) -> Data {
        var text = hasByteOrderMark ? "\u{FEFF}" : ""
        text += CSV.line(Self.columns.map { CSV.Cell.text($0.title) })
        for row in report.catalogue.products.map(ProductRow.init) {
            text += CSV.line(Self.columns.map { $0.cell(row) })
        }
        return Data(text.utf8)
    }

    private struct Column: Sendable {
        let title: String
        let cell: @Sendable (ProductRow) -> CSV.Cell
    }

    /// Members go by their names in the API, headlines by those of their settings for ordering.
    private static let columns: [Column] =
        [
            text("LFIName") { $0.listed.lfi.name },
            text("LFIId") { $0.listed.lfiIDText },
            text("LFIBrandId") { $0.listed.lfiBrandIDText },
            text("AuthorisationServerId") { $0.listed.lfi.id },
            text("ProductId") { $0.product.id },
            text("ProductName") { $0.product.name },
            text("AlternativeBrandName") { $0.product.alternativeBrandName },
            text("ProductCategory") { $0.product.category?.rawValue },
            text("Description") { $0.product.description },
            text("IsShariaCompliant") { $0.product.isShariaCompliant.map { $0 ? "true" : "false" } },
            text("ShariaStructure") { $0.product.shariaStructure },
            text("DenominationCurrency") { $0.product.currency },
            text("LastUpdatedDateTime") { $0.product.lastUpdatedText },
            number("Rate") { $0.headlines.rate?.figure },
            number("LowestRate") { $0.headlines.rate?.lowest },
            number("HighestRate") { $0.headlines.rate?.highest },
            text("RateKind") { $0.headlines.rate?.kind.rawValue },
            text("RateBasis") { $0.headlines.rate?.basis.word },
        ]
        + money("AnnualFee") { $0.headlines.annualFee }
        + money("MinimumBalance") { $0.headlines.minimumBalance }
        + money("MinimumSalary") { $0.headlines.minimumSalary }
        + ApplicationChannel.Kind.allCases.map { kind in
            text(kind.memberName) { row in row.product.applicationChannels.first { $0.kind == kind }?.value }
        } + [text("LeftOpen") { $0.listed.leftOpen.map(\.rawValue).joined(separator: " ") }]

    private static func text(_ title: String, _ value: @escaping @Sendable (ProductRow) -> String?) -> Column {
        Column(title: title) { .text(value($0) ?? "") }
    }

    private static func number(_ title: String, _ value: @escaping @Sendable (ProductRow) -> Decimal?) -> Column {
        Column(title: title) { row in value(row).map(CSV.Cell.number) ?? .text("") }
    }

    private static func money(_ title: String, _ value: @escaping @Sendable (ProductRow) -> Money?) -> [Column] {
        [number(title) { value($0)?.amount }, text("\(title)Currency") { value($0)?.currency }]
    }
}
