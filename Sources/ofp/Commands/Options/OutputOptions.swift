import ArgumentParser

/// `--format` and `--output`: as what, and where, one kind of report is printed.
struct OutputOptions<Content: Report>: ParsableArguments {
    @Option(
        name: .customLong("format"),
        help: "How to print it (default: by the ending of --output, else \(Content.formats[0].noun)).")
    private var chosenFormat: FormatArgument<Content>?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write it to this file, whole or not at all.", valueName: "file"), completion: .file())
    private(set) var output: String?

    func validate() throws {
        guard chosenFormat == nil, let output, let ending = ReportFormat.ending(of: output) else { return }
        let isAnother =
            ReportFormat(ending: ending).map { !Content.formats.contains($0) } ?? ReportFormat.isOfAnotherKind(output)
        guard !isAnother else {
            let endings = Content.formats.compactMap(\.ending).map { ".\($0)" }
            throw ValidationError(
                "A file that ends in .\(ending) cannot be written: name a \(endings.dropLast().joined(separator: ", ")) "
                    + "or \(endings.last ?? ""), or say with --format what it is to be")
        }
    }

    var format: ReportFormat {
        let ending = output.flatMap { ReportFormat.ending(of: $0) }
        return chosenFormat?.format ?? ending.flatMap { ReportFormat(ending: $0) } ?? Content.formats[0]
    }

    /// Where it goes, before anybody is asked in vain.
    ///
    /// - Parameter files: what is read, and must not be written over.
    func sink(
        _ console: Console, sparing files: [(name: String, path: String?)]
    ) throws(CommandFailure) -> OutputSink {
        try OutputSink(console, file: output, sparing: files)
    }
}
