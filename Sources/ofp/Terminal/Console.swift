import FoundationEssentials
import Logging
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
    /// For what is longer than the screen; nil where there is no screen, or no pager wanted.
    var pager: Pager?

    /// The process's own streams.
    static func standard() -> Console {
        Console(
            writeOutput: { StandardOutput.write($0) },
            writeError: { StandardError.write($0) },
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

    /// With a pager, where somebody sits at a screen and wants one.
    ///
    /// - Parameter logger: told where there is none after all.
    func paged(
        _ reader: SettingsReader, _ environment: [String: String], telling logger: Logger? = nil
    ) throws(CommandFailure) -> Console {
        guard try reader.isPaged(), outputTerminal.height != nil, Terminal.isForeground(STDOUT_FILENO) else {
            return self
        }
        var console = self
        console.pager = Pager(environment, color: try reader.color(), telling: logger)
        return console
    }

    // MARK: - Standard output

    func write(_ text: String) { writeOutput(Data(text.utf8)) }

    func print(_ report: some Report, as format: ReportFormat) throws(CommandFailure) {
        try format.write(report, on: outputTerminal, to: writeOutput)
    }

    /// Reports that may be long, one after the other; a person leafs through them where they are.
    func show(_ reports: some Sequence<some Report>, as format: ReportFormat) throws(CommandFailure) {
        guard pager != nil, format.isForPeople else {
            for report in reports { try print(report, as: format) }
            return
        }
        try leafThrough { terminal throws(CommandFailure) in
            var data = Data()
            for report in reports { try format.write(report, on: terminal) { data.append($0) } }
            return data
        }
    }

    /// - Parameter content: what is to be read, laid out for a terminal.
    func leafThrough(_ content: (Terminal) throws(CommandFailure) -> Data) throws(CommandFailure) {
        let data = try content(outputTerminal)
        guard let pager, !outputTerminal.fits(String(decoding: data, as: UTF8.self)) else { return writeOutput(data) }
        // Links are known to terminals, and not to every pager.
        var terminal = outputTerminal
        terminal.links = .none
        if !pager.showsColours { terminal.style = Style(isColoured: false) }
        switch pager.show(try content(terminal)) {
        case .shown: break
        case .missing: writeOutput(data)
        case .failed(let reason):
            warn("The pager '\(pager.command)' has failed (\(reason)). Use --no-pager to print without it.".forTerminal)
        }
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
