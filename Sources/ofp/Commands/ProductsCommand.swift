import ArgumentParser
import FoundationEssentials
import OpenFinance

/// `ofp products`: the products of all chosen LFIs in one list.
struct ProductsCommand: AsyncParsableCommand, OFPCommand {
    static let configuration = CommandConfiguration(
        commandName: "products",
        abstract: "List the products of every bank, or of those you name.",
        discussion: """
            EXAMPLES
              ofp products --category SavingsAccount
              ofp products --category Finance --category Mortgage --sharia
              ofp products --lfi "Liwa Bank" --format json
              ofp products --exclude-lfi "Liwa Bank" --format ndjson

            The products stand on standard output, everything else on standard error. They are listed by name, \
            whoever offers them; ndjson prints each bank's as soon as it has answered.
            """
    )

    @OptionGroup(title: "Filters") var filters: ProductFilterOptions
    @OptionGroup(title: "Output") var output: ProductsOutputOptions
    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func run(in context: CommandContext) async throws -> CommandStatus {
        let session = try Session(settings, context)
        let lfis = try await session.lfis(filters.selection)
        let collected = await session.collect(
            session.client.products(matching: filters.query, from: lfis), count: lfis.count,
            into: output.format.output(on: session.console))
        session.explain(collected)
        return try collected.status(allowPartial: output.allowPartial)
    }
}

/// What to show.
struct ProductFilterOptions: ParsableArguments {
    @Option(
        name: .customLong("category"),
        help: ArgumentHelp("Only this category; may be given several times.", valueName: "category"))
    var categories: [CategoryArgument] = []

    @Flag(inversion: .prefixedNo, exclusivity: .exclusive, help: "Only Sharia-compliant products, or only the others.")
    var sharia: Bool?

    @Option(
        name: .customLong("lfi"),
        help: ArgumentHelp("Only this bank, by name or id; may be given several times.", valueName: "bank"))
    var included: [String] = []

    @Option(
        name: .customLong("exclude-lfi"),
        help: ArgumentHelp("All banks but this one; may be given several times.", valueName: "bank"))
    var excluded: [String] = []

    var query: ProductQuery {
        ProductQuery(categories: Set(categories.map(\.category)), isShariaCompliant: sharia)
    }

    var selection: LFISelection { LFISelection(included: included, excluded: excluded) }
}

/// A category of the API, in any case.
enum CategoryArgument: String, CaseIterable, ExpressibleByArgument {
    case savingsAccount = "SavingsAccount"
    case currentAccount = "CurrentAccount"
    case creditCard = "CreditCard"
    case finance = "Finance"
    case mortgage = "Mortgage"

    init?(argument: String) {
        guard let match = Self.allCases.first(where: { $0.rawValue.lowercased() == argument.lowercased() }) else {
            return nil
        }
        self = match
    }

    var category: ProductCategory { ProductCategory(rawValue: rawValue) }
}

/// How to show it.
struct ProductsOutputOptions: ParsableArguments {
    @Option(help: "How to print the products.")
    var format = ProductsFormat.table

    @Flag(help: "Exit with 0 although some banks failed.")
    var allowPartial = false
}

enum ProductsFormat: String, CaseIterable, ExpressibleByArgument {
    case table, json, ndjson

    func output(on console: Console) -> any ProductsOutput {
        switch self {
        case .table: ProductsTable(width: console.outputWidth, style: console.outputStyle)
        case .json: ProductsJSON()
        case .ndjson: ProductsNDJSON()
        }
    }
}
