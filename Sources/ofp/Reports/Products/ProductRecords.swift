import FoundationEssentials
import OpenFinance

extension ProductsReport {
    /// What is flat of each product: every member and every figure in a column of its own.
    var records: Table {
        let columns =
            columns.map { chosen in chosen.flatMap { column in ProductRecord.columns.filter { $0.of == column } } }
            ?? ProductRecord.columns.filter { $0.of != .excludedBy || showsExcluded }
        return Table(
            columns: columns.map { .init(title: $0.title) },
            rows: rows.map { row in columns.map { $0.cell(row) } })
    }
}

/// The columns of ``ProductsReport/records``.
private enum ProductRecord {
    struct Column: Sendable {
        /// Which column of a table says the same.
        let of: ProductColumn?
        let title: String
        let cell: @Sendable (ProductRow) -> Table.Cell
    }

    /// Members go by their names in the API, headlines by those of their settings for ordering.
    static let columns: [Column] =
        [
            text("LFIName", .bank) { $0.listed.lfi.name },
            text("LFIId") { $0.listed.statedLFIIDText },
            text("LFIBrandId") { $0.listed.statedBrandIDText },
            text("AuthorisationServerId") { $0.listed.lfi.id },
            text("ProductId", .id) { $0.product.id },
            text("ProductName", .product) { $0.product.name },
            text("AlternativeBrandName", .product) { $0.product.alternativeBrandName },
            text("ProductCategory", .category) { $0.product.categoryText },
            text("Description") { $0.product.description },
            text("IsShariaCompliant", .sharia) { $0.product.isShariaCompliant.map { $0 ? "true" : "false" } },
            text("ShariaStructure", .sharia) { $0.product.shariaStructure },
            text("DenominationCurrency") { $0.product.currency },
            time("LastUpdatedDateTime", .updated) { $0.product.lastUpdatedText },
            number("Rate", .rate) { $0.headlines.rate?.figure },
            number("LowestRate", .rate) { $0.headlines.rate?.lowest },
            number("HighestRate", .rate) { $0.headlines.rate?.highest },
            text("RateKind", .rate) { $0.headlines.rate?.kind.rawValue },
            text("RateBasis", .rate) { $0.headlines.rate?.basis.word },
        ]
        + money("AnnualFee", .annualFee) { $0.headlines.annualFee }
        + money("MinimumBalance", .minimumBalance) { $0.headlines.minimumBalance }
        + money("MinimumSalary", .minimumSalary) { $0.headlines.minimumSalary }
        + ApplicationChannel.Kind.allCases.map { kind in
            (kind == .uri ? link : text)(kind.memberName, .apply) { row in
                row.product.applicationChannels.first { $0.kind == kind }?.value
            }
        }
        + [text("LeftOpen", .leftOpen) { $0.listed.leftOpen.map(\.rawValue).joined(separator: " ") }]
        + later

    /// Those that came later stand after the others, which keep their places.
    private static let later: [Column] =
        [
            text("Type", .type) { $0.terms.subtype },
            number("LowestNominalRate", .nominal) { $0.headlines.rate?.nominal?.lowest },
            number("HighestNominalRate", .nominal) { $0.headlines.rate?.nominal?.highest },
            text("IsFlatRate", .nominal) { row in
                row.headlines.rate.flatMap { $0.side == .paid ? ($0.isFlat ? "true" : "false") : nil }
            },
            number("AnnualReturn", .annualReturn) { $0.headlines.annualReturn },
        ]
        + money("MinimumOpeningBalance", .minimumOpeningBalance) { $0.headlines.minimumOpeningBalance }
        + [
            text("IsSalaryTransferRequired", .salaryTransfer) {
                $0.product.isSalaryTransferRequired.map { $0 ? "true" : "false" }
            }
        ]
        + money("MinimumFinanceAmount", .amounts) { $0.terms.minimumFinanceAmount }
        + money("MaximumFinanceAmount", .amounts) { $0.terms.maximumFinanceAmount }
        + [
            number("MinimumMonths", .term) { row in row.terms.tenors.compactMap(\.least).min().map { Decimal($0) } },
            number("MaximumMonths", .term) { row in row.terms.tenors.compactMap(\.most).max().map { Decimal($0) } },
            worded("FixedUntil", .fixedUntil), worded("MaximumLoanToValue", .loanToValue),
            worded("DownPayment", .downPayment), worded("AccountOwnership", .ownership),
            time("EffectiveFromDateTime", .valid) { $0.product.effectiveFromText },
            time("EffectiveToDateTime", .valid) { $0.product.effectiveToText },
            text("Validity", .valid) { $0.headlines.validity.word },
            link("KfsUri", .keyFacts) { $0.product.keyFactsAddress },
        ]
        + money("Instalment", .instalment) { $0.finance?.instalment }
        + money("LaterInstalment", .instalment) { $0.finance?.laterInstalment }
        + money("Cost", .cost) { $0.finance?.cost }
        + money("CostWithFees", .costWithFees) { $0.finance?.costWithFees }
        + money("Earnings", .earnings) { $0.deposit?.earnings }
        + fee("ProcessingFee", .processing) + fee("LatePaymentFee", .latePayment)
        + fee("ForeignTransactionFee", .foreignTransaction)
        + [
            number("MinimumAge") { $0.terms.eligibility.ages.least },
            number("MaximumAge") { $0.terms.eligibility.ages.most },
            text("RateType", .rate) { $0.terms.depositRates?.rateType ?? $0.terms.financeRates?.rateType },
            text("DisplayName", .product) { $0.product.displayName },
            worded("Cashback", .cashback),
        ]
        + [text("ExcludedBy", .excludedBy) { $0.listed.excludedBy.map(\.rawValue).joined(separator: " ") }]

    private static func text(
        _ title: String, _ of: ProductColumn? = nil, _ value: @escaping @Sendable (ProductRow) -> String?
    ) -> Column {
        Column(of: of, title: title) { Table.Cell(value($0)) }
    }

    /// Of what is charged, each figure by itself: per cent of something, an amount, the most that a percentage comes to.
    private static func fee(_ title: String, _ type: Charge.Kind) -> [Column] {
        [number("\(title)Percentage") { $0.terms.component(of: type) { $0.percentage } }]
            + money(title) { $0.terms.component(of: type) { $0.amount } }
            + money("\(title)Maximum") { $0.terms.component(of: type) { $0.most } }
    }

    private static func time(
        _ title: String, _ of: ProductColumn? = nil, _ value: @escaping @Sendable (ProductRow) -> String?
    ) -> Column {
        Column(of: of, title: title) { row in
            let text = value(row)
            return text.flatMap { text in Timestamp.parse(text).map { .time($0, text) } } ?? Table.Cell(text)
        }
    }

    private static func link(
        _ title: String, _ of: ProductColumn? = nil, _ value: @escaping @Sendable (ProductRow) -> String?
    ) -> Column {
        Column(of: of, title: title) { row in value(row).map(Table.Cell.link) ?? .unknown }
    }

    /// In the words of the table.
    private static func worded(_ title: String, _ column: ProductColumn) -> Column {
        text(title, column) { row in
            let text = column.text(row)
            return text == ProductColumn.unknown ? nil : text
        }
    }

    private static func number(
        _ title: String, _ of: ProductColumn? = nil, _ value: @escaping @Sendable (ProductRow) -> Decimal?
    ) -> Column {
        Column(of: of, title: title) { row in value(row).map(Table.Cell.number) ?? .unknown }
    }

    private static func money(
        _ title: String, _ of: ProductColumn? = nil, _ value: @escaping @Sendable (ProductRow) -> Money?
    ) -> [Column] {
        [number(title, of) { value($0)?.amount }, text("\(title)Currency", of) { value($0)?.currency }]
    }
}
