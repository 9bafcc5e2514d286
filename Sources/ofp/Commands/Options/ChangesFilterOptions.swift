import ArgumentParser
import OpenFinance

/// Of which products changes are shown.
struct ChangesFilterOptions: ParsableArguments {
    @Option(
        name: .customLong("category"),
        help: ArgumentHelp(
            "Only products that are, or were, of this category; may be given several times.", valueName: "category"))
    var categoryLists: [CommaList<CategoryArgument>] = []

    @Option(
        name: .customLong("lfi"),
        help: ArgumentHelp("Only this bank, by name or id; may be given several times.", valueName: "bank"))
    var included: [String] = []

    @Option(
        name: .customLong("exclude-lfi"),
        help: ArgumentHelp("All banks but this one; may be given several times.", valueName: "bank"))
    var excluded: [String] = []

    var categories: Set<ProductCategory> { Set(categoryLists.flatMap(\.elements).map(\.category)) }

    var selection: LFISelection { LFISelection(included: included, excluded: excluded) }
}
