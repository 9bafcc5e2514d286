import ArgumentParser

/// `--format`, with what one kind of report can be printed as.
struct FormatOptions<Content: Report>: ParsableArguments {
    @Option(name: .customLong("format"), help: "How to print it.")
    private var argument = FormatArgument<Content>.usual

    var format: ReportFormat { argument.format }
}

/// A format that the report has.
struct FormatArgument<Content: Report>: ExpressibleByArgument {
    let format: ReportFormat

    private init(_ format: ReportFormat) { self.format = format }

    init?(argument: String) {
        guard let format = Content.formats.first(where: { $0.rawValue == argument }) else { return nil }
        self.init(format)
    }

    static var usual: FormatArgument { FormatArgument(Content.formats[0]) }
    static var allValueStrings: [String] { Content.formats.map(\.rawValue) }
    static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
    var defaultValueDescription: String { format.rawValue }
}
