import FoundationEssentials
import OpenFinance

/// A column of the lists that people read: tables and Markdown.
enum ProductColumn: CaseIterable {
    case name, bank, category, sharia, rate, annualFee, minimumBalance, minimumSalary, updated, open, apply, id

    static let unknown = "–"

    /// The columns that have something to say about these products, in the order in which they stand.
    static func columns(for rows: [ProductRow], of report: ProductsReport) -> [ProductColumn] {
        allCases.filter { column in
            switch column {
            case .name, .bank, .sharia, .rate, .apply, .id: true
            case .category: Set(rows.map(\.product.category)).count > 1
            case .updated: report.order.key == .updated
            case .open: rows.contains { !$0.listed.leftOpen.isEmpty }
            case .annualFee, .minimumBalance, .minimumSalary: rows.contains { column.text($0) != unknown }
            }
        }
    }

    /// Whether the column is there to show what the products are ordered by.
    func shows(_ key: ProductOrder.Key) -> Bool {
        switch (self, key) {
        case (.rate, .rate), (.annualFee, .annualFee), (.minimumBalance, .minimumBalance),
            (.minimumSalary, .minimumSalary), (.updated, .updated):
            true
        default: false
        }
    }

    /// Which column a narrow table does without first; nil for one that stays.
    var dispensability: Int? {
        switch self {
        case .name, .bank, .open, .id: nil
        case .rate: 0
        case .category: 1
        case .apply: 2
        case .minimumBalance: 3
        case .annualFee: 4
        case .sharia: 5
        case .minimumSalary: 6
        case .updated: 7
        }
    }

    var title: String {
        switch self {
        case .name: "PRODUCT"
        case .bank: "BANK"
        case .category: "CATEGORY"
        case .sharia: "SHARIA"
        case .rate: "RATE"
        case .annualFee: "FEE/YEAR"
        case .minimumBalance: "MIN BALANCE"
        case .minimumSalary: "MIN SALARY"
        case .updated: "UPDATED"
        case .open: "LEFT OPEN"
        case .apply: "APPLY"
        case .id: "ID"
        }
    }

    var alignment: TextAlignment {
        switch self {
        case .rate, .annualFee, .minimumBalance, .minimumSalary: .trailing
        default: .leading
        }
    }

    /// How narrow a table may make the column; nil where its text is not to be cut: half a number is another number, and
    /// an id is there to be copied.
    var narrowest: Int? {
        switch self {
        case .name: 16
        case .bank: 12
        case .id: 24
        default: nil
        }
    }

    /// As the LFI sent it, where it is the LFI's.
    func text(_ row: ProductRow) -> String {
        let product = row.product
        return switch self {
        case .name: product.displayName ?? Self.unknown
        case .bank: row.listed.lfi.name
        case .category: product.category?.rawValue ?? Self.unknown
        case .sharia: product.isShariaCompliant.map { $0 ? "yes" : "no" } ?? Self.unknown
        case .rate: row.headlines.rate?.text ?? Self.unknown
        case .annualFee: row.headlines.annualFee?.text ?? Self.unknown
        case .minimumBalance: row.headlines.minimumBalance?.text ?? Self.unknown
        case .minimumSalary: row.headlines.minimumSalary?.text ?? Self.unknown
        case .updated: product.lastUpdatedText.map { String($0.prefix(10)) } ?? Self.unknown
        case .open: row.listed.leftOpen.map(\.rawValue).joined(separator: " ")
        case .apply: product.applicationChannels.first?.kind.word ?? Self.unknown
        case .id: product.id ?? Self.unknown
        }
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
