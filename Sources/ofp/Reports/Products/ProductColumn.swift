import ArgumentParser
import FoundationEssentials
import OpenFinance

/// A column of the lists that people read. The names are those that '--columns' takes.
enum ProductColumn: String, CaseIterable, APIValueArgument {
    case product, bank, category, type, sharia, rate, nominal
    case annualReturn = "annual-return"
    case instalment, cost
    case costWithFees = "cost-with-fees"
    case earnings
    case annualFee = "annual-fee"
    case minimumBalance = "minimum-balance"
    case minimumOpeningBalance = "minimum-opening-balance"
    case minimumSalary = "minimum-salary"
    case salaryTransfer = "salary-transfer"
    case amounts, term
    case fixedUntil = "fixed-until"
    case loanToValue = "loan-to-value"
    case downPayment = "down-payment"
    case cashback, ownership, updated, valid
    case leftOpen = "left-open"
    case excludedBy = "excluded-by"
    case apply
    case keyFacts = "key-facts"
    case id

    static let unknown = "–"

    /// The columns that have something to say about these products, in the order in which they stand.
    static func columns(for rows: [ProductRow], of report: ProductsReport) -> [ProductColumn] {
        allCases.filter { column in
            switch column {
            case .product, .bank, .sharia, .rate, .apply, .id: true
            case .category: Set(rows.map(\.product.category)).count > 1
            case .updated: report.order.key == .updated
            case .annualReturn: report.order.key == .annualReturn
            case .minimumOpeningBalance:
                report.order.key == .minimumOpeningBalance
                    || rows.contains {
                        $0.headlines.minimumOpeningBalance != nil
                            && $0.headlines.minimumOpeningBalance != $0.headlines.minimumBalance
                    }
            case .leftOpen: !report.showsExcluded && column.says(rows)
            case .excludedBy: report.showsExcluded
            case .annualFee, .minimumBalance, .minimumSalary, .nominal, .instalment, .cost, .costWithFees, .earnings,
                .valid:
                column.says(rows)
            case .type, .salaryTransfer, .amounts, .term, .fixedUntil, .loanToValue, .downPayment, .cashback,
                .ownership, .keyFacts:
                false
            }
        }
    }

    private func says(_ rows: [ProductRow]) -> Bool { rows.contains { !text($0).isEmpty && text($0) != Self.unknown } }

    /// What the products are ordered by, where the column is there to show it.
    var key: ProductOrder.Key? {
        switch self {
        case .rate: .rate
        case .annualReturn: .annualReturn
        case .annualFee: .annualFee
        case .minimumBalance: .minimumBalance
        case .minimumOpeningBalance: .minimumOpeningBalance
        case .minimumSalary: .minimumSalary
        case .updated: .updated
        default: nil
        }
    }

    /// Which column a narrow table does without first (the highest); nil for one that stays.
    var dropOrder: Int? {
        switch self {
        case .product, .bank, .leftOpen, .excludedBy, .id: nil
        case .rate: 0
        // Whoever names an amount asks for these.
        case .instalment, .earnings: 1
        case .category: 2
        case .apply: 3
        case .cost: 4
        case .valid: 5
        case .minimumBalance: 6
        case .annualFee: 7
        case .sharia: 8
        case .minimumSalary: 9
        case .nominal: 10
        case .costWithFees: 11
        case .minimumOpeningBalance: 12
        default: 13
        }
    }

    var title: String {
        switch self {
        case .annualFee: "Fee/year"
        case .minimumBalance: "Min balance"
        case .minimumOpeningBalance: "Min opening"
        case .minimumSalary: "Min salary"
        case .annualReturn: "Return/year"
        case .costWithFees: "Cost + fees"
        case .earnings: "Earnings/year"
        case .leftOpen: "Left open"
        case .excludedBy: "Left out by"
        case .salaryTransfer: "Salary transfer"
        case .fixedUntil: "Fixed until"
        case .loanToValue: "Max LTV"
        case .downPayment: "Down payment"
        case .keyFacts: "Key facts"
        case .id: "ID"
        default: rawValue.prefix(1).uppercased() + rawValue.dropFirst()
        }
    }

    /// The title with the direction, where the products are ordered by this column.
    func title(in order: ProductOrder) -> String {
        guard let key, key == order.key else { return title }
        switch order.direction {
        case .ascending?: return "\(title) ↑"
        case .descending?: return "\(title) ↓"
        case nil: return key == .rate || key == .annualReturn ? "\(title), best first" : "\(title) ↑"
        }
    }

    var alignment: TextAlignment {
        switch self {
        case .rate, .nominal, .annualReturn, .instalment, .cost, .costWithFees, .earnings, .annualFee,
            .minimumBalance, .minimumOpeningBalance, .minimumSalary, .loanToValue:
            .trailing
        default: .leading
        }
    }

    /// How narrow a table may make the column; nil where its text is not to be cut: half a number is another number, and
    /// an id is there to be copied.
    var narrowest: Int? {
        switch self {
        case .product: 16
        case .bank: 12
        case .id: 24
        case .fixedUntil: 12
        default: nil
        }
    }
}
