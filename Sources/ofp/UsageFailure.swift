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
        let advice =
            message.looksSecret
            ? "Give keys as files or in the environment (OFP_SIGNING_KEY …): flags stand in the list of processes"
            : "See '\(Self.helpCommand(for: arguments))'"
        self.init(.usage, message.withoutSecrets.firstSentence.withPlainValue, advice: advice)
    }

    /// The help that fits what was typed.
    private static func helpCommand(for arguments: [String]) -> String {
        let commands = OFP.configuration.subcommands.compactMap { $0.configuration.commandName }
        let typed = arguments.first { commands.contains($0) }
        return ["ofp", typed, "--help"].compactMap(\.self).joined(separator: " ")
    }
}

extension String {
    /// The parser's message up to its own advice, without the final stop.
    fileprivate var firstSentence: String {
        let lines = split(separator: "\n").map(String.init)
        guard let line = lines.first else { return self }
        // It lists what is possible one below the other.
        let items = lines.dropFirst().prefix { $0.hasPrefix("  - ") }.map { $0.dropFirst(4) }
        if line.hasSuffix(":"), !items.isEmpty { return "\(line) \(items.joined(separator: ", "))" }
        return line.hasSuffix(".") ? String(line.dropLast()) : line
    }

    /// What the parser says of a value, shorter: which one is wrong, and what to give instead.
    ///
    /// `The value 'x' is invalid for '--order <way>'. Please provide one of 'asc' and 'desc'` becomes
    /// `Invalid value 'x' for --order: give one of 'asc' or 'desc'`.
    fileprivate var withPlainValue: String {
        let (start, middle) = ("The value ", " is invalid for '")
        guard hasPrefix(start), let link = ranges(of: middle).last,
            let end = self[link.upperBound...].firstIndex(of: "'")
        else { return self }
        let value = self[index(startIndex, offsetBy: start.count)..<link.lowerBound]
        let option = self[link.upperBound..<end]
        let name = option.hasPrefix("-") ? option.prefix { $0 != " " } : option
        let rest = String(self[end...].dropFirst())
        if rest.hasPrefix(": ") { return "Invalid value \(value) for \(name)\(rest)" }
        for choices in [". Please provide one of the following: ", ". Please provide one of "]
        where rest.hasPrefix(choices) {
            let list = rest.dropFirst(choices.count).replacing(" and ", with: " or ")
            return "Invalid value \(value) for \(name): give one of \(list)"
        }
        return "Invalid value \(value) for \(option)"
    }
}
