import FoundationEssentials
import OpenFinance

/// One product a line, each LFI's as soon as it has answered.
struct ProductsNDJSON: ProductsOutput {
    func outcome(_ outcome: LFIOutcome) -> Data {
        guard case .answered(_, let products) = outcome else { return Data() }
        var lines = Data()
        for product in products {
            lines.append(product.outputJSON)
            lines.append(UInt8(ascii: "\n"))
        }
        return lines
    }

    func end(_: ProductsReport) -> Data { Data() }
}
