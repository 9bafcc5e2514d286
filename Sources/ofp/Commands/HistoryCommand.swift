import ArgumentParser
import OpenFinance

/// `ofp history`: one product's headlines over an archive.
struct HistoryCommand: AsyncParsableCommand, OFPCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show how a product's headlines have changed over an archive of lists.",
        discussion: """
            EXAMPLES
              ofp history N100 --archive lists
              ofp history "Liwa Bank/SAV-001" --archive lists --format csv
              ofp history SAV-001 --lfi "Liwa Bank" --archive lists --format json
              ofp history N100 --archive lists --output history.html

            An archive is a folder in which 'ofp products --archive' has kept lists; others that were saved with \
            'ofp products --format json' may stand in it, too, packed with gzip or not. No bank is asked. The table has a line \
            for each time over which the headlines were the same, html a chart of each as well; csv and json have each list. \
            Days and times are those of the UAE, in csv and json UTC. A list that cannot be used is named and skipped, and \
            the exit code is 3. A file of something else, such as a report, is skipped, too, and makes no difference.
            """
    )

    @Argument(help: ArgumentHelp("The product's id.", valueName: "id"))
    var id: String

    @Option(help: ArgumentHelp("The folder of lists.", valueName: "folder"))
    var archive: String

    @Option(
        name: .customLong("lfi"),
        help: ArgumentHelp(
            "Whose product it is, by the bank's name or id, with commas between several; may be given several times.",
            valueName: "bank"), transform: BankNames.argument)
    var banks: [String] = []

    @OptionGroup var output: OutputOptions<HistoryReport>
    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func run(in context: CommandContext) async throws -> CommandStatus {
        let archive = try Archive(readingFrom: archive)
        let lists = archive.files.map { (name: "a list of --archive", path: "\(archive.path)/\($0)" as String?) }
        let start = try CommandStart(settings, context, reading: lists)
        let console = start.console
        let reference = ProductReference(id)
        let (readings, passedOver) = ProductHistory.readings(of: reference, ofBanks: banks, in: archive)
        for other in passedOver where other.isAnotherDocument { console.note(other.sentence) }
        // What is no list may be the report of the time before.
        let others = passedOver.filter(\.isAnotherDocument).map { "\(archive.path)/\($0.file)" }
        let sink = try output.sink(console, sparing: start.spared.filter { !others.contains($0.path ?? "") })
        let unreadable = passedOver.filter { !$0.isAnotherDocument }
        for sentence in unreadable.map(\.sentence) { console.warn(sentence) }
        guard !readings.isEmpty else { throw CommandFailure.nothingToRead(archive, unreadable.isEmpty) }
        let history = try ProductHistory(reference, ofBanks: banks, readings) { console.warn($0) }
        let report = HistoryReport(history: history, unreadable: unreadable)
        try sink.print([report], as: output.format)
        try sink.finish()
        console.summarize(report.summary)
        return unreadable.isEmpty ? .success : .partial
    }
}

extension CommandFailure {
    fileprivate static func nothingToRead(_ archive: Archive, _ isEmpty: Bool) -> CommandFailure {
        isEmpty
            ? CommandFailure(
                .notFound, "The archive '\(archive.path)' has no lists",
                advice: "Keep some there with 'ofp products --archive'")
            : CommandFailure(
                .dataError, "No list of the archive '\(archive.path)' can be used",
                advice: "See the warnings above, and name another folder with --archive")
    }
}
