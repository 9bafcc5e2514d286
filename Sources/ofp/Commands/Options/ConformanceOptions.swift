import ArgumentParser
import OpenFinance
import OpenFinanceConformance

/// Whose answers are looked at, and of which products.
struct ConformanceFilterOptions: ParsableArguments {
    @OptionGroup var banks: LFISelectionOptions

    @Option(
        name: .customLong("category"),
        help: ArgumentHelp(
            "Look at products of this category alone; may be given several times.", valueName: "category"))
    var categoryLists: [CommaList<CategoryArgument>] = []

    var categories: Set<ProductCategory> { Set(categoryLists.flatMap(\.elements).map(\.category)) }

    var selection: LFISelection { banks.selection }
}

/// What of it is shown, and how.
struct ConformanceOutputOptions: ParsableArguments {
    @Option(
        name: .customLong("format"),
        help: "How to print the report; without it as the ending of --output says, else as text.")
    var chosenFormat: FormatArgument<ConformanceReport>?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write it to this file, whole or not at all.", valueName: "file"), completion: .file())
    var output: String?

    @Option(help: ArgumentHelp("Show what is at least as grave.", valueName: "level"))
    var level: Rule.Severity = .error

    @Option(
        help: ArgumentHelp("Show only what an earlier report, in json, does not have.", valueName: "file"),
        completion: .file())
    var baseline: String?

    var format: ReportFormat {
        chosenFormat?.format
            ?? output.flatMap(ReportFormat.init(file:)).flatMap { ConformanceReport.formats.contains($0) ? $0 : nil }
            ?? .text
    }
}

extension Rule.Severity: ExpressibleByArgument {
    public static var allValueStrings: [String] { ["error", "warning", "note"] }
}
