import ArgumentParser
import OpenFinance
import OpenFinanceTransport

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

@main
enum Main {
    /// Parses, runs, and turns whatever was thrown into one message and one exit code of the contract.
    static func main() async {
        StandardOutput.prepare()
        let console = Console.standard()
        guard DescriptorBudget.isEnough else {
            let failure = CommandFailure(
                .unavailable, "This process may not open the files and connections that it needs",
                advice: "Allow it more (ulimit -n)")
            console.error(failure)
            end(failure.status)
        }
        TerminationSignals.watch()
        TerminationSignals.end(after: .seconds(60), .noThreads)
        guard ThreadBudget.isEnough else {
            console.error(.noThreads)
            end(CommandFailure.noThreads.status)
        }
        CoreDumps.forbid()
        DescriptorLimit.raise()
        let status: CommandStatus
        do {
            let command = try OFP.parseAsRoot(ProcessArguments.all)
            status = try await run(command)
        } catch {
            status = report(error, on: console)
        }
        end(checkingOutput(status, on: console))
    }

    /// What was asked for has reached whoever asked, or the command has failed. What is unknown of a lead stays the first
    /// thing to know.
    private static func checkingOutput(_ status: CommandStatus, on console: Console) -> CommandStatus {
        guard let reason = console.outputFailure(), status != .unknownOutcome else { return status }
        let failure = CommandFailure(
            .outputFailed, "The output could not be written: \(reason)",
            advice: "Check the disk, or whatever standard output leads to, and try again")
        console.error(failure)
        return failure.status
    }

    /// Ends the process at once. `exit` would have libraries tidy up while the network's thread still uses them: OpenSSL
    /// frees what connections that are being closed need.
    private static func end(_ status: CommandStatus) -> Never {
        fflush(nil)
        _exit(status.rawValue)
    }

    private static func run(_ command: any ParsableCommand) async throws -> CommandStatus {
        TerminationSignals.endLimit()
        switch command {
        case let command as any OFPCommand:
            return try await command.run(in: .live())
        case var command as any AsyncParsableCommand:
            try await command.run()
        case var command:
            try command.run()
        }
        return .success
    }

    private static func report(_ error: any Error, on console: Console) -> CommandStatus {
        if let failure = error as? CommandFailure {
            console.error(failure)
            return failure.status
        }
        let code = OFP.exitCode(for: error)
        guard code != .success else {  // --help, --version
            console.write(OFP.fullMessage(for: error) + "\n")
            return .success
        }
        guard code == .validationFailure else {
            console.error(
                CommandFailure(
                    .internal, "Something went wrong inside ofp", advice: "Please report it: \(type(of: error))"))
            return .internal
        }
        let message = OFP.message(for: error)
        let advice =
            message.looksSecret
            ? "Give keys as files or in the environment (OFP_SIGNING_KEY …): flags stand in the list of processes"
            : "See '\(helpCommand)'"
        console.error(CommandFailure(.usage, message.withoutSecrets.firstSentence, advice: advice))
        return .usage
    }
}

extension CommandFailure {
    fileprivate static let noThreads = CommandFailure(
        .unavailable, "This process is not given the threads that it needs",
        advice: "Allow it more (ulimit -u, or the container's limit of processes), or end others")
}

extension Main {
    /// The help that fits what was typed.
    fileprivate static var helpCommand: String {
        let commands = OFP.configuration.subcommands.compactMap { $0.configuration.commandName }
        let typed = ProcessArguments.all.first { commands.contains($0) }
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
