import ArgumentParser
import OpenFinance

/// What `ofp help TOPIC` explains beside the commands.
enum HelpTopic: String, CaseIterable {
    case settings
    case exitCodes = "exit-codes"

    /// - Returns: the topic that was asked for; nil where the arguments ask for something else.
    /// - Throws: a ``CommandFailure`` where they ask for help on what there is none.
    static func asked(by arguments: [String]) throws(CommandFailure) -> HelpTopic? {
        let words = arguments.filter { !$0.hasPrefix("-") }
        guard words.first == "help", words.count > 1 else { return nil }
        let commands = OFP.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
        if commands.contains(words[1]) { return nil }
        if let topic = HelpTopic(rawValue: words[1]) { return topic }
        let meant = Misspelling.meant(by: words[1], among: commands + allCases.map(\.rawValue))
        let question = meant.prefix(1).map { "ofp help \($0)" }.didYouMean.map { ". \($0)" } ?? ""
        throw CommandFailure(.usage, "There is no help on '\(words[1])'\(question)", advice: "See 'ofp --help'")
    }

    func text(columns: Int) -> String {
        switch self {
        case .settings:
            let options = HelpText(OFP.helpMessage(for: LFIsCommand.self, columns: columns)).settings ?? ""
            return
                ([Self.precedence.wrapped(to: columns).joined(separator: "\n"), options]
                + Self.withoutFlag.map { $0.wrapped(to: columns).joined(separator: "\n") }).joined(separator: "\n\n")
                + "\n"
        case .exitCodes:
            let lines = CommandStatus.allCases.sorted { $0.rawValue < $1.rawValue }.map { status in
                let start =
                    "  \(String(repeating: " ", count: max(0, 3 - "\(status.rawValue)".count)))\(status.rawValue)  "
                return start
                    + status.meaning.wrapped(to: max(20, columns - start.count))
                    .joined(separator: "\n" + String(repeating: " ", count: start.count))
            }
            return "EXIT CODES:\n" + lines.joined(separator: "\n") + "\n"
        }
    }

    private static let precedence = """
        A setting comes from its flag, else from the environment variable in brackets, else from the profile of the \
        configuration file, else from its default. 'ofp config show' says which it is for each; 'ofp config init' writes a \
        file to start with.
        """

    private static let withoutFlag = [
        """
        OFP_SIGNING_KEY_PASSPHRASE and OFP_TRANSPORT_KEY_PASSPHRASE are the passphrases of encrypted keys: flags can be \
        seen in the list of processes. Without them a terminal is asked.
        """,
        """
        OFP_LFI and OFP_EXCLUDE_LFI, or 'lfi' and 'exclude-lfi' of a profile, are the only banks that may be contacted at all, \
        and those that may not. A flag narrows that, and never widens it.
        """,
        """
        What is longer than the screen is shown by the pager that OFP_PAGER names, else PAGER, else 'less'. One that is set to \
        nothing, or to 'cat', and NO_PAGER or --no-pager print it at once.
        """,
        """
        Keys and certificates may stand in the environment as PEM text in place of a path. Every file may be a pipe, \
        and '-' is standard input.
        """,
    ]
}
