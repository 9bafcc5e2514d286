import ArgumentParser
import OpenFinance

/// `ofp config`: the configuration file, and what the settings come to.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show where settings come from, or write a configuration file to start with.",
        discussion: """
            A flag wins over the environment, the environment over the profile, the profile over the default. The \
            profiles 'sandbox' and 'production' are there without any file.
            """,
        subcommands: [Path.self, Show.self, Init.self])

    struct Path: AsyncParsableCommand, OFPCommand {
        static let configuration = CommandConfiguration(
            commandName: "path", abstract: "Print where the configuration file is, or would be.",
            discussion: "EXAMPLE\n  ofp config path")

        @OptionGroup var file: ConfigurationFileOptions

        func run(in context: CommandContext) async throws -> CommandStatus {
            context.console.write(file.path(context.environment) + "\n")
            return .success
        }
    }

    struct Show: AsyncParsableCommand, OFPCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Say what each setting is, and where that comes from.",
            discussion: "EXAMPLES\n  ofp config show\n  ofp config show --profile production --format json")

        @OptionGroup var output: FormatOptions<SettingsReport>
        @OptionGroup(title: "Settings") var settings: SettingsOptions

        func run(in context: CommandContext) async throws -> CommandStatus {
            let selection = try ProfileSelection(
                file: settings.config, profile: settings.profile, environment: context.environment)
            let reader = try settings.reader(context.environment)
            let console = context.console.adapted(to: context.environment, color: try reader.color())
            let report = SettingsReport(reader, file: selection.path, profile: selection.profile?.name)
            try console.print(report, as: output.format)
            return .success
        }
    }

    struct Init: AsyncParsableCommand, OFPCommand {
        static let configuration = CommandConfiguration(
            commandName: "init", abstract: "Write a commented configuration file; an existing one stays as it is.",
            discussion: "EXAMPLE\n  ofp config init")

        @OptionGroup var file: ConfigurationFileOptions

        func run(in context: CommandContext) async throws -> CommandStatus {
            let path = file.path(context.environment)
            try ConfigurationTemplate.write(to: path)
            context.console.note("Wrote \(path.forTerminal). Fill in your client id and keys.")
            return .success
        }
    }
}

/// Which configuration file is meant.
struct ConfigurationFileOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Configuration file (default: ~/.config/ofp/config.yaml). [OFP_CONFIG]", valueName: "file"),
        completion: .file())
    var config: String?

    func path(_ environment: [String: String]) -> String {
        ProfileSelection.path(config, environment)
    }
}
