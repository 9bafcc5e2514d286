import ArgumentParser
import FoundationEssentials
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
        guard ThreadBudget.canBeWatched else {
            console.error(.noProc)
            end(CommandFailure.noProc.status)
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
            if let place = ProcessArguments.firstUnreadable { throw CommandFailure.unreadableArgument(place) }
            if let topic = try HelpTopic.asked(by: ProcessArguments.all) {
                leafThrough(on: console) { topic.text(columns: $0.width ?? 80) }
                status = .success
            } else {
                let ownStatus = try await run(OFP.asyncParseAsRoot(arguments))
                // Whoever asked us to end while somebody was reading has been waited for.
                status = TerminationSignals.hasEndedGuest ? .interrupted : ownStatus
            }
        } catch {
            status = report(error, on: console)
        }
        end(checkingOutput(status, on: console))
    }

    /// As they were typed. Nothing at all is the way for somebody who knows no command, where all is there for it.
    private static var arguments: [String] {
        let typed = ProcessArguments.all
        let startsByItself = typed.isEmpty && BrowseCommand.isPossible(ProcessEnvironment.variables)
        return startsByItself ? [BrowseCommand.name] : typed
    }

    /// What was asked for has reached whoever asked, or the command has failed. What is unknown of a lead stays the first
    /// thing to know.
    private static func checkingOutput(_ status: CommandStatus, on console: Console) -> CommandStatus {
        guard let reason = console.outputFailure(), status != .unknownOutcome else { return status }
        let failure = CommandFailure.outputFailed(reason)
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
            return try await command.perform(in: .live())
        case var command as any AsyncParsableCommand:
            try await command.run()
        case var command:
            try command.run()
        }
        return .success
    }

    /// Shows help, whose text is too long for many a screen.
    private static func leafThrough(on console: Console, _ text: (Terminal) -> String) {
        let flags: [Setting: String] = ProcessArguments.all.contains("--no-pager") ? [.noPager: "true"] : [:]
        let environment = ProcessEnvironment.variables
        let paged = try? console.paged(SettingsReader(flags: flags, environment: environment), environment)
        do throws(CommandFailure) {
            try (paged ?? console).leafThrough { Data(text($0).utf8) }
        } catch {
            console.error(error)
        }
    }

    private static func report(_ error: any Error, on console: Console) -> CommandStatus {
        if let failure = error as? CommandFailure {
            console.error(failure)
            return failure.status
        }
        guard OFP.exitCode(for: error) != .success else {  // --help, --version
            let message = OFP.fullMessage(for: error)
            let text = message == Version.current ? Version.details : message
            let isWhole = !text.contains("USAGE:") || ProcessArguments.all.contains("--help-hidden")
            if isWhole {
                console.write(CompletionScript.quoting(text) + "\n")
            } else {
                leafThrough(on: console) { _ in HelpText(text).short }
            }
            return .success
        }
        let failure = CommandFailure(error, typed: ProcessArguments.all)
        console.error(failure)
        return failure.status
    }
}

extension CommandFailure {
    fileprivate static func unreadableArgument(_ place: Int) -> CommandFailure {
        CommandFailure(
            .usage, "Argument \(place) is not text in UTF-8",
            advice: "Type it where the terminal has UTF-8 (LANG=C.UTF-8), or give the file another name")
    }

    fileprivate static let noProc = CommandFailure(
        .unavailable, "There is no /proc, in which this program's threads look one another up", advice: "Mount it")
    fileprivate static let noThreads = CommandFailure(
        .unavailable, "This process is not given the threads that it needs",
        advice: "Allow it more (ulimit -u, or the container's limit of processes), or end others")
}
