import FoundationEssentials
import OpenFinance
import OpenFinanceConformance

/// How many of the published rules one bank's products break, as far as they show it by themselves.
struct ProductFindings: Sendable {
    let lfi: LFI.Identity
    let products: Int
    private let errors: Int
    private let warnings: Int

    init(_ found: BankConformance) {
        (lfi, products) = (found.lfi, found.products)
        errors = found.deviations.count { $0.severity == .error }
        warnings = found.deviations.count { $0.severity == .warning }
    }

    /// `2 errors, 1 warning in 20 products`.
    var text: String {
        "\(errors.counted("error")), \(warnings.counted("warning")) in \(products.counted("product"))"
    }

    var isEmpty: Bool { errors + warnings == 0 }
}

extension ProductsReport {
    /// Of each bank that has products here. It takes as long as reading them again.
    ///
    /// - Parameter versions: that the banks were asked in; without one, a bank's products tell it.
    func findings(askedIn versions: [LFI.Identity: APIVersion]) -> [ProductFindings] {
        let products = Dictionary(grouping: catalogue.products + catalogue.excluded, by: \.lfi)
        return lfis.filter { products[$0.identity] != nil }.concurrentMap(pieceLength: 1) { lfi in
            ProductFindings(
                BankConformance(
                    of: products[lfi.identity] ?? [], from: lfi.identity, in: versions[lfi.identity], at: retrievedAt))
        }
    }
}
