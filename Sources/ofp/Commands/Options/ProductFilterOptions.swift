import ArgumentParser
import FoundationEssentials
import OpenFinance

/// Which products to show.
struct ProductFilterOptions: ParsableArguments {
    @Option(
        name: .customLong("category"),
        help: .list("Only these categories", of: "category"))
    var categories: [CommaList<CategoryArgument>] = []

    @Option(
        name: .customLong("type"),
        help: ArgumentHelp(
            "Only these kinds of a category, with commas between them: 'term deposit', visa, car, education …; may be given several times.",
            valueName: "kind"), transform: Self.kinds)
    var subtypes: [CommaList<String>] = []

    @Flag(inversion: .prefixedNo, exclusivity: .exclusive, help: "Only Sharia-compliant products, or only the others.")
    var sharia: Bool?

    @Option(
        help: ArgumentHelp(
            "Only products changed then or later (RFC 3339, or a day).", valueName: "time"),
        transform: Self.moment)
    var updatedSince: Date?

    @Option(
        help: ArgumentHelp(
            "Only products with these words in name, brand or description, whatever their case and accents.",
            valueName: "text"))
    var search: String?

    @OptionGroup var banks: LFISelectionOptions

    func query(_ preferences: Preferences, in scenario: Scenario) -> ProductQuery {
        ProductQuery(
            categories: Set(categories.flatMap(\.elements).map(\.category)), isShariaCompliant: sharia,
            updatedSince: updatedSince, search: search.map { TextSearch($0) },
            subtypes: subtypes.values.map(Subtype.init), preferences: preferences, scenario: scenario)
    }

    var selection: LFISelection { banks.selection }

    private static func kinds(_ text: String) throws -> CommaList<String> {
        guard let kinds = CommaList<String>(argument: text) else {
            throw ValidationError("name a kind, or several with commas between them")
        }
        return kinds
    }

    private static func moment(_ text: String) throws -> Date {
        guard let date = Timestamp.parse(text) else {
            throw ValidationError("give a time such as 2026-06-01T00:00:00Z or 2026-06-01")
        }
        return date
    }
}
