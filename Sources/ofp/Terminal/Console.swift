import FoundationEssentials
import OpenFinance

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Where a command prints: data on standard output, all else on standard error.
struct Console {
    var writeOutput: @Sendable (Data) -> Void
    var writeError: @Sendable (Data) -> Void
    /// Why something of the output did not arrive; nil where all did.
    var outputFailure: @Sendable () -> String? = { nil }
    var outputTerminal = Terminal.none
    /// Without a width where it cannot go back on a line, too.
    var errorTerminal = Terminal.none

    /// The process's own streams.
    static func standard() -> Console {
        Console(
            writeOutput: { StandardOutput.write($0) },
            writeError: { _ = DescriptorWriting.writeAll($0, to: STDERR_FILENO) },
            outputFailure: { StandardOutput.failure },
            outputTerminal: Terminal(STDOUT_FILENO), errorTerminal: Terminal(STDERR_FILENO))
    }

    /// In the colours that the person wants, and the terminals understand.
    func adapted(to environment: [String: String], color: ColorChoice) -> Console {
        var console = self
        console.outputTerminal.adapt(to: environment, color: color)
        // Whoever pipes a table into a window of their own says how wide that is.
        if console.outputTerminal.width == nil, let columns = environment["COLUMNS"].flatMap({ Int($0) }), columns > 0 {
            console.outputTerminal.width = columns
        }
        console.errorTerminal.adapt(to: environment, color: color)
        if Terminal.isDumb(environment) { console.errorTerminal.width = nil }
        return console
    }

    // MARK: - Standard output

    func write(_ text: String) { writeOutput(Data(text.utf8)) }

    func print(_ report: some Report, as format: ReportFormat) throws(CommandFailure) {
        try format.write(report, on: outputTerminal, to: writeOutput)
    }

    // MARK: - Standard error

    /// Text with its own line breaks.
    func tell(_ text: String) { writeError(Data(text.utf8)) }

    func note(_ text: String) { tell("\(text)\n") }

    /// The last words of a command.
    func summarize(_ text: String) { note(errorTerminal.style.bold(text)) }

    func warn(_ text: String) { note("ofp: \(errorTerminal.style.yellow("warning")): \(text.withoutSecrets)") }

    func error(_ failure: CommandFailure) { note("ofp: \(errorTerminal.style.red("error")): \(failure.sentences)") }
}
