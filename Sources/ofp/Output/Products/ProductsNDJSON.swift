import FoundationEssentials
import OpenFinance

/// One product a line: each LFI's as soon as it has answered, or all at the end where an order was asked for.
struct ProductsNDJSON: ProductsOutput {
    var isOrdered = false

    func outcome(_ outcome: LFIOutcome) -> Data {
        guard !isOrdered, case .answered(_, let products) = outcome else { return Data() }
        return lines(products)
    }

    func end(_ report: ProductsReport) -> Data { isOrdered ? lines(report.catalogue.products) : Data() }

    private func lines(_ products: [ListedProduct]) -> Data {
        var lines = Data()
        for product in products {
            lines.append(product.outputJSON)
            lines.append(UInt8(ascii: "\n"))
        }
        return lines
    }
}
