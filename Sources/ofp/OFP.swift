import ArgumentParser

/// The root command: its subcommands, and nothing of what they do.
struct OFP: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ofp",
        abstract: "Products of the UAE's banks, over Open Finance's Products & Leads API v2.1.",
        discussion: """
            EXAMPLES
              ofp browse
              ofp products --category SavingsAccount
              ofp help settings
              ofp help exit-codes

            Every setting can be given as a flag, as an environment variable or in a profile.

            Exit codes: 0 all done, 2 something changed (diff --exit-code) or a rule is broken (conformance), 3 some banks failed, 64 usage, 65 bad data, 66 not found, 69 nothing answered, 74 output not written, \
            75 unknown whether a lead has arrived, \
            77 refused, 78 configuration, 130 interrupted.
            """,
        version: Version.current,
        subcommands: [
            BrowseCommand.self, ProductsCommand.self, ProductCommand.self, CompareCommand.self, DiffCommand.self,
            HistoryCommand.self, ApplyCommand.self, LeadCommand.self, LeadsCommand.self, LFIsCommand.self,
            RegisterCommand.self, DoctorCommand.self, ConformanceCommand.self, AssertionCommand.self,
            KeysCommand.self, ConfigCommand.self, CacheCommand.self,
        ]
    )
}
