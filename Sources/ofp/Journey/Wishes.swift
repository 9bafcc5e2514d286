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
        func add(_ name: String, _ value: String?) {
            // A value that looks like an option is none where it stands behind its name and a sign.
            if let value { arguments += value.hasPrefix("-") ? ["\(name)=\(value)"] : [name, value] }
        }
        for category in ProductCategory.all where categories.contains(category) { add("--category", category.rawValue) }
        if let isShariaCompliant { arguments.append(isShariaCompliant ? "--sharia" : "--no-sharia") }
        for residence in ResidenceStatus.allCases where preferences.residences.contains(residence) {
            add("--residence", residence.rawValue)
        }
        add("--employment", preferences.employment?.rawValue)
        for type in CustomerType.allCases where preferences.customerTypes.contains(type) {
            add("--customer-type", type.rawValue)
        }
        add("--age", preferences.age.map { "\($0)" })
        add("--salary", preferences.salary.map(Self.argument))
        add("--salary-bank", preferences.salaryBank)
        if let moves = preferences.movesSalary { arguments.append(moves ? "--move-salary" : "--no-move-salary") }
        add("--ownership", preferences.ownership?.rawValue)
        add("--amount", scenario.amount.map(Self.argument))
        add("--term", scenario.months.map { "\($0)m" })
        for bank in names.banks where banksLeftOut.contains(bank.id) {
            add("--exclude-lfi", names.name(of: bank.identity))
        }
        if order.key != .name { add("--sort", order.key.rawValue) }
        add("--order", order.direction?.rawValue)
        if query.search != nil { add("--search", search) }
        return arguments
    }

    private static func argument(_ money: Money) -> String {
        money.currency == "AED" ? "\(money.amount)" : "\(money.currency) \(money.amount)"
    }
}
