import ArgumentParser
import FoundationEssentials
import OpenFinance

/// Which products to show.
struct ProductFilterOptions: ParsableArguments {
    @Option(
        name: .customLong("category"),
        help: ArgumentHelp("Only this category; may be given several times.", valueName: "category"))
    var categories: [CategoryArgument] = []

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

    @Option(
        name: .customLong("lfi"),
        help: ArgumentHelp("Only this bank, by name or id; may be given several times.", valueName: "bank"))
    var included: [String] = []

    @Option(
        name: .customLong("exclude-lfi"),
        help: ArgumentHelp("All banks but this one; may be given several times.", valueName: "bank"))
    var excluded: [String] = []

    func query(_ preferences: Preferences) throws -> ProductQuery {
        ProductQuery(
            categories: Set(categories.map(\.category)), isShariaCompliant: sharia, updatedSince: updatedSince,
            search: search.map { TextSearch($0) }, preferences: preferences)
    }

    var selection: LFISelection { LFISelection(included: included, excluded: excluded) }

    private static func moment(_ text: String) throws -> Date {
        guard let date = Timestamp.parse(text) else {
            throw ValidationError("'\(text)' is no moment such as 2026-06-01T00:00:00Z or 2026-06-01")
        }
        return date
    }
}

/// What the user says of themselves.
struct PreferenceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where you live, or whose national you are.", valueName: "status"))
    var residence: ResidenceStatus?

    @Option(help: ArgumentHelp("How you work.", valueName: "status"))
    var employment: EmploymentStatus?

    @Option(
        name: .customLong("customer-type"),
        help: ArgumentHelp("What kind of customer you are; may be given several times.", valueName: "type"))
    var customerTypes: [CustomerType] = []

    @Option(help: ArgumentHelp("How old you are.", valueName: "years"))
    var age: Int?

    @Option(
        help: ArgumentHelp("What you earn a month, in AED.", valueName: "amount"),
        transform: Self.amount)
    var salary: Decimal?

    func validate() throws {
        if let age, !(0...150).contains(age) { throw ValidationError("--age \(age) is no age") }
    }

    var preferences: Preferences {
        var preferences = Preferences()
        preferences.residence = residence
        preferences.employment = employment
        preferences.customerTypes = Set(customerTypes)
        preferences.age = age
        preferences.salary = salary.map { Money($0, "AED") }
        return preferences
    }

    private static func amount(_ text: String) throws -> Decimal {
        guard let amount = DecimalText.parse(text), amount >= 0 else {
            throw ValidationError("'\(text)' is no amount such as 12000 or 12000.50")
        }
        return amount
    }
}

/// In which order, and how many.
struct ProductOrderOptions: ParsableArguments {
    @Option(help: ArgumentHelp("What to order by (default: name).", valueName: "key"))
    var sort: ProductOrder.Key?

    @Option(name: .customLong("order"), help: ArgumentHelp("Which way (default: asc).", valueName: "way"))
    var direction: Direction?

    @Option(help: ArgumentHelp("Only so many, from the first one on.", valueName: "number"))
    var limit: Int?

    enum Direction: String, CaseIterable, ExpressibleByArgument {
        case asc, desc
    }

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit \(limit) leaves nothing to show") }
    }

    var order: ProductOrder { ProductOrder(sort ?? .name, isDescending: direction == .desc) }

    /// Whether products can only be shown once all are known.
    var isAskedFor: Bool { sort != nil || direction != nil || limit != nil }
}

/// How to show products.
struct ProductsOutputOptions: ParsableArguments {
    @Option(help: "How to print the products.")
    var format = ProductsFormat.table

    @Option(help: ArgumentHelp("Write them to this file, whole or not at all.", valueName: "file"))
    var output: String?

    @Flag(help: "Begin a csv with the mark by which Excel knows its encoding.")
    var excel = false

    @Flag(help: "Exit with 0 although some banks failed.")
    var allowPartial = false

    @Flag(help: "Say how long each request took: a table on standard error, with json in 'Meta', in seconds.")
    var timings = false

    func validate() throws {
        if excel, format != .csv { throw ValidationError("--excel goes with --format csv") }
    }

    func renderer(for sink: OutputSink, isOrdered: Bool) -> any ProductsOutput {
        switch format {
        case .table: ProductsTable(width: sink.width, style: sink.style)
        case .json: ProductsJSON()
        case .ndjson: ProductsNDJSON(isOrdered: isOrdered)
        case .csv: ProductsCSV(hasByteOrderMark: excel)
        case .markdown: ProductsMarkdown()
        }
    }
}

enum ProductsFormat: String, CaseIterable, ExpressibleByArgument {
    case table, json, ndjson, csv, markdown
}

/// Where products come from in place of the banks.
struct SavedListOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Read a saved 'ofp products --format json' in place of asking the banks ('-': standard input).",
            valueName: "file"))
    var from: String?
}
