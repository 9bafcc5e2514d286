/// A command's help, taken apart as the parser writes it: paragraphs with blank lines between them.
struct HelpText {
    private let overview: String
    private let examples: String?
    private let notes: [String]
    /// How the command is called, and its options in groups.
    private let usage: String
    private let groups: [String]
    /// The options that every command has which asks somebody.
    let settings: String?

    init(_ text: String) {
        let paragraphs = text.split(separator: "\n\n").map { $0.trimmingSuffix { $0 == "\n" } }
        let place = paragraphs.firstIndex { $0.hasPrefix("USAGE:") } ?? 0
        let head = paragraphs[..<place]
        overview = head.first.map { $0.hasPrefix("OVERVIEW: ") ? String($0.dropFirst("OVERVIEW: ".count)) : $0 } ?? ""
        // One is an EXAMPLE, several are EXAMPLES.
        examples = head.first { $0.hasPrefix("EXAMPLE") }
        notes = head.dropFirst().filter { !$0.hasPrefix("EXAMPLE") }
        usage = paragraphs[place]
        groups = paragraphs[place...].dropFirst().filter { !$0.hasPrefix("SETTINGS:") }
        settings = paragraphs[place...].first { $0.hasPrefix("SETTINGS:") }
    }

    /// What one looks for first: how it is called, examples, its own options. What is the same for every command stands in
    /// a topic of its own.
    var short: String {
        let settings =
            settings.map { _ in
                """
                SETTINGS:
                  Client id, keys, certificate, directory, customer's address, time limits,
                  cache, colour, log (-v) and trace (--trace): see 'ofp help settings'.
                """
            }
        // Those without a group; besides them every command has --version and --help.
        let isOwn = { (group: String) in
            group.hasPrefix("ARGUMENTS:") || group.hasPrefix("OPTIONS:") && group.matches(of: /\n  -/).count > 2
        }
        let parts =
            [overview, usage, examples] + groups.filter(isOwn) + groups.filter { !isOwn($0) } + [settings] + notes
        return parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }
}

extension Substring {
    fileprivate func trimmingSuffix(_ isUnwanted: (Character) -> Bool) -> String {
        String(self[..<(lastIndex { !isUnwanted($0) }.map { index(after: $0) } ?? startIndex)])
    }
}
