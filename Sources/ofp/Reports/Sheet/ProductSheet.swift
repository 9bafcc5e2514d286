import OpenFinance

/// One product in full, in sections that a person can read. Nothing of it is left out: what the API does not name has
/// its place beside what it does.
struct ProductSheet {
    struct Section {
        var title: String
        var lines: [Line] = []
    }

    struct Line: Hashable {
        var depth = 0
        var label: String
        /// Nil for a line that only heads those below it.
        var value: String?
        /// Whether it is to be copied as it stands, and not broken into lines.
        var isVerbatim = false
    }

    let title: String
    /// Whose it is, of which kind.
    let subtitle: String
    let sections: [Section]

    init(_ listed: ListedProduct, in scenario: Scenario = Scenario()) { self.init(ProductRow(listed, in: scenario)) }

    /// - Parameter row: which has read the product already.
    init(_ row: ProductRow) {
        let listed = row.listed
        let product = listed.product
        title = product.displayName ?? product.id ?? ProductColumn.unknown
        let sharia = product.isShariaCompliant == true ? "Sharia-compliant" : nil
        subtitle = [
            listed.lfi.label, product.categoryText,
            sharia.map { [$0, product.shariaStructure.map { "(\($0))" }].compactMap(\.self).joined(separator: " ") },
        ].compactMap(\.self).joined(separator: " · ")
        var outline = SheetOutline()
        outline.add(listed)
        sections = [Self.glance(row)] + outline.sections
    }

    /// The headlines, and whose product it is; then what else is known of the figures that people choose by.
    private static func glance(_ row: ProductRow) -> Section {
        let headlines = row.headlines
        func line(_ label: String, _ value: String?) -> Line {
            Line(label: label, value: value ?? ProductColumn.unknown)
        }
        let always = [
            line("Bank", row.listed.lfi.label),
            line(headlines.rate?.title ?? "Rate", ProductColumn.rate.text(row)),
        ]
        let amounts = [
            line("Annual fee", headlines.annualFee?.text),
            line("Minimum balance", headlines.minimumBalance?.text),
            line("Minimum salary", headlines.minimumSalary?.text),
        ]
        func stated(_ columns: [(ProductColumn, String)]) -> [Line] {
            columns.map { Line(label: $1, value: $0.text(row)) }
                .filter { $0.value != ProductColumn.unknown && $0.value != "" }
        }
        let more = stated([
            (.minimumOpeningBalance, "Minimum opening balance"), (.valid, "Valid"),
        ])
        let estimates = stated([
            (.instalment, "Instalment (estimate)"), (.cost, "Cost (estimate)"),
            (.costWithFees, "Cost with fees (estimate)"), (.earnings, "Earned in a year (estimate)"),
        ])
        return Section(
            title: "At a glance",
            lines: always + stated([(.nominal, "Nominal rate")]) + amounts + more + estimates)
    }
}
