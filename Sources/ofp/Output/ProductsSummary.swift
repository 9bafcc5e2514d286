import OpenFinance

extension ProductsReport {
    /// `40 products from 12 of 13 banks.`
    var summary: String {
        let products = catalogue.products.count
        return "\(products) \(products == 1 ? "product" : "products") from \(catalogue.lfisAnswered) of "
            + "\(lfisAsked) \(lfisAsked == 1 ? "bank" : "banks"). Neither tailored quotes nor pre-approved offers."
    }
}

extension LFIFailure {
    /// Who failed, where, why, and by which id the bank's support finds it.
    var sentence: String {
        let details = [reason.rawValue, status.map { "status \($0)" }, code].compactMap(\.self).joined(separator: ", ")
        let interaction = interactionID.map { " Interaction id: \($0)." } ?? ""
        return "\(lfi.name) failed at \(stage.rawValue) (\(details)): \(message).\(interaction)".forTerminal
    }
}
