import ArgumentParser
import OpenFinance
import Transport

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

            The directory is public: of the settings only --directory and --ca-file count here.
            """
    )

    @Flag(help: "Show those left out, too, and why.")
    var all = false

    @Option(help: "How to print the list.")
    var format = ListFormat.table

    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func run(in context: CommandContext) async throws -> CommandStatus {
        let start = try CommandStart(settings, context)
        let directory = try await directory(start)
        start.console.warn(about: directory)
        let report = LFIsReport(directory, withLeftOut: all)
        start.console.writeOutput(format.output(report, on: start.console))
        start.console.note(start.console.errorStyle.bold(report.summary))
        return .success
    }

    private func directory(_ start: CommandStart) async throws -> Directory {
        let keys = KeyFiles(reader: start.reader, prompt: .nobody)
        let client = DirectoryClient(
            transport: try CurlTransport.start(trustRoots: keys.trustRoots()), cache: try start.reader.cache(),
            logger: start.logger,
            time: try start.reader.timePerLFI())
        let source = try start.reader.directory()
        do throws(OpenFinanceError) {
            return try await client.directory(from: source)
        } catch {
            throw CommandFailure(error)
        }
    }
}
