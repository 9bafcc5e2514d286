import FoundationEssentials
import OpenFinance

/// One product a line: each LFI's as soon as it has answered, or all at the end where an order was asked for.
struct ProductsNDJSON: ProductsOutput {
    var isOrdered = false
    var scenario = Scenario()

    func outcome(_ outcome: LFIOutcome) -> Data {
        guard !isOrdered, case .answered(_, let answer) = outcome else { return Data() }
        return lines(answer.products)
    }

    func end(_ report: ProductsReport) -> Data { isOrdered ? lines(report.shown) : Data() }

    func end(_ report: ProductsReport, _ write: (Data) -> Void) {
        if isOrdered { writeLines(report.shown, to: write) }
    }

    private func lines(_ products: [ListedProduct]) -> Data {
        var lines = Data()
        writeLines(products) { lines.append($0) }
        return lines
    }

    private func writeLines(_ products: [ListedProduct], to write: (Data) -> Void) {
        guard !products.isEmpty else { return }
        products.writeJSON(in: scenario, separator: { $0 == 0 ? "" : "\n" }, to: write)
        write(Data("\n".utf8))
    }
}
