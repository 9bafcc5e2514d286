import FoundationEssentials
import OpenFinance

/// Products for a person at a terminal.
struct ProductsTable: ProductsOutput {
    /// Nil for as wide as it takes.
    var width: Int?
    var style: Style

    func end(_ report: ProductsReport) -> Data {
        let products = report.catalogue.products
        guard !products.isEmpty else { return Data() }
        let fields = Field.shown(for: products)
        let layout = TableLayout(columns: fields.map(\.column))
        let rows = products.map { product in fields.map { $0.text(product).forTerminal } }
        let widths = layout.widths(of: rows, available: width)
        var lines = [layout.line(layout.columns.map(\.title), widths: widths) { style.bold($1) }]
        for row in rows {
            lines.append(
                layout.line(row, widths: widths) { index, cell in
                    fields[index] == .id ? style.dim(cell) : cell
                })
        }
        return Data((lines.joined(separator: "\n") + "\n").utf8)
    }

    private enum Field {
        case name, bank, category, sharia, currency, apply, id

        /// The category is worth a column only where there are several.
        static func shown(for products: [ListedProduct]) -> [Field] {
            let categories = Set(products.map(\.product.category))
            return [.name, .bank] + (categories.count > 1 ? [.category] : []) + [.sharia, .currency, .apply, .id]
        }

        var column: TableLayout.Column {
            switch self {
            case .name: .init(title: "PRODUCT", narrowest: 16)
            case .bank: .init(title: "BANK", narrowest: 12)
            case .category: .init(title: "CATEGORY")
            case .sharia: .init(title: "SHARIA")
            case .currency: .init(title: "CCY")
            case .apply: .init(title: "APPLY")
            case .id: .init(title: "ID", narrowest: 8)
            }
        }

        func text(_ listed: ListedProduct) -> String {
            let product = listed.product
            return switch self {
            case .name: product.displayName ?? Self.unknown
            case .bank: listed.lfi.name
            case .category: product.category?.rawValue ?? Self.unknown
            case .sharia: product.isShariaCompliant.map { $0 ? "yes" : "no" } ?? Self.unknown
            case .currency: product.currency ?? Self.unknown
            case .apply: product.applicationChannels.first?.kind.word ?? Self.unknown
            case .id: product.id ?? Self.unknown
            }
        }

        private static let unknown = "–"
    }
}

extension ApplicationChannel.Kind {
    /// One word for a narrow column.
    fileprivate var word: String {
        switch self {
        case .uri: "online"
        case .phone: "phone"
        case .email: "email"
        case .description: "see text"
        }
    }
}
