import FoundationEssentials

/// Where a list goes: to standard output as it comes, or to a file once it is whole.
final class OutputSink {
    private let console: Console
    private let file: OutputFile?
    private var kept = Data()

    /// - Parameters:
    ///   - path: nil or `-` for standard output.
    ///   - files: that it must not be, such as keys.
    /// - Throws: a ``CommandFailure`` where the file cannot be written.
    init(
        _ console: Console, file path: String?, sparing files: [(name: String, path: String?)]
    ) throws(CommandFailure) {
        self.console = console
        if let path { try InputFile.check(noneOf: files, isWritten: path, by: "--output") }
        file = if let path, path != "-" { try OutputFile(path) } else { nil }
    }

    /// Reports one after the other.
    func print(_ reports: [some Report], as format: ReportFormat) throws(CommandFailure) {
        guard file != nil else { return try console.show(reports, as: format) }
        for report in reports {
            let length = kept.count
            try format.write(report, on: .none, to: write)
            // Nobody stands beside a file who says that there is nothing, as standard error does.
            if kept.count == length, format == .table || format == .text {
                for note in report.notes { write(Data("\(note.forTerminal)\n".utf8)) }
            }
        }
    }

    func write(_ data: Data) {
        if file == nil { console.writeOutput(data) } else { kept.append(data) }
    }

    /// Writes the file, where it goes to one. Not to be called where there is nothing worth replacing an earlier one.
    func finish() throws(CommandFailure) { try file?.write(kept) }
}
