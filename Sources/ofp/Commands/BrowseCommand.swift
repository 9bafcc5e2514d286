import ArgumentParser
import FoundationEssentials
import OpenFinance

/// `ofp browse`: the whole journey, for somebody who knows no flag.
struct BrowseCommand: AsyncParsableCommand, OFPCommand {
    static let name = "browse"

    static let configuration = CommandConfiguration(
        commandName: name,
        abstract: "Look for a product step by step, with keys and letters.",
        discussion: """
            EXAMPLES
              ofp browse
              ofp browse --from all.json
              ofp browse --from all.json --for customer.json
              ofp browse --plain

            Which kind, what suits you, which banks, in which order; then the list, while banks are still answering; one \
            product, several side by side; and apply, or be contacted by the bank. The arrow keys move, Enter takes what \
            the cursor is on, Esc goes back, and the last lines of the screen say what else there is. Nothing is sent to a \
            bank before you have seen it all and said yes. 'ofp' alone does the same where all settings are there.

            --for reads what is known of a customer, by the names of the options of 'ofp products': \
            {"category": "CreditCard", "residence": ["UaeResident"], "salary": 12000, "move-salary": false}. At the end \
            the command lines are printed that give the same list, and the product that was looked at last.
            """
    )

    @OptionGroup(title: "Where to look") var saved: SavedListOptions

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "What is known of a customer, as JSON by the names of the options of 'ofp products'.", valueName: "file"),
        completion: .file())
    var customer: String?

    @Flag(help: "Numbered questions in place of a screen that is drawn: for screen readers, and for any terminal.")
    var plain = false

    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func run(in context: CommandContext) async throws -> CommandStatus {
        let files = [("--from", saved.from), ("--for", customer)] as [(name: String, path: String?)]
        try InputFile.checkStandardInput(files)
        // What comes through standard input leaves the keys to the terminal itself.
        let isPiped = files.contains { $0.path.map { InputFile($0).readsStandardInput } ?? false }
        guard context.questions.ask != nil || isPiped && Terminal.canBeOpened else { throw Self.nobody(isPiped) }
        let source = try ProductSource(from: saved.from, settings, context, reading: [("--for", customer)])
        let wishes = try await known(of: customer)
        if isPiped, !Terminal.hasPerson { Terminal.useAsInput() }
        let questions = context.questions.ask == nil ? Questions.terminal() : context.questions
        guard let ask = questions.ask else { throw Self.nobody(isPiped) }
        // A person takes the time that they take: the deadline is for what banks are asked.
        TerminationSignals.endLimit()
        TerminationSignals.setPartingWords("Nothing was sent.")
        defer { TerminationSignals.setPartingWords(nil) }
        let console = source.console
        let (banks, saved, directory) = try await known(of: source)
        let inbox = Inbox()
        // Who does not say what kind of terminal it is gets nothing drawn on it, as with a pager.
        let isDrawn = !plain && context.environment["TERM"] != nil
        let face = Self.face(isDrawn ? console.errorTerminal : nil, ask, console, inbox)
        var terminal = console.errorTerminal
        // What is not drawn needs no lines of its own, and no codes within them.
        if face is PlainFace { terminal = Terminal(width: terminal.width ?? 80, height: .max / 2) }
        terminal.links = .none
        let run = JourneyRun(
            face: face, inbox: inbox, source: source,
            session: { () throws(CommandFailure) in try Session(settings, context) }, environment: context.environment)
        let (journey, leads) = await run.walk(
            Journey(banks: banks, saved: saved, wishes: wishes, terminal: terminal), directory: directory)
        face.end()
        let columns = console.errorTerminal.width ?? 80
        // What was drawn is gone with its screen; ids are there to be copied.
        if face is DrawnFace {
            for text in journey.told { console.note(text.linesCutAtWords(to: columns).joined(separator: "\n")) }
        }
        console.note("The same as command lines:")
        for line in journey.commandLines(options) { console.write("\(line)\n") }
        if case .live(let session) = source { await session.end() }
        // What has become of a lead is the first thing to know.
        if let leads { return leads }
        return try status(of: journey, telling: console)
    }

    /// As 'ofp products' has it, where all that were asked have answered or failed.
    private func status(of journey: Journey, telling console: Console) throws(CommandFailure) -> CommandStatus {
        var journey = journey
        guard journey.saved == nil, journey.waiting.isEmpty, journey.hasProducts else { return .success }
        let report = journey.report()
        for sentence in report.failureSentences { console.warn(sentence) }
        return try CollectedProducts(report: report, interruption: nil).status(allowPartial: false)
    }

    private static func nobody(_ isPiped: Bool) -> CommandFailure {
        CommandFailure(
            .usage, "'ofp browse' needs a terminal to ask on",
            advice: isPiped
                ? "Start it in a terminal and not with a pipe as its input, or use 'ofp products' and its options in a script"
                : "Use 'ofp products' and its options in a script")
    }

    private func known(of customer: String?) async throws(CommandFailure) -> Wishes {
        guard let customer else { return Wishes() }
        return try await Customer(file: customer).wishes
    }

    private func known(
        of source: ProductSource
    ) async throws(CommandFailure) -> ([SavedLFI], SavedProducts?, Directory?) {
        switch source {
        case .saved(let saved, _): return (saved.lfis, saved, nil)
        case .live(let session):
            let directory = try await session.directory()
            let lfis = directory.lfis
            guard !lfis.isEmpty else {
                throw CommandFailure(OpenFinanceError(.noLFI, "No bank with products is left to ask"))
            }
            return (lfis.map(SavedLFI.init), nil, directory)
        }
    }

    /// - Parameter terminal: where to draw; nil where nothing is to be drawn.
    private static func face(
        _ terminal: Terminal?, _ ask: @escaping @Sendable (String) -> String?, _ console: Console, _ inbox: Inbox
    ) -> any JourneyFace {
        if let terminal, terminal.width != nil, terminal.height != nil, let drawn = DrawnFace(terminal, inbox) {
            return drawn
        }
        return PlainFace(ask, console, inbox)
    }

    /// Where to look and the settings, as they were typed: other commands understand the same.
    private var options: [String] {
        var options: [String] = []
        var rest = ProcessArguments.all.first == Self.name ? ProcessArguments.all.dropFirst() : []
        while let option = rest.popFirst() {
            if option == "--plain" || option.hasPrefix("--for=") { continue }
            if option == "--for" { _ = rest.popFirst() } else { options.append(option) }
        }
        return options
    }

    /// Whether somebody sits at a terminal, and all settings are there: then 'ofp' alone begins the journey.
    static func isPossible(_ environment: [String: String]) -> Bool {
        guard Terminal.hasPerson, Terminal(1).width != nil, Terminal.isForeground(0),
            let selection = try? ProfileSelection(file: nil, profile: nil, environment: environment)
        else { return false }
        let reader = SettingsReader(flags: [:], environment: environment, profile: selection.profile)
        return Settings.required(isForCustomer: true).allSatisfy { reader.text($0) != nil }
    }
}
