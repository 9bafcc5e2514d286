import OpenFinance

extension ProductsReport {
    /// `40 products from 12 of 13 banks.`
    var summary: String {
        let products = catalogue.products.count
        return "\(products) \(products == 1 ? "product" : "products") from \(catalogue.lfisAnswered) of "
            + "\(lfisAsked) \(lfisAsked == 1 ? "bank" : "banks")."
    }

    /// What the ecosystem's user-experience rules would have a person told beside products.
    var disclaimer: String? {
        catalogue.products.isEmpty ? nil : "These are neither tailored quotes nor pre-approved offers."
    }

    /// A sentence for each failure, or one for all that failed alike where they are many.
    var failureSentences: [String] {
        let groups = Dictionary(grouping: catalogue.failures, by: FailureKind.init)
        var told: Set<FailureKind> = []
        return catalogue.failures.compactMap { failure in
            let kind = FailureKind(failure)
            guard let alike = groups[kind], alike.count > Self.mostAlikeOneByOne else { return failure.sentence() }
            return told.insert(kind).inserted ? failure.sentence(for: alike.map(\.lfi.name)) : nil
        }
    }

    /// When one cause hits every bank, eighty equal lines would hide it.
    private static let mostAlikeOneByOne = 5
}

private struct FailureKind: Hashable {
    let stage: LFIFailure.Stage
    let reason: LFIFailure.Reason
    let status: Int?
    let code: String?
    let message: String

    init(_ failure: LFIFailure) {
        stage = failure.stage
        reason = failure.reason
        status = failure.status
        code = failure.code
        message = failure.message
    }
}

extension LFIFailure {
    /// Where and why: `token (oauth, status 401, invalid_client): …`, without final stop.
    var details: String {
        let kind = [reason.rawValue, status.map { "status \($0)" }, code].compactMap(\.self).joined(separator: ", ")
        return "\(stage.rawValue) (\(kind)): \(message)"
    }

    /// Who failed, where, why, and by which id the bank's support finds it.
    ///
    /// - Parameter names: everyone who failed alike, where they are told in one; the id is then that of the first.
    func sentence(for names: [String] = []) -> String {
        let what = "failed at \(details)."
        let interaction = interactionID.map { " Interaction id: \($0)." } ?? ""
        let sentence =
            names.isEmpty
            ? "\(lfi.name) \(what)\(interaction)"
            : "\(names.count) banks \(what) They are \(names.joined(separator: ", ")).\(interaction)"
        return sentence.forTerminal
    }
}
