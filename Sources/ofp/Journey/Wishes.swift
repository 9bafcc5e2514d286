import FoundationEssentials
import OpenFinance

/// All that somebody has chosen on the journey: which products, and in which order.
struct Wishes: Sendable, Equatable {
    var categories: Set<ProductCategory> = []
    var isShariaCompliant: Bool?
    var preferences = Preferences()
    var scenario = Scenario()
    /// Banks that are not to be asked, by their ids.
    var banksLeftOut: Set<String> = []
    var order = ProductOrder()
    /// What products' names have to have in them.
    var search = ""

    var query: ProductQuery {
        ProductQuery(
            categories: categories, isShariaCompliant: isShariaCompliant,
            search: search.allSatisfy(\.isWhitespace) ? nil : TextSearch(search), preferences: preferences,
            scenario: scenario)
    }

    /// The options of `ofp products` that mean the same.
    func arguments(_ names: NamedBanks) -> [String] {
        var arguments: [String] = []
        func add(_ name: String, _ value: String?) { arguments += Self.option(name, value) }
        for category in ProductCategory.all where categories.contains(category) { add("--category", category.rawValue) }
        for row in PreferenceRow.allCases { arguments += row.arguments(self) }
        for bank in names.banks where banksLeftOut.contains(bank.id) {
            add("--exclude-lfi", names.name(of: bank.identity))
        }
        if order.key != .name { add("--sort", order.key.rawValue) }
        add("--order", order.direction?.rawValue)
        if query.search != nil { add("--search", search) }
        return arguments
    }

    /// Nothing where there is no value.
    static func option(_ name: String, _ value: String?) -> [String] {
        guard let value else { return [] }
        // A value that looks like an option is none where it stands behind its name and a sign.
        return value.hasPrefix("-") ? ["\(name)=\(value)"] : [name, value]
    }
}
