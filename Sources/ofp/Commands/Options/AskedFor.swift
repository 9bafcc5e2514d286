import FoundationEssentials
import OpenFinance

extension ProductsCommand {
    /// What the user asked for, for whoever reads the list later.
    ///
    /// - Parameter banks: of the list.
    func askedFor(among banks: [SavedLFI]) -> [Fact] {
        let wish = Fact.stated([
            ("Categories", filters.categories.inWords), ("Kinds", filters.subtypes.values.inWords),
            ("Sharia", filters.sharia.map { $0 ? "Sharia-compliant only" : "not Sharia-compliant only" }),
            ("Changed since", filters.updatedSince.map { $0.formatted(.iso8601) }),
            ("With the words", filters.search),
        ])
        let person = Fact.stated([
            ("Residence", preferences.residences.flatMap(\.elements).map(\.words).inWords),
            ("Employment", preferences.employment?.rawValue),
            ("Customer type", preferences.customerTypes.flatMap(\.elements).map(\.rawValue).inWords),
            ("Age", preferences.age.map { "\($0)" }),
            ("Salary a month", preferences.salary?.text),
            ("Salary goes to", preferences.salaryBank),
            ("Salary can go to another bank", preferences.moveSalary.map { $0 ? "yes" : "no" }),
            ("Account holder", preferences.ownership?.rawValue),
        ])
        let limit = Fact.stated([
            ("No more than", order.limit.map { "\($0) \($0 == 1 ? "product" : "products")" })
        ])
        return wish + filters.banks.askedFor(among: banks) + person + inMind.askedFor + limit
    }
}

extension ScenarioOptions {
    var askedFor: [Fact] {
        Fact.stated([("Amount", amount?.text), ("Term", term?.asTerm), ("On the day", day.on?.dayInUAE)])
    }
}

extension LFISelectionOptions {
    /// A bank's own comma stays in its name; any other is one between two of them.
    func askedFor(among banks: [some NamedLFI]) -> [Fact] {
        let selection = selection.separatingLists(among: banks)
        return Fact.stated([
            ("Banks", selection.included.inWords), ("Without the banks", selection.excluded.inWords),
        ])
    }
}

extension LFISelectionOptions {
    /// The same for a program.
    func filters(among banks: [some NamedLFI]) -> [ListScope.Filter] {
        let selection = selection.separatingLists(among: banks)
        return [("LFI", selection.included), ("ExcludeLFI", selection.excluded)].filter { !$0.1.isEmpty }
            .map { ListScope.Filter($0.0, $0.1) }
    }
}

extension [CommaList<CategoryArgument>] {
    var filters: [ListScope.Filter] {
        isEmpty ? [] : [ListScope.Filter("Category", flatMap(\.elements).map(\.rawValue))]
    }
}

extension ConformanceFilterOptions {
    func askedFor(among lfis: [some NamedLFI]) -> [Fact] {
        banks.askedFor(among: lfis) + Fact.stated([("Categories", categoryLists.inWords)])
    }

    func filters(among lfis: [some NamedLFI]) -> [ListScope.Filter] {
        categoryLists.filters + banks.filters(among: lfis)
    }
}

extension ChangesFilterOptions {
    func askedFor(among lfis: [SavedLFI]) -> [Fact] {
        Fact.stated([("Categories", categoryLists.inWords)]) + banks.askedFor(among: lfis)
    }
}

extension ProductSearch {
    /// What was found, when, and who did not answer.
    func provenance(in mind: ScenarioOptions) -> Provenance {
        var provenance = collected.report.provenance
        provenance.asked = mind.askedFor
        provenance.ids = found.map { $0.product.id ?? "" }
        provenance.failures = collected.report.catalogue.failures
        return provenance
    }
}

extension Fact {
    /// Without those that say nothing.
    fileprivate static func stated(_ facts: [(String, String?)]) -> [Fact] {
        facts.compactMap { label, value in value.map { Fact(label, $0) } }
    }
}

extension [String] {
    fileprivate var inWords: String? { isEmpty ? nil : joined(separator: ", ") }
}

extension [CommaList<CategoryArgument>] {
    fileprivate var inWords: String? { flatMap(\.elements).map(\.rawValue).inWords }
}
