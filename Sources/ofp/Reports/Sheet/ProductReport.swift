import FoundationEssentials
import OpenFinance

/// What `ofp product` prints: one product in full, and what can be done about it.
struct ProductReport: Report {
    static let formats = ReportFormat.ofDocuments + [.html]

    let product: ListedProduct
    let scenario: Scenario
    let suggestions: Suggestions
    let provenance: Provenance

    func text(on terminal: Terminal) -> String {
        SheetText(on: terminal).text(ProductSheet(product, in: scenario), next: choices)
    }

    var table: Table {
        let comparison = Comparison([product], in: scenario)
        return Table(
            ["Section", "Name"].map { .init(title: $0) } + comparison.titles.map { .init(title: $0) },
            comparison.rows.map { [$0.section, $0.name] + $0.values })
    }

    var notes: [String] { provenance.notes([product].disclaimer(in: scenario)) }

    /// The product as in `ofp products`, and when it was asked for. A bank's own member of that name stays what it is.
    func writeJSON(to write: (Data) -> Void) {
        var line = product.outputJSON(in: scenario)
        if product.json.member("Meta") == nil {
            line.removeLast()
            line.append(contentsOf: ",\"Meta\":".utf8)
            line.append(JSONOutput.encode(NamedProductsMetaJSON(provenance, withFailures: true)))
            line.append(contentsOf: "}".utf8)
        }
        write(line + "\n".utf8)
    }

    /// What the ecosystem's user-experience rules have a person offered for one product.
    private var choices: [ProductSheet.Line] {
        let validity = product.product.validity(at: scenario.date)
        let channel = validity.isCurrent ? product.product.applicationChannels.first?.value : nil
        let nothing = validity.text.map { "not available (\($0))" } ?? "the bank states no way to apply"
        var lines = [ProductSheet.Line(label: "Apply", value: channel ?? nothing)]
        if channel != nil, let command = suggestions.apply(product) {
            lines.append(.init(label: "", value: command, isVerbatim: true))
        }
        if let command = suggestions.lead(product) {
            lines.append(.init(label: "Be contacted", value: command, isVerbatim: true))
        }
        return lines + [.init(label: "Leave it", value: "nothing is sent to the bank")]
    }
}
