import ArgumentParser
import OpenFinance

/// `ofp register`: registers this client at banks, once each, and says where it stands.
struct RegisterCommand: AsyncParsableCommand, OFPCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract: "Register this client at banks, and see which of them have activated it.",
        discussion: """
            EXAMPLES
              ofp register --status
              ofp register --lfi "Liwa Bank" --dry-run
              ofp register --all --yes
              ofp register --status --format json

            A bank gives tokens only to clients that have registered with it, and that it has then activated by hand. \
            Registering sends the bank an empty document over mutual TLS: it reads who you are, and in which roles, from \
            the certificate. The roles stay as they are then; one that was forgotten needs another application.

            What a bank has taken is kept in $XDG_STATE_HOME/ofp. A bank that has it already is not sent it again, unless \
            with --again.
            """
    )

    @Option(
        name: .customLong("lfi"),
        help: .list("At these banks, by name or id", of: "bank"), completion: .banks,
        transform: BankNames.argument)
    var included: [String] = []

    @Option(
        name: .customLong("exclude-lfi"),
        help: .list("At all banks but these", of: "bank"), completion: .banks,
        transform: BankNames.argument)
    var excluded: [String] = []

    @Flag(help: "At every bank of the directory that may be asked.")
    var all = false

    @Flag(help: "Register nowhere: say which banks are registered, activated, refused.")
    var status = false

    @Flag(help: "Register nowhere: say what would be sent where.")
    var dryRun = false

    @Flag(help: "Register although a bank has taken it before.")
    var again = false

    @Flag(help: "Do not ask for a yes.")
    var yes = false

    @OptionGroup var output: FormatOptions<RegistrationsReport>
    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func validate() throws {
        if status, dryRun || again || yes {
            throw ValidationError("--status cannot be used with --dry-run, --again or --yes")
        }
        guard status || all || !included.isEmpty || !excluded.isEmpty else {
            throw ValidationError("Name the banks with --lfi BANK, or give --all")
        }
    }

    func run(in context: CommandContext) async throws -> CommandStatus {
        let session = try Session(settings, context, isForCustomer: false)
        let journal = RegistrationJournal(folder: BaseDirectories(context.environment).state)
        if let fault = journal.fault {
            throw CommandFailure(
                .configuration, "The journal of registrations is unusable, and nothing is sent without it: \(fault)",
                advice: "Check its permissions, restore it from a backup, or remove it: banks may then "
                    + "be sent what they already have")
        }
        let directory = try await session.directory(isAskedAnew: !status)
        let chosen = try directory.chosen(by: LFISelection(included: included, excluded: excluded))
        if status { return try await report(.ask, at: chosen, session, journal) }

        let clientID = session.client.configuration.credentials.clientID
        let known = again ? [] : chosen.filter { journal.entry(of: $0, clientID: clientID) != nil }
        let new = chosen.filter { !known.contains($0) }
        if !known.isEmpty {
            let names = known.map(\.label).joined(separator: ", ").forTerminal
            session.console.note("Registered before, and not sent again (--again does): \(names).")
        }
        guard !new.isEmpty else { return try await report(.ask, at: known, session, journal) }
        if dryRun { return try await report(.lookUp, at: new, session, journal) }
        guard journal.isWritable(for: new.count) else {
            throw CommandFailure(
                .configuration, "The journal of registrations could not be written, and nothing is sent without it",
                advice: "Check $XDG_STATE_HOME/ofp (~/.local/state/ofp), and that its disk is not full")
        }
        let names = new.map(\.label).joined(separator: ", ").forTerminal
        session.console.note("Client \(clientID.withoutSecrets.forTerminal) would be registered at \(names).")
        session.console.note("Its roles stay as they are in the Trust Framework now.")
        guard try isAgreed(context) else {
            session.console.note("Nothing was sent.")
            return .success
        }
        return try await report(.register, at: new, session, journal)
    }

    private func isAgreed(_ context: CommandContext) throws(CommandFailure) -> Bool {
        if yes { return true }
        guard context.questions.ask != nil else {
            throw CommandFailure(
                .usage, "There is no terminal on which to ask whether to register",
                advice: "Say yes with --yes, or try --dry-run")
        }
        return context.questions.yesOrNo("Register there?") == true
    }

    private func report(
        _ step: OpenFinanceClient.RegistrationStep, at lfis: [LFI], _ session: Session,
        _ journal: RegistrationJournal
    ) async throws -> CommandStatus {
        if step == .register { StandardOutput.outliveReader() }
        let outcomes = session.client.registrations(at: lfis, step, journal: journal)
        let interruption = Interruption(after: session.remaining, stop: outcomes.stop)
        defer { interruption.end() }
        var report = RegistrationsReport(step)
        for await outcome in outcomes { report.add(outcome) }
        try session.console.print(report, as: output.format)
        for sentence in report.failureSentences { session.console.warn(sentence) }
        session.console.summarize(report.summary)
        await session.end()
        return try report.status(wasInterrupted: interruption.wasInterrupted)
    }
}
