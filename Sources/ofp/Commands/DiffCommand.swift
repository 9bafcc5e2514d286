import ArgumentParser
import FoundationEssentials
import OpenFinance

/// `ofp diff`: what has changed between two lists of products.
struct DiffCommand: AsyncParsableCommand, OFPCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show which products are new, withdrawn or changed since a list was saved.",
        discussion: """
            EXAMPLES
              ofp diff all.json
              ofp diff all.json all.json --exit-code
              ofp diff all.json --category CreditCard --lfi "Liwa Bank" --format markdown
              ofp diff all.json --format html
              ofp products --format json | ofp diff all.json - --format csv

            A list is one that 'ofp products --format json' or '--archive' has saved. With one, the banks are asked for what \
            they have now. Of a change you see the headline first, then each value with its place, as words and as a JSON \
            pointer. The order of lists and members, and how a number is spelled, are no change. What a bank that failed, or \
            was not asked, may have had is not compared, nor what is outside of a list's own filters and limit: standard \
            error says so.

            --exit-code exits with 2 where something has changed, with 0 where nothing has, and with 3 where nothing that \
            could be compared has, and not all could.
            """
    )

    @Argument(help: ArgumentHelp("The earlier list: a file, or '-' for standard input.", valueName: "old"))
    var old: String

    @Argument(help: ArgumentHelp("The later list, in the same way; without it the banks are asked.", valueName: "new"))
    var new: String?

    @OptionGroup(title: "Filters") var filters: ChangesFilterOptions
    @OptionGroup var output: OutputOptions<ChangesReport>

    @Flag(help: "Exit with 2 where something has changed.")
    var exitCode = false

    @Flag(help: "Do not mind banks that failed: exit as if there were none.")
    var allowPartial = false

    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func run(in context: CommandContext) async throws -> CommandStatus {
        let lists = try await lists(in: context)
        defer { lists.interruption?.end() }
        let scenario = Scenario(date: lists.new.retrievedAt ?? Date())
        let changes = ProductChanges(from: lists.old, to: lists.new, in: scenario).ofCategories(filters.categories)
        let report = ChangesReport(
            changes: changes, oldTime: lists.old.retrievedAt, newTime: lists.new.retrievedAt, scenario: scenario,
            oldScope: lists.old.scope, newScope: lists.new.scope,
            asked: filters.askedFor(among: lists.old.lfis + lists.new.lfis),
            filters: filters.categoryLists.filters + filters.banks.filters(among: lists.old.lfis + lists.new.lfis))
        try lists.sink.print([report], as: output.format)
        try lists.sink.finish()
        for sentence in report.gapSentences { lists.console.note(sentence) }
        lists.console.summarize(report.summary)
        return status(of: changes, lists.status)
    }

    /// - Parameter status: of asking the banks.
    private func status(of changes: ProductChanges, _ status: CommandStatus) -> CommandStatus {
        guard exitCode, status != .interrupted else { return status }
        if !changes.isEmpty { return .changed }
        return changes.notCompared.isEmpty || allowPartial ? status : .partial
    }

    // MARK: - The two lists

    private struct Lists {
        let old, new: ProductSnapshot
        let console: Console
        let sink: OutputSink
        var status = CommandStatus.success
        var interruption: Interruption?
    }

    private func lists(in context: CommandContext) async throws(CommandFailure) -> Lists {
        let files: [(name: String, path: String?)] = [("the earlier list", old), ("the later list", new)]
        guard let new else { return try await listsNow(context, files) }
        let start = try CommandStart(settings, context, reading: files)
        let sink = try output.sink(start.console, sparing: start.spared)
        let (earlier, later) = (
            ProductSnapshot(try SavedProducts(at: old)), ProductSnapshot(try SavedProducts(at: new))
        )
        do throws(OpenFinanceError) {
            let banks = earlier.lfis + later.lfis
            let chosen = Set(try filters.selection.separatingLists(among: banks)(banks).map(\.id))
            return Lists(
                old: earlier.restricted(to: chosen), new: later.restricted(to: chosen), console: start.console,
                sink: sink)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// What is compared is what the banks that are asked had and have. All of it is asked for: a product may have come out
    /// of another category.
    private func listsNow(
        _ context: CommandContext, _ files: [(name: String, path: String?)]
    ) async throws(CommandFailure) -> Lists {
        let session = try Session(settings, context, reading: files)
        let sink = try output.sink(session.console, sparing: session.spared)
        let earlier = ProductSnapshot(try SavedProducts(at: old))
        let collected = try await session.collect(ProductsRequest(selection: filters.selection)) { _ in }
        let report = collected.report
        for sentence in report.failureSentences + report.remarkSentences { session.console.warn(sentence) }
        await session.end()
        let status: CommandStatus
        do throws(CommandFailure) {
            status = try collected.status(allowPartial: allowPartial)
        } catch {
            collected.interruption?.end()
            throw error
        }
        let later = ProductSnapshot(report.catalogue, of: report.lfis, at: report.retrievedAt)
        let selection = filters.selection.separatingLists(among: earlier.lfis + later.lfis)
        let meant = earlier.lfis.filter { lfi in
            (selection.included.isEmpty || selection.included.contains(where: lfi.isCalled))
                && !selection.excluded.contains(where: lfi.isCalled)
        }
        let chosen = Set((later.lfis + meant).map(\.id))
        return Lists(
            old: earlier.restricted(to: chosen), new: later, console: session.console, sink: sink, status: status,
            interruption: collected.interruption)
    }
}
