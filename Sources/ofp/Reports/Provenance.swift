import FoundationEssentials
import OpenFinance

/// What the products of a report rest on: when their banks were asked, what for, and who did not answer. Whoever gets a file
/// of them by mail sees no terminal, where that was told, too.
struct Provenance: Sendable {
    /// Nil where a saved list does not say.
    var time: Date?
    var asked: [Fact] = []
    var failedBanks = 0
    /// The same one by one, for a program.
    var failures: [LFIFailure] = []
    /// A sentence for each bank that failed or answered oddly, or one for all alike.
    var gaps: [String] = []

    /// `asked on 2026-11-29, 15:35 in the UAE`.
    var clause: String {
        time.map { "asked on \($0.dayInUAE), \($0.timeInUAE) in the UAE" }
            ?? "asked on a day that the list does not say"
    }

    var sentence: String { "The banks were \(clause)." }

    /// For a document.
    func notes(_ disclaimer: String) -> [String] {
        [sentence] + asked.map(\.sentence) + gaps + [disclaimer]
    }

    /// Ids by which products were looked for, where it is not about all products: any bank may have one of the same id.
    var ids: [String] = []

    /// What the sentences are of.
    var gapsTitle: String {
        if !ids.isEmpty, failedBanks > 0 {
            let whose = failedBanks == 1 ? "whether it has" : "whether they have"
            return
                "\(failedBanks.counted("bank")) failed: \(whose) a product of \(ids.count == 1 ? "this id" : "these ids") is not known"
        }
        return switch failedBanks {
        case 0: "Odd answers"
        case 1: "1 bank failed: its products are missing"
        default: "\(failedBanks) banks failed: their products are missing"
        }
    }
}

extension ProductsReport {
    var provenance: Provenance {
        Provenance(
            time: retrievedAt, asked: asked, failedBanks: catalogue.failures.count,
            gaps: failureSentences + remarkSentences)
    }
}

extension [ListedProduct] {
    /// What the ecosystem's user-experience rules would have a person told beside products.
    func disclaimer(in scenario: Scenario) -> String {
        let hasEstimates =
            scenario.amount != nil && contains { Estimate($0.product, $0.terms, in: scenario) != nil }
        return ProductsReport.noOffers
            + (hasEstimates ? " What they cost, or earn in a year, is estimated by the published rates." : "")
    }
}
