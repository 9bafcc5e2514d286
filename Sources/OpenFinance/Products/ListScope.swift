import FoundationEssentials

/// Which of its banks' products a list has: all of them, unless it was filtered, or cut by a limit.
///
/// What is outside of it was not asked for: that it is not in the list says nothing of whether a bank has it.
public struct ListScope: Sendable, Hashable {
    /// What a filter looks at, and what passes it.
    public struct Filter: Sendable, Hashable {
        /// By the names of the API where it has one (`ProductCategory` is `Category`): `Category`, `Sharia`, `Search`.
        public let name: String
        /// Any of which will do.
        public let values: [String]

        /// - Parameter name: of a filter by another name than the library's own, nothing is known to pass.
        public init(_ name: String, _ values: [String]) {
            self.name = name
            self.values = values
        }
    }

    /// A product is in the list only where it passes each of them.
    public var filters: [Filter]
    /// How many products were wanted; nil for all.
    public var limit: Int?
    /// How many there were before the limit cut them; nil where it cut none.
    public var productsInAll: Int?

    /// A whole list, where nothing is given.
    public init(filters: [Filter] = [], limit: Int? = nil, productsInAll: Int? = nil) {
        self.filters = filters
        self.limit = limit
        self.productsInAll = productsInAll
    }

    /// Whether all products of its banks are in it.
    public var isWhole: Bool { filters.isEmpty && productsInAll == nil }

    /// What becomes of it where only some of the list is taken.
    public func narrowed(by other: ListScope) -> ListScope {
        ListScope(
            filters: filters + other.filters.filter { !filters.contains($0) },
            limit: [limit, other.limit].compactMap(\.self).min(), productsInAll: productsInAll ?? other.productsInAll)
    }

    /// `Category SavingsAccount, Search green, Limit 10`.
    public var words: String {
        (filters.map { "\($0.name) \($0.values.joined(separator: " or "))" } + (limit.map { ["Limit \($0)"] } ?? []))
            .joined(separator: ", ")
    }
}

extension ListScope {
    /// What a product is, and stays: by the rest, such as its name or a minimum, it may pass a filter today and not tomorrow.
    package struct Traits: Sendable, Hashable {
        fileprivate let category: ProductCategory?
        fileprivate let isShariaCompliant: Bool?
        fileprivate let subtype: String?

        package init(_ listed: ListedProduct) {
            category = listed.product.category?.canonical
            isShariaCompliant = listed.product.isShariaCompliant
            subtype = listed.terms.subtype
        }
    }

    /// Whether a product would have to be in the list, if its bank had it.
    package func covers(_ listed: ListedProduct) -> Bool { isWhole || covers(Traits(listed)) }

    package func covers(_ traits: Traits) -> Bool {
        productsInAll == nil
            && filters.allSatisfy { filter in
                switch Name(rawValue: filter.name) {
                case .category?: traits.category.map { filter.values.contains($0.rawValue) } ?? false
                case .sharia?: filter.values.contains("\(traits.isShariaCompliant == true)")
                case .type?: filter.values.contains { Subtype($0).matches(traits.subtype) }
                default: false
                }
            }
    }

    fileprivate enum Name: String, CaseIterable {
        case category = "Category", type = "Type", sharia = "Sharia", updatedSince = "UpdatedSince", search = "Search"
        case residence = "Residence", employment = "Employment", customerType = "CustomerType", age = "Age"
        case salary = "Salary", salaryBank = "SalaryBank", movesSalary = "MoveSalary", ownership = "Ownership"
        case amount = "Amount", term = "TermInMonths"
    }
}

extension ProductQuery {
    /// All by which it leaves products out.
    public var filters: [ListScope.Filter] {
        ListScope.Name.allCases.compactMap { name in
            let values = values(of: name).compactMap(\.self)
            return values.isEmpty ? nil : ListScope.Filter(name.rawValue, values)
        }
    }

    private func values(of name: ListScope.Name) -> [String?] {
        switch name {
        case .category: categories.map(\.rawValue).sorted()
        case .type: subtypes.map(\.text)
        case .sharia: [isShariaCompliant.map { "\($0)" }]
        case .updatedSince: [updatedSince.map { $0.formatted(.iso8601) }]
        case .search: [search?.text]
        case .residence: preferences.residences.map(\.rawValue).sorted()
        case .employment: [preferences.employment?.rawValue]
        case .customerType: preferences.customerTypes.map(\.rawValue).sorted()
        case .age: [preferences.age.map { "\($0)" }]
        case .salary: [preferences.salary.map { "\($0.currency) \($0.amount)" }]
        case .salaryBank: [preferences.salaryBank]
        case .movesSalary: [preferences.movesSalary.map { "\($0)" }]
        case .ownership: [preferences.ownership?.rawValue]
        case .amount: [scenario.amount.map { "\($0.currency) \($0.amount)" }]
        case .term: [scenario.months.map { "\($0)" }]
        }
    }
}

// MARK: - In a list's Meta

extension ListScope.Filter: Encodable, JSONReadable {
    private enum CodingKeys: String, CodingKey { case name = "Filter", values = "Values" }

    /// One that nobody can read lets nothing through that is known of.
    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: CodingKeys.self)
        name = object.lenientText(.name) ?? ""
        values = object.lenientList(.values)
    }

    /// As in the `Meta` of a saved list: an object of `Filter` and `Values`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(values, forKey: .values)
    }
}
