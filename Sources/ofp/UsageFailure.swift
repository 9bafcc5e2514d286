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
        self.init(.usage, message.withoutSecrets.firstSentence, advice: advice)
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
}
