import ArgumentParser
import FoundationEssentials
import OpenFinance

/// `ofp products`: the products of all chosen LFIs in one list.
struct ProductsCommand: AsyncParsableCommand, OFPCommand {
    static let configuration = CommandConfiguration(
        commandName: "products",
        abstract: "List the products of every bank, or of those you name.",
        discussion: """
            EXAMPLES
              ofp products --category SavingsAccount
              ofp products --category Finance --category Mortgage --sharia --sort rate
              ofp products --category CreditCard --salary 12000 --age 30 --sort annual-fee
              ofp products --category Finance --amount 100000 --term 48m --sort rate
              ofp products --category CreditCard --type visa --salary 12000 --excluded
              ofp products --search "حساب توفير"
              ofp products --lfi "Liwa Bank" --exclude-lfi "Waha Retail" --format ndjson
              ofp products --output all.json
              ofp products --archive lists
              ofp products --timings --lfi "Liwa Bank"
              ofp products --from all.json --sort annual-return --limit 10
              ofp products --from all.json --columns product,bank,fixed-until
              ofp products --from all.json --updated-since 2026-06-01 --format markdown
              ofp products --from all.json --format csv --excel --output all.csv
              ofp products --from all.json --output all.html

            The products stand on standard output, everything else on standard error. They are listed by name, \
            whoever offers them, unless you ask for another order; ndjson prints each bank's as soon as it has answered \
            where no order and no limit is asked for.

            A deposit's rate is the highest of its standing rates. Finance has its annual percentage rate (APR), the lowest \
            where it is a range, with the nominal rate beside it; without one, the lowest nominal rate, after those with. An \
            order by rate is best first. Amounts of different currencies are not compared, they stand one currency after \
            the other. Products that do not state what is ordered by come last, behind them those that are not offered on \
            the day.

            --amount and --term say what each product would cost or earn, by the rates that its bank publishes: an \
            estimate, never a quote.

            What you say of yourself leaves out the products whose own criteria exclude you. Those that say nothing of \
            it stay, and are marked (LEFT OPEN).
            """
    )

    @OptionGroup(title: "Filters") var filters: ProductFilterOptions
    @OptionGroup(title: "In mind") var inMind: ScenarioOptions
    @OptionGroup(title: "About you") var preferences: PreferenceOptions
    @OptionGroup(title: "Order") var order: ProductOrderOptions
    @OptionGroup(title: "Output") var output: ProductsOutputOptions
    @OptionGroup(title: "Saved lists") var saved: SavedListOptions
    @OptionGroup(title: "Saved lists") var kept: KeptListOptions
    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func validate() throws {
        if output.timings, saved.from != nil {
            throw ValidationError("--timings cannot be used with --from, which asks no bank")
        }
        if kept.archive != nil, saved.from != nil {
            throw ValidationError("--archive cannot be used with --from, which asks no bank")
        }
    }

    func run(in context: CommandContext) async throws -> CommandStatus {
        try output.checkWorkbook()
        let timings = output.timings ? RequestTimings() : nil
        let source = try ProductSource(from: saved.from, settings, context, timings: timings)
        let sink = try output.destination.sink(source.console, sparing: source.spared)
        let archive: Archive? = if let folder = kept.archive { try Archive(writingTo: folder) } else { nil }
        let scenario = inMind.scenario
        let request = ProductsRequest(
            selection: filters.selection, query: filters.query(preferences.preferences, in: scenario),
            order: order.order, limit: order.limit, showsExcluded: output.excluded)
        let isStreamed =
            output.format == .ndjson && source.canStream && !order.isAskedFor && !output.excluded && archive == nil
        if output.excel { sink.write(CSV.byteOrderMark) }
        // An archive keeps whole lists, whatever is shown of them.
        var collected = try await source.collect(archive == nil ? request : request.unfiltered) { outcome in
            guard isStreamed, case .answered(_, let answer) = outcome else { return }
            answer.products.writeJSONLines(in: scenario, to: sink.write)
        }
        defer { collected.interruption?.end() }
        let list = collected.report
        if archive != nil { collected.report.reduce(to: request) }
        collected.report.columns = output.columns
        collected.report.asked = askedFor(among: collected.report.lfis)
        let isLogged = if case .live(let session) = source { session.wantsFindings } else { false }
        if output.format == .html || isLogged {
            collected.report.findings = collected.report.findings(askedIn: source.versions)
        }
        // Before anything is shown: neither a full disk there nor a reader that leaves takes it away.
        let kept = archive.map { $0.keeping(list, of: collected) }
        let status: CommandStatus
        do throws(CommandFailure) {
            status = try await show(collected, in: sink, from: source, isStreamed: isStreamed)
        } catch {
            // One failure ends the command; what became of the other is told as well.
            if let failure = kept?.told(on: source.console) { source.console.error(failure) }
            throw error
        }
        if let failure = kept?.told(on: source.console) { throw failure }
        return status
    }

    /// Everything but products that stood there as they came.
    private func show(
        _ collected: CollectedProducts, in sink: OutputSink, from source: ProductSource, isStreamed: Bool
    ) async throws(CommandFailure) -> CommandStatus {
        if !isStreamed { try sink.print([collected.report], as: output.format) }
        if let timings = collected.report.timings, output.format != .json {
            source.console.tell(TimingsTable(timings: timings).text(on: source.console.errorTerminal))
        }
        for note in notes(on: collected.report) { source.console.note(note) }
        if case .live(let session) = source {
            await session.keepIDs(of: collected.report)
            session.log(collected.report.findings)
        }
        await source.explain(collected)
        let status = try collected.status(allowPartial: output.allowPartial)
        try sink.finish()
        return status
    }

    /// What may be a typing error, where an option takes any text.
    private func notes(on report: ProductsReport) -> [String] {
        var notes: [String] = []
        let catalogue = report.catalogue
        if !filters.subtypes.isEmpty, catalogue.products.isEmpty, catalogue.excluded.isEmpty {
            notes.append(
                "No product is of that kind. Kinds are, for example, 'term deposit', 'visa' or 'auto': '--columns product,type' shows those of "
                    + "a list.")
        }
        if let bank = preferences.salaryBank, !report.lfis.contains(where: { $0.isCalled(bank) }),
            !(catalogue.products + catalogue.excluded).contains(where: { $0.isOfBank(called: bank) })
        {
            notes.append("No bank of this list is called '\(bank.forTerminal)': the salary goes to another one.")
        }
        return notes
    }
}
