import FoundationEssentials
import OpenFinance

extension ProductsReport {
    /// A list that can be read without a script, and with it filtered, ordered, looked into and compared.
    var page: Page? {
        let rows = rows
        let columns = columns(for: rows)
        return Page(
            title: "Products of UAE Open Finance",
            main: HTML(
                template: PackageResources.list_html,
                [
                    "summary": "\(headline)", "disclaimer": "\(disclaimer ?? Self.noOffers)",
                    "facts": HTML(facts: facts),
                    "banks": banksHTML, "findings": findingsHTML, "columns": HTML(columns.map { $0.html(in: order) }),
                    "rows": HTML(rows.map { row in "<tr>\(HTML(columns.map { $0.html(row) }))</tr>\n" }),
                    "residences": HTML(
                        ResidenceStatus.allCases.enumerated().map { "<option value=\"\($0)\">\($1.words)</option>" }),
                ]),
            data: HTML(json: PageData(self, rows, columns).json))
    }

    private var banksHTML: HTML {
        let failed = Set(catalogue.failures.map(\.lfi))
        let answered = lfis.filter { !failed.contains($0.identity) }.map(\.label)
        let html = HTML(gaps: provenance.gaps, titled: provenance.gapsTitle)
        guard !answered.isEmpty else { return html }
        return """
            \(html)<details class="answered"><summary>\(answered.count) \(answered.count == 1 ? "bank" : "banks") answered</summary>
            <p>\(HTML(answered.map { label -> HTML in "<bdi>\(label)</bdi> " }))</p></details>
            """
    }

    /// What an engineer asks each bank about: how often its products break the published rules.
    private var findingsHTML: HTML {
        guard !findings.isEmpty else { return "" }
        let items = findings.map { bank -> HTML in "<li><bdi>\(bank.lfi.label)</bdi>: \(bank.text)</li>\n" }
        let command = "ofp conformance \(isSaved ? "--from FILE " : "")--lfi BANK"
        return """
            <details class="findings"><summary>\(findingsTitle)</summary><ul>
            \(HTML(items))</ul>
            <p>Each rule that is broken at one kind of place counts once. <code>\(command)</code> has the whole report: \
            which rule, where, and examples.</p></details>

            """
    }

    private var findingsTitle: String {
        switch findings.count(where: { !$0.isEmpty }) {
        case 0: "No bank's products break the published rules"
        case 1: "The products of 1 bank break the published rules"
        case let count: "The products of \(count) banks break the published rules"
        }
    }
}

extension ProductColumn {
    /// No cell is longer than in a table: the whole text stands where the product is shown alone. Figures stand on the right,
    /// and need no direction of their own.
    func html(_ row: ProductRow) -> HTML {
        let text = text(row).forTerminal.truncated(to: TableLayout.widest)
        switch self {
        case .product: return "<th scope=\"row\" dir=\"auto\">\(text)"
        // In words of our own.
        case .sharia, .apply, .updated, .valid, .salaryTransfer: return "<td class=\"s\">\(text)"
        default: return alignment == .trailing ? "<td class=\"n\">\(text)" : "<td dir=\"auto\">\(text)"
        }
    }

    func html(in order: ProductOrder) -> HTML {
        "<th scope=\"col\" class=\"\(alignment == .trailing ? "n " : "")\(rawValue)\">\(title(in: order))"
    }

    /// What a reader orders the products by with this column.
    var orderKey: ProductOrder.Key? {
        switch self {
        case .product: .name
        case .id: .id
        default: key
        }
    }
}

extension ResidenceStatus {
    /// For a person.
    var words: String {
        switch self {
        case .uaeResident: "UAE resident"
        case .expatriatesResident: "Expatriate resident"
        case .gccNational: "GCC national"
        case .nonUAEResident: "Not resident in the UAE"
        }
    }
}
