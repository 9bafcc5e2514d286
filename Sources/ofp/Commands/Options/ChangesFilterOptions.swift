import ArgumentParser
import OpenFinance

/// Of which products changes are shown.
struct ChangesFilterOptions: ParsableArguments {
    @Option(
        name: .customLong("category"),
        help: .list("Only products that are, or were, of these categories", of: "category"))
    var categoryLists: [CommaList<CategoryArgument>] = []

    @OptionGroup var banks: LFISelectionOptions

    var categories: Set<ProductCategory> { Set(categoryLists.flatMap(\.elements).map(\.category)) }

    var selection: LFISelection { banks.selection }
}
