import ArgumentParser
import OpenFinance
import OpenFinanceTransport

/// `ofp lfis`: the LFIs of the directory and what each offers for products and leads.
struct LFIsCommand: AsyncParsableCommand, OFPCommand {
    static let configuration = CommandConfiguration(
        commandName: "lfis",
        abstract: "List the banks of the directory, and what each offers for products and leads.",
        discussion: """
            EXAMPLES
              ofp lfis
              ofp lfis --all
              ofp lfis --format json
              ofp lfis --registration --format markdown

            The directory is public: of the settings only --directory and --ca-file count here. --registration asks each \
            bank's own metadata, which are public, too, of those that may be asked.
            """
    )

    @Flag(help: "Show those left out, too, and why.")
    var all = false

    @Flag(help: "Find out where one registers with each bank.")
    var registration = false

    @OptionGroup var output: FormatOptions<LFIsReport>
    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func run(in context: CommandContext) async throws -> CommandStatus {
        let start = try CommandStart(settings, context)
        let directory = try await start.directory()
        start.console.warn(about: directory)
        let (addresses, failures) = registration ? try await addresses(in: directory, start) : (nil, [])
        let report = LFIsReport(directory, withLeftOut: all, addresses: addresses)
        try start.console.show([report], as: output.format)
        for failure in failures { start.console.warn(failure.sentence()) }
        start.console.summarize(report.summary)
        return failures.isEmpty ? .success : failures.count < directory.lfis.count ? .partial : .unavailable
    }

    private func addresses(
        in directory: Directory, _ start: CommandStart
    ) async throws -> ([LFI.ID: String], [LFIFailure]) {
        let keys = KeyFiles(reader: start.reader, prompt: .nobody)
        let allowed = try start.reader.allowedLFIs()
        let lfis: [LFI]
        do throws(OpenFinanceError) {
            lfis = try directory.restricted(to: allowed).lfis
        } catch {
            throw CommandFailure(error)
        }
        let outcomes = RegistrationAddresses(
            transport: try CurlTransport.start(trustRoots: keys.trustRoots()), logger: start.logger,
            time: try start.reader.timePerLFI(), observers: start.observers
        ).all(of: lfis)
        let interruption = Interruption(after: try start.reader.deadline(), stop: outcomes.stop)
        defer { interruption.end() }
        var addresses: [LFI.ID: String] = [:]
        var failures: [LFIFailure] = []
        for await outcome in outcomes {
            addresses[outcome.lfi.id] = outcome.url
            if let failure = outcome.failure { failures.append(failure) }
        }
        if interruption.wasInterrupted {
            throw CommandFailure(.interrupted, "Interrupted before every bank had answered", advice: "Try again")
        }
        return (addresses, failures.sorted { ($0.lfi.name, $0.lfi.id) < ($1.lfi.name, $1.lfi.id) })
    }
}
