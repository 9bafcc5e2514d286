import ArgumentParser
import Foundation

/// `ofp-sandbox rules`: what the sandbox holds clients to.
struct RulesCommand: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "List the rules that clients are held to: what each says, where it stands, what to do.")

    @Option(help: "How the list is printed.")
    var format = Format.text

    func run() throws {
        switch format {
        case .text: try StandardOutput.write(Rule.allCases.map(\.paragraph).joined(separator: "\n\n") + "\n")
        case .json:
            let lines = Rule.allCases.map(Line.init)
            try StandardOutput.write(String(decoding: try ReportFormat.json(lines), as: UTF8.self))
        }
    }

    private struct Line: Encodable {
        let rule, sentence, source, remedy: String

        init(_ rule: Rule) {
            self.rule = rule.rawValue
            (sentence, source, remedy) = (rule.entry.sentence, rule.entry.source, rule.entry.remedy)
        }
    }
}

extension Rule {
    fileprivate var paragraph: String {
        """
        \(rawValue): \(entry.sentence)
          source  \(entry.source)
          to do   \(entry.remedy)
        """
    }
}
