import ArgumentParser
import FoundationEssentials
import OpenFinance
import OpenFinanceLeads

/// `ofp leads`: what was submitted from here.
struct LeadsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leads",
        abstract: "List the leads that were submitted from here, with what has become of them.",
        discussion: """
            EXAMPLES
              ofp leads
              ofp leads --state unknown
              ofp leads --lfi Saqr --format json
              ofp leads forget 1

            Kept in $XDG_STATE_HOME/ofp (~/.local/state/ofp), without personal data. A lead in state 'unknown' may have \
            arrived: ask the bank by its interaction id.
            """,
        subcommands: [List.self, Forget.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand, OFPCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the leads (what 'ofp leads' does).",
            discussion: "EXAMPLES\n  ofp leads list\n  ofp leads list --state arrived --format json")

        @Option(help: ArgumentHelp("Only those to this bank, by name or id.", valueName: "bank"), completion: .banks)
        var lfi: String?

        @Option(help: "Only those in this state.")
        var state: LeadState?

        @OptionGroup var output: FormatOptions<LeadsReport>
        @OptionGroup var paging: PagerOptions

        func run(in context: CommandContext) async throws -> CommandStatus {
            let reader = SettingsReader(
                flags: paging.given.map { [.noPager: $0] } ?? [:], environment: context.environment)
            let console = try context.console.adapted(to: context.environment, color: try reader.color())
                .paged(reader, context.environment)
            var leads = try await SQLiteLeadStore.all(of: context.environment)
            if let lfi { leads = try Self.leads(leads, to: lfi) }
            if let state { leads.removeAll { $0.state != state } }
            let report = LeadsReport(leads, at: Date())
            try console.show([report], as: output.format)
            if output.format == .table { console.summarize(report.summary) }
            return .success
        }

        private static func leads(
            _ leads: [LeadRecord], to name: String
        ) throws(CommandFailure) -> [LeadRecord] {
            guard let meant = try? LFISelection(included: [name])(leads.map(\.lfi)) else {
                throw CommandFailure(
                    .notFound, "No lead was submitted to '\(name)'", advice: "See 'ofp leads' for the banks")
            }
            return leads.filter { meant.contains($0.lfi) }
        }
    }

    struct Forget: AsyncParsableCommand, OFPCommand {
        static let configuration = CommandConfiguration(
            commandName: "forget",
            abstract: "Remove a lead from the list. The same lead can then be sent again without --again.",
            discussion: "EXAMPLE\n  ofp leads forget 2")

        @Argument(help: ArgumentHelp("Its number in the list.", valueName: "number"), transform: Self.number)
        var number: Int

        func run(in context: CommandContext) async throws -> CommandStatus {
            guard try await SQLiteLeadStore.existing(in: context.environment)?.forget(number) == true else {
                throw CommandFailure(
                    .notFound, "There is no lead number \(number)", advice: "See 'ofp leads' for the numbers"
                )
            }
            return .success
        }

        private static func number(_ text: String) throws -> Int {
            guard let number = Int(text) else { throw ValidationError("give a number from the list of 'ofp leads'") }
            return number
        }
    }
}

extension LeadState: APIValueArgument {}

extension SQLiteLeadStore {
    /// The journal of this user; nil where nothing was submitted yet.
    fileprivate static func existing(
        in environment: [String: String]
    ) async throws(CommandFailure) -> SQLiteLeadStore? {
        guard isThere(in: BaseDirectories(environment).state) else { return nil }
        return try await open(at: environment)
    }

    fileprivate static func all(of environment: [String: String]) async throws(CommandFailure) -> [LeadRecord] {
        do throws(LeadStoreError) {
            return try await records(in: BaseDirectories(environment).state)
        } catch {
            throw CommandFailure(error)
        }
    }

    fileprivate func forget(_ number: Int) async throws(CommandFailure) -> Bool {
        do throws(LeadStoreError) { return try await remove(number) } catch { throw CommandFailure(error) }
    }
}
