import FoundationEssentials
import OpenFinance

extension ProductsReport {
    /// `40 products from 12 of 13 banks.`; of a saved list, from when it is.
    var summary: String {
        let products = countOfProducts
        if isSaved {
            return "\(products), as of \(retrievedAt?.formatted(.iso8601) ?? "a time that the file does not say")."
        }
        let asked = lfisAsked ?? 0
        return "\(products) from \(catalogue.lfisAnswered) of \(asked) \(asked == 1 ? "bank" : "banks")."
    }

    /// `40 products`; `2 of 87 products` where a limit has cut.
    private var countOfProducts: String {
        let count = shown.count
        let all = showsExcluded ? catalogue.excluded.count : catalogue.productsInAll
        let counted = count < all ? "\(count) of \(all)" : "\(count)"
        return "\(counted) \(max(count, all) == 1 ? "product" : "products")" + (showsExcluded ? " left out" : "")
    }

    /// For whoever reads it later: `75 products from 13 of 14 banks, asked on 2026-11-29, 15:35 in the UAE.`
    var headline: String {
        let answered = lfisAsked.map { "\(catalogue.lfisAnswered) of \($0)" } ?? "\(catalogue.lfisAnswered)"
        let banks = "\(answered) \(lfisAsked ?? catalogue.lfisAnswered == 1 ? "bank" : "banks")"
        return "\(countOfProducts) from \(banks), \(provenance.clause)."
    }

    /// What was asked for, and what that has done.
    var facts: [Fact] {
        let told = [
            excludedCounts.map { Fact("The banks' criteria", $0) }, outOfDate.map { Fact("Out of date", $0) },
        ]
        let list = savedScope.isWhole ? [] : [Fact("The list has only", savedScope.words)]
        return list + asked + told.compactMap(\.self)
    }

    var notes: [String] {
        [headline] + facts.map(\.sentence) + [leftOpen, missingTerm].compactMap(\.self) + provenance.gaps
            + [disclaimer].compactMap(\.self)
    }

    /// How many products are listed although it is open whether the user can have them.
    var leftOpen: String? {
        let count = catalogue.products.filter { !$0.leftOpen.isEmpty }.count
        guard count > 0, !showsExcluded else { return nil }
        return "For \(count) it is open whether you can have \(count == 1 ? "it" : "them") (LEFT OPEN)."
    }

    /// How many the user's preferences leave out, by what; nil where they leave out none.
    var excludedCounts: String? { excludedCounts(\.rawValue) }

    /// - Parameter name: what a criterion is called.
    func excludedCounts(_ name: (EligibilityCriterion) -> String) -> String? {
        guard !catalogue.excluded.isEmpty else { return nil }
        let counts = EligibilityCriterion.allCases.compactMap { criterion -> (name: String, count: Int)? in
            let count = catalogue.excluded.filter { $0.excludedBy.contains(criterion) }.count
            return count == 0 ? nil : ("\(name(criterion)) \(count)", count)
        }.sorted { $0.count > $1.count }
        return "\(catalogue.excluded.count) left out: \(counts.map(\.name).joined(separator: ", "))"
    }

    /// What the user's preferences did: how many they leave out, and which of them how many; where nothing is left, which
    /// one to do without.
    var excludedByPreferences: String? {
        let excluded = catalogue.excluded
        guard let excludedCounts, !showsExcluded else { return nil }
        let sentence = "\(excludedCounts) (--excluded lists them)."
        guard catalogue.products.isEmpty else { return sentence }
        let alone = Dictionary(grouping: excluded.filter { $0.excludedBy.count == 1 }, by: { $0.excludedBy[0] })
        guard let best = alone.max(by: { ($0.value.count, $1.key.rawValue) < ($1.value.count, $0.key.rawValue) }) else {
            return "\(sentence) None is left, even without any one of these."
        }
        return "\(sentence) None is left; without \(best.key.rawValue) there would be \(best.value.count)."
    }

    /// How many of those that are shown cannot be had on the day.
    var outOfDate: String? {
        let count = shown.filter { !$0.product.validity(at: scenario.date).isCurrent }.count
        guard count > 0 else { return nil }
        return
            "\(count) \(count == 1 ? "is" : "are") not available on \(scenario.date.dayInUAE), and listed last (VALID)."
    }

    /// Why nothing is estimated of finance, though an amount is there; nil where there is nothing to say.
    var missingTerm: String? {
        let isFinance = shown.contains { [.finance, .mortgage].contains($0.product.category?.canonical) }
        guard scenario.amount != nil, scenario.months == nil, isFinance else { return nil }
        return "The cost of finance depends on its term, too: give it with --term."
    }

    static let noOffers = "These are neither tailored quotes nor pre-approved offers."

    /// Nil where there is nothing that could be taken for an offer.
    var disclaimer: String? { shown.isEmpty ? nil : shown.disclaimer(in: scenario) }

    /// The last words: how many, what of them is open, what they are not. In one line where that fits.
    func closing(on terminal: Terminal) -> String {
        let style = terminal.style
        let told = [excludedByPreferences, leftOpen, outOfDate, missingTerm].compactMap(\.self)
        let parts = [summary] + told + [disclaimer].compactMap(\.self)
        let fits = parts.reduce(0) { $0 + $1.displayWidth + 1 } <= terminal.width ?? .max
        let styled = [style.bold(summary)] + told + [disclaimer.map(style.dim)].compactMap(\.self)
        return styled.joined(separator: fits ? " " : "\n")
    }

    /// A sentence for each failure, or one for all that failed alike where they are many.
    var failureSentences: [String] {
        let groups = Dictionary(grouping: catalogue.failures, by: FailureKind.init)
        var told: Set<FailureKind> = []
        return catalogue.failures.compactMap { failure in
            let kind = FailureKind(failure)
            guard let alike = groups[kind], alike.count > Self.mostAlikeOneByOne else { return failure.sentence() }
            return told.insert(kind).inserted ? failure.sentence(for: alike) : nil
        }
    }

    /// That this machine's clock is off, where a bank refuses what is dated by it; nil where it is not, or none refuses.
    var clockHint: String? {
        guard catalogue.lfisAnswered > 0,
            let failure = catalogue.failures.first(where: {
                $0.isRefusal && $0.clockText != nil && clock.isThisMachines($0)
            }),
            let skew = failure.clockText
        else { return nil }
        return
            "This machine's clock is \(skew) that of \(failure.lfi.label): set it by NTP, since banks refuse "
            + "requests with a wrong time.".forTerminal
    }

    /// What to do where some banks do not know the client; nil where none says so, or all do.
    var registrationHint: String? {
        let count = catalogue.failures.count { $0.code == "invalid_client" && $0.isRefusal }
        guard count > 0, catalogue.lfisAnswered > 0 else { return nil }
        return "'invalid_client' means that this client is not registered at the bank, or not activated yet: "
            + "see 'ofp register --status'."
    }

    /// A sentence for each oddity of an answer.
    var remarkSentences: [String] {
        // Those about the directory are told when it is read.
        catalogue.remarks.filter { !$0.isOfDirectory }.map {
            "\($0.lfi.label) gave an odd answer: \($0.message).".forTerminal
        }
    }

    /// When one cause hits every bank, eighty equal lines would hide it.
    private static let mostAlikeOneByOne = 5
}

private struct FailureKind: Hashable {
    let stage: RequestStep
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
        let times = attempts.flatMap { $0 > 1 ? "\($0) attempts" : nil }
        let kind = [reason.rawValue, status.map { "status \($0)" }, code, times].compactMap(\.self)
            .joined(separator: ", ")
        let wait =
            retryAfter.map { wait in
                "; it asks to wait " + (wait < RetryAfter.longest ? "\(wait.components.seconds) s" : "a day or longer")
            } ?? ""
        return "\(stage.rawValue) (\(kind)): \(message)\(wait)"
    }

    /// Who failed, where, why, and by which id the bank's support finds it.
    ///
    /// - Parameter alike: everyone who failed so, where they are told in one.
    func sentence(for alike: [LFIFailure] = []) -> String {
        let what = "failed at \(details)."
        guard !alike.isEmpty else {
            let interaction = interactionID.map { " Interaction id: \($0)." } ?? ""
            return "\(lfi.label) \(what)\(interaction)".forTerminal
        }
        let hasIDs = alike.contains { $0.interactionID != nil }
        let banks = alike.map { failure in
            failure.lfi.label + (failure.interactionID.map { " (\($0))" } ?? "")
        }
        return
            "\(alike.count) banks \(what) They are\(hasIDs ? ", with their interaction ids," : "") \(banks.joined(separator: ", "))."
            .forTerminal
    }
}
