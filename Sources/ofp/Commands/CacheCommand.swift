import ArgumentParser
import OpenFinance

/// `ofp cache`: what is kept between runs.
struct CacheCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache",
        abstract: "Show or clear what is kept between runs.",
        discussion: """
            The directory and discovery documents are kept as long as their servers allow, access tokens until shortly \
            before they expire, in $XDG_CACHE_HOME/ofp (~/.cache/ofp), for this user alone. --no-cache does without.
            """,
        subcommands: [Show.self, Clear.self])

    struct Show: AsyncParsableCommand, OFPCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Say where the cache is, and how much is in it.",
            discussion: "EXAMPLES\n  ofp cache show\n  ofp cache show --format json")

        @OptionGroup var output: FormatOptions<CacheReport>

        func run(in context: CommandContext) async throws -> CommandStatus {
            let reader = SettingsReader(flags: [:], environment: context.environment)
            let console = context.console.adapted(to: context.environment, color: try reader.color())
            let report = CacheReport(reader.cacheStore)
            if let reason = reader.cacheStore.obstacle {
                throw CommandFailure(
                    .notFound, "The cache at '\(report.path)' cannot be read: \(reason)",
                    advice: "Check its permissions and those of the folders above it")
            }
            try console.print(report, as: output.format)
            return .success
        }
    }

    struct Clear: AsyncParsableCommand, OFPCommand {
        static let configuration = CommandConfiguration(
            commandName: "clear", abstract: "Forget everything that is kept.", discussion: "EXAMPLE\n  ofp cache clear")

        func run(in context: CommandContext) async throws -> CommandStatus {
            let store = SettingsReader(flags: [:], environment: context.environment).cacheStore
            await store.clear()
            let left = CacheReport(store)
            guard store.obstacle == nil, left.entries.allSatisfy({ $0.files == 0 }) else {
                throw CommandFailure(
                    .outputFailed, "The cache at '\(left.path)' cannot be cleared",
                    advice: "Check that you may write there, and that no other ofp was stopped while it wrote")
            }
            return .success
        }
    }
}
