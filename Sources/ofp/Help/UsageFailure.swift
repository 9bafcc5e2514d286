import ArgumentParser
import OpenFinance

extension CommandFailure {
    /// What ended the command without a failure of its own: what was typed, or a fault of ofp itself.
    ///
    /// - Parameter arguments: what was typed.
    init(_ error: any Error, typed arguments: [String]) {
        guard OFP.exitCode(for: error) == .validationFailure else {
            self.init(
                .internal, "Something went wrong inside ofp", advice: "Please report it: \(type(of: error))")
            return
        }
        let message = OFP.message(for: error)
        guard !message.looksSecret else {
            self.init(
                .usage, message.withoutSecrets,
                advice:
                    "Give keys as files or in the environment (OFP_SIGNING_KEY …): flags can be seen in the list of processes"
            )
            return
        }
        let command = TypedCommand(arguments)
        self.init(.usage, UsageProblem(message).sentence(in: command), advice: "See '\(command.help)'")
    }

    /// What the parser's message about a value means, in the words of all others: a sentence without final stop.
    static func sentence(ofParser message: String) -> String { UsageProblem(message).sentence(in: TypedCommand([])) }
}

/// What the parser did not understand, read from its message: it has no other way to tell.
private enum UsageProblem {
    case unknownOption(String)
    case unexpectedArgument(String)
    case invalidValue(String, option: Substring, choices: [String])
    case other(String)

    init(_ message: String) {
        let lines = message.split(separator: "\n").map(String.init)
        let first = lines.first ?? message
        if let match = first.prefixMatch(of: /Unknown option '(-[^']*)'/) {
            self = .unknownOption(String(match.1))
        } else if let match = first.wholeMatch(of: /Unexpected argument '(.*)'\.?/) {
            self = .unexpectedArgument(String(match.1))
        } else if let problem = Self.invalidValue(first, items: lines.dropFirst()) {
            self = problem
        } else {
            self = .other(first.hasSuffix(".") ? String(first.dropLast()) : first)
        }
    }

    /// Of `The value 'x' is invalid for '--order <way>'. Please provide one of 'asc' and 'desc'`, or with what is possible one
    /// below the other, or with a reason of our own after a colon.
    private static func invalidValue(_ line: String, items: ArraySlice<String>) -> UsageProblem? {
        let (start, middle) = ("The value '", "' is invalid for '")
        guard line.hasPrefix(start), let link = line.ranges(of: middle).last,
            let end = line[link.upperBound...].firstIndex(of: "'")
        else { return nil }
        let value = String(line[line.index(line.startIndex, offsetBy: start.count)..<link.lowerBound])
        let argument = line[link.upperBound..<end]
        let option = argument.hasPrefix("-") ? argument.prefix { $0 != " " } : argument
        let rest = line[end...].dropFirst()
        if rest.hasPrefix(": ") { return .other("Invalid value '\(value)' for \(option)\(rest)") }
        let inLine = rest.matches(of: /'([^']*)'/).map { String($0.1) }
        let below = items.compactMap { $0.hasPrefix("  - ") ? String($0.dropFirst(4)) : nil }
        return .invalidValue(value, option: option, choices: inLine + below)
    }

    /// With what may have been meant, where there is a good guess.
    func sentence(in command: TypedCommand) -> String {
        switch self {
        case .unknownOption(let option) where command.has(option):
            return "\(option) stands before the command: put it behind '\(command.name)'"
        case .unknownOption(let option):
            return "Unknown option '\(option)'" + Self.question(command.options(meantBy: option).first)
        case .unexpectedArgument(let word) where !command.subcommands.isEmpty:
            let meant = Misspelling.meant(by: word, among: command.subcommands).first
            return "There is no command '\(command.name) \(word)'"
                + Self.question(meant.map { "\(command.name) \($0)" })
        case .unexpectedArgument(let word):
            return "Unexpected argument '\(word)'"
        case .invalidValue(let value, let option, let choices):
            guard !choices.isEmpty else { return "Invalid value '\(value)' for \(option)" }
            // Of a list only what is wrong in it.
            let part = value.split(separator: ",").map { String($0).withoutBlankEnds }
                .first { part in !choices.contains { $0.lowercased() == part.lowercased() } }
            let meant = part.flatMap { Misspelling.meant(by: $0, among: choices).first }
            return "Invalid value '\(part ?? value)' for \(option)"
                + (meant.map { Self.question($0) } ?? ": give one of \(choices.listed)")
        case .other(let text):
            return text
        }
    }

    private static func question(_ meant: String?) -> String {
        [meant].compactMap(\.self).didYouMean.map { ". \($0)" } ?? ""
    }
}

extension [String] {
    /// `a, b or c`.
    fileprivate var listed: String {
        count < 2 ? joined() : dropLast().joined(separator: ", ") + " or " + self[count - 1]
    }
}

/// The command that somebody typed, as far as it was one.
private struct TypedCommand {
    /// `ofp cache show`.
    private(set) var name = "ofp"
    private var type: any ParsableCommand.Type = OFP.self

    init(_ arguments: [String]) {
        for argument in arguments {
            guard let next = type.configuration.subcommands.first(where: { $0.configuration.commandName == argument })
            else { continue }
            type = next
            name += " \(argument)"
        }
    }

    var help: String { "\(name) --help" }

    var subcommands: [String] { type.configuration.subcommands.compactMap { $0.configuration.commandName } }

    /// Options that may have been meant by one that is unknown, the likeliest first.
    func options(meantBy unknown: String) -> [String] {
        let word = String(unknown.drop { $0 == "-" }.prefix { $0 != "=" })
        let lines = OFP.helpMessage(for: type, columns: 1_000).split(separator: "\n")
        // Of many tools '--json' is a flag.
        if let format = lines.first(where: { $0.contains(" --format <") }),
            let values = format.firstMatch(of: /\(values: ([^;)]*)/),
            values.1.split(separator: ", ").contains(where: { $0 == word.lowercased() })
        {
            return ["--format \(word.lowercased())"]
        }
        let names = Self.optionNames(lines)
        if let name = Self.otherWords[word.lowercased()], names.contains(name) { return ["--\(name)"] }
        return Misspelling.meant(by: word, among: names).map { "--\($0)" }
    }

    /// Whether it has exactly this option: it is unknown only where it stands.
    func has(_ option: String) -> Bool {
        let lines = OFP.helpMessage(for: type, columns: 1_000).split(separator: "\n")
        return option.hasPrefix("--") && Self.optionNames(lines).contains(String(option.dropFirst(2)))
    }

    private static func optionNames(_ lines: [Substring]) -> [String] {
        lines.filter { $0.hasPrefix("  -") }
            .flatMap { $0.prefix { $0 != "<" }.matches(of: /--([a-z0-9-]+)/).map { String($0.1) } }
    }

    /// What people call an option that has another name.
    private static let otherWords = [
        "bank": "lfi", "banks": "lfi", "lfis": "lfi", "exclude-bank": "exclude-lfi", "exclude-banks": "exclude-lfi",
    ]
}

extension [String] {
    /// `Did you mean 'a' or 'b'?`; nil where nothing was.
    var didYouMean: String? {
        isEmpty ? nil : "Did you mean \(map { "'\($0)'" }.joined(separator: " or "))?"
    }
}
