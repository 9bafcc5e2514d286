import FoundationEssentials
import OpenFinance
import OpenFinanceConformance

/// What `ofp conformance` prints.
struct ConformanceReport: Report {
    static let formats: [ReportFormat] = [.text, .json, .csv, .markdown, .html, .junit]

    /// Bank by bank, the gravest first; those of the level alone, and without those of a baseline.
    let deviations: [Deviation]
    let banks: [LFI.Identity]
    /// Why not all banks could be looked at to the end.
    let failures: [LFIFailure]
    /// How many of the banks gave their products.
    let banksChecked: Int
    /// The rules that there was something to look at by.
    let looked: [LFI.Identity: Set<RuleID>]
    /// By which each bank's products can be had.
    let requests: [LFI.Identity: String]
    let products: Int
    let level: Rule.Severity
    /// Of a graver kind than the level none is left out; these are less grave.
    let belowLevel: Int
    /// Left out since a report of before has them, too; nil where there is none.
    let known: Int?
    let time: Date?
    /// What was asked for, in words, and for a program.
    var asked: [Fact] = []
    var filters: [ListScope.Filter] = []
    /// How far one has looked.
    let extent: ConformanceExtent

    init(
        _ results: [BankConformance], and ofDirectory: [Deviation] = [], lookingAt extent: ConformanceExtent,
        level: Rule.Severity, baseline: ConformanceBaseline?, at time: Date?
    ) {
        self.extent = extent
        let results = results.sorted { ($0.lfi.name, $0.lfi.id) < ($1.lfi.name, $1.lfi.id) }
        let all = ofDirectory + results.flatMap(\.deviations)
        let told = all.filter { $0.severity >= level }
        let new = told.filter { baseline?.has($0) != true }
        deviations = new
        banks = results.map(\.lfi)
        failures = results.flatMap(\.failures)
        banksChecked = results.count { $0.failure == nil }
        looked = Dictionary(results.map { ($0.lfi, $0.looked) }) { $0.union($1) }
        requests = Dictionary(results.compactMap { bank in bank.request.map { (bank.lfi, $0) } }) { first, _ in first }
        products = results.reduce(0) { $0 + $1.products }
        self.level = level
        belowLevel = all.count - told.count
        known = baseline == nil ? nil : told.count - new.count
        self.time = time
    }

    func count(_ severity: Rule.Severity) -> Int { deviations.count { $0.severity == severity } }

    /// `3 errors in 40 products of 12 banks; 1 bank failed; 5 less grave ones are shown by --level note.`
    var summary: String {
        let counts = Rule.Severity.allCases.reversed().filter { $0 >= level }.map { count($0).counted($0.rawValue) }
        let found =
            "\(counts.joined(separator: ", ")) in \(products.counted("product")) of \(banksChecked.counted("bank"))"
        let failed = banks.count - banksChecked
        let more = [
            failed == 0 ? nil : "\(failed.counted("bank")) failed",
            known.map { "\($0) known from before" },
            belowLevel == 0 ? nil : "\(belowLevel.counted("less grave one")) with --level note",
        ].compactMap(\.self)
        return ([found] + more).joined(separator: "; ") + "."
    }

    /// For whoever reads it later: when the banks were asked, and which of them.
    var facts: [Fact] {
        let time = time.map { "\($0.dayInUAE), \($0.timeInUAE) in the UAE" }
        return [Fact("Asked on", time ?? "a day that the list does not say")] + asked
    }

    /// Whoever asks for it by the exit code is told of what is shown: that is what the level is for.
    func status(wasInterrupted: Bool) -> CommandStatus {
        if wasInterrupted { return .interrupted }
        if !deviations.isEmpty { return .changed }
        return failures.isEmpty ? .success : .partial
    }

    /// Every bank that something is said of, in one order.
    var groups: [(lfi: LFI.Identity, deviations: [Deviation])] {
        var order: [LFI.Identity] = []
        var groups: [LFI.Identity: [Deviation]] = [:]
        for deviation in deviations {
            if groups[deviation.lfi] == nil { order.append(deviation.lfi) }
            groups[deviation.lfi, default: []].append(deviation)
        }
        return order.map { ($0, groups[$0] ?? []) }
    }
}

extension Int {
    func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}

extension Deviation {
    /// What is wrong, without final stop: `Found 'AED 1,000', expected what matches …`.
    var clause: String {
        "Found \(examples.first?.value.map { "'\($0)'" } ?? "nothing"), expected \(expected)"
    }

    var timesText: String { count == 1 ? "once" : "\(count) times" }

    /// The rule's source, with the schema.
    var source: String { [rule.rule.source, schema].compactMap(\.self).joined(separator: ", ") }
}

extension Deviation.Example {
    /// Who can find it at the bank by what: `product LIWA-1, interaction id …, 2026-…`.
    var whereabouts: String {
        [
            productID.map { "product \($0)" }, interactionID.map { "interaction id \($0)" },
            time?.formatted(.iso8601),
        ].compactMap(\.self).joined(separator: ", ")
    }
}
