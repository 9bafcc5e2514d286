import ArgumentParser
import FoundationEssentials
import OpenFinance
import OpenFinanceConformance

/// `ofp conformance`: which bank breaks which published rule, where.
struct ConformanceCommand: AsyncParsableCommand, OFPCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance",
        abstract: "Show which bank breaks which published rule, and where.",
        discussion: """
            EXAMPLES
              ofp conformance
              ofp conformance --lfi "Liwa Bank" --level note --format markdown
              ofp conformance --from all.json --level warning
              ofp conformance --output conformance.json
              ofp conformance --baseline conformance.json --format junit
              ofp conformance --probe --lfi "Liwa Bank"
              ofp conformance --rules

            Each bank is asked for its products as by 'ofp products', and once more for each documented parameter. What it \
            answers is held against the published rules: its entry in the directory, discovery, TLS, its token, the schema of \
            its version, and what no schema says. The same rule broken at the same place is one finding, with a count and up to \
            three examples: product, value, interaction id, time. No lead is ever sent. Connections are begun as no client should \
            begin them, with old TLS and without a certificate, to see them refused: no request is sent on them.

            --probe asks what is wrong on purpose, too: without a token, with an invented one, without a required header, for \
            a category that does not exist.

            It exits with 2 where there is something to show at the level, with 0 where there is nothing.
            """
    )

    @OptionGroup(title: "Filters") var filters: ConformanceFilterOptions
    @OptionGroup(title: "Output") var output: ConformanceOutputOptions
    @OptionGroup(title: "Saved lists") var saved: SavedListOptions

    @Flag(help: "Ask each bank what is wrong on purpose, too, and look at its errors.")
    var probe = false

    @Flag(help: "List the rules, and check nothing.")
    var rules = false

    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func validate() throws {
        if probe, saved.from != nil { throw ValidationError("--probe cannot be used with --from, which asks no bank") }
    }

    func run(in context: CommandContext) async throws -> CommandStatus {
        let files = [("--from", saved.from), ("--baseline", output.baseline)]
        if rules {
            let start = try CommandStart(settings, context)
            let sink = try output.destination.sink(start.console, sparing: start.spared)
            try sink.print([RulesReport()], as: output.format)
            try sink.finish()
            return .success
        }
        let baseline: ConformanceBaseline?
        let scope = ConformanceScope(categories: filters.categories, probes: probe)
        if let from = saved.from {
            let start = try CommandStart(settings, context, reading: files)
            let sink = try output.destination.sink(start.console, sparing: start.spared)
            baseline = try output.baseline.map { path throws(CommandFailure) in try ConformanceBaseline(at: path) }
            let whole = try SavedProducts(at: from)
            let list: SavedProducts
            let results: [BankConformance]
            do throws(OpenFinanceError) {
                list = try whole.restricted(to: filters.selection)
                results = try list.conformance(scope, of: LFISelection())
            } catch {
                throw CommandFailure(error)
            }
            var report = ConformanceReport(
                results, lookingAt: .products, level: output.level, baseline: baseline, at: list.retrievedAt)
            report.asked = filters.askedFor(among: list.lfis) + list.lacks
            report.filters = filters.filters(among: list.lfis)
            for failure in list.failures { start.console.note("When this list was made, \(failure.sentence())") }
            return try finish(report, in: sink, on: start.console, wasInterrupted: false)
        }
        let session = try Session(settings, context, reading: files)
        let sink = try output.destination.sink(session.console, sparing: session.spared)
        baseline = try output.baseline.map { path throws(CommandFailure) in try ConformanceBaseline(at: path) }
        let checked = try await session.conformance(filters.selection, scope)
        defer { checked.interruption.end() }
        var report = ConformanceReport(
            checked.results, and: checked.ofDirectory, lookingAt: probe ? .probes : .answers, level: output.level,
            baseline: baseline, at: Date())
        (report.asked, report.filters) = (filters.askedFor(among: report.banks), filters.filters(among: report.banks))
        for failure in report.failures { session.console.warn(failure.sentence()) }
        await session.end()
        if !checked.wasInterrupted, report.banksChecked == 0, report.deviations.isEmpty {
            throw CommandFailure(nobodyAnswered: report.failures)
        }
        return try finish(report, in: sink, on: session.console, wasInterrupted: checked.wasInterrupted)
    }

    private func finish(
        _ report: ConformanceReport, in sink: OutputSink, on console: Console, wasInterrupted: Bool
    ) throws(CommandFailure) -> CommandStatus {
        try sink.print([report], as: output.format)
        try sink.finish()
        console.summarize(report.summary)
        return report.status(wasInterrupted: wasInterrupted)
    }
}

extension SavedProducts {
    /// What a report of the list cannot tell of.
    fileprivate var lacks: [Fact] {
        let failed = failures.map(\.lfi.label).joined(separator: ", ")
        return (scope.isWhole ? [] : [Fact("The list has only", scope.words)])
            + (failed.isEmpty ? [] : [Fact("Failed when the list was made", failed)])
    }
}
