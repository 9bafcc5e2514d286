import ArgumentParser
import OpenFinance
import OpenFinanceConformance

/// Whose answers are looked at, and of which products.
struct ConformanceFilterOptions: ParsableArguments {
    @OptionGroup var banks: LFISelectionOptions

    @Option(
        name: .customLong("category"),
        help: .list("Look at products of these categories alone", of: "category"))
    var categoryLists: [CommaList<CategoryArgument>] = []

    var categories: Set<ProductCategory> { Set(categoryLists.flatMap(\.elements).map(\.category)) }

    var selection: LFISelection { banks.selection }
}

/// What of it is shown, and how.
struct ConformanceOutputOptions: ParsableArguments {
    @OptionGroup var destination: OutputOptions<ConformanceReport>

    @Option(help: ArgumentHelp("Show what is at least as grave.", valueName: "level"))
    var level: Rule.Severity = .error

    @Option(
        help: ArgumentHelp("Show only what an earlier report, in json, does not have.", valueName: "file"),
        completion: .file())
    var baseline: String?

    var format: ReportFormat { destination.format }
}

extension Rule.Severity: ExpressibleByArgument {
    /// The gravest first, as help and completion list them.
    public static var allValueStrings: [String] { ["error", "warning", "note"] }
}
