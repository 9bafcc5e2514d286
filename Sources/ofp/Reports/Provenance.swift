import FoundationEssentials
import OpenFinance

/// What the products of a report rest on: when their banks were asked, what for, and who did not answer. Whoever gets a file
/// of them by mail sees no terminal, where that was told, too.
struct Provenance: Sendable {
    /// Nil where a saved list does not say.
    var time: Date?
    var asked: [Fact] = []
    var failedBanks = 0
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

    /// What the sentences are of.
    var gapsTitle: String {
        switch failedBanks {
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
