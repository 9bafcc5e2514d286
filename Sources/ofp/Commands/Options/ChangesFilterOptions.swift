import ArgumentParser
import OpenFinance

/// Of which products changes are shown.
struct ChangesFilterOptions: ParsableArguments {
    @Option(
        name: .customLong("category"),
        help: ArgumentHelp(
            "Only products that are, or were, of these categories, with commas between them; may be given several times.",
            valueName: "category"))
    var categoryLists: [CommaList<CategoryArgument>] = []

    @OptionGroup var banks: LFISelectionOptions

    var categories: Set<ProductCategory> { Set(categoryLists.flatMap(\.elements).map(\.category)) }

    var selection: LFISelection { banks.selection }
}
