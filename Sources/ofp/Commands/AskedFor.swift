import FoundationEssentials
import OpenFinance

extension ProductsCommand {
    /// What the user asked for, for whoever reads the list later.
    var askedFor: [Fact] {
        func list(_ texts: [String]) -> String? { texts.isEmpty ? nil : texts.joined(separator: ", ") }
        let wish: [(String, String?)] = [
            ("Categories", list(filters.categories.flatMap(\.elements).map(\.rawValue))),
            ("Kinds", list(filters.subtypes.values)),
            ("Sharia", filters.sharia.map { $0 ? "Sharia-compliant only" : "not Sharia-compliant only" }),
            ("Changed since", filters.updatedSince.map { $0.formatted(.iso8601) }),
            ("With the words", filters.search),
            ("Banks", list(filters.banks.included)), ("Without the banks", list(filters.banks.excluded)),
        ]
        let person: [(String, String?)] = [
            ("Residence", list(preferences.residences.flatMap(\.elements).map(\.words))),
            ("Employment", preferences.employment?.rawValue),
            ("Customer type", list(preferences.customerTypes.flatMap(\.elements).map(\.rawValue))),
            ("Age", preferences.age.map { "\($0)" }),
            ("Salary a month", preferences.salary.map { Money($0, "AED").text }),
            ("Salary goes to", preferences.salaryBank),
            ("Salary can go to another bank", preferences.moveSalary.map { $0 ? "yes" : "no" }),
            ("Account holder", preferences.ownership?.rawValue),
            ("Amount", inMind.amount?.text), ("Term", inMind.term?.asTerm), ("On the day", inMind.day.on?.dayInUAE),
            ("No more than", order.limit.map { "\($0) \($0 == 1 ? "product" : "products")" }),
        ]
        return (wish + person).compactMap { label, value in value.map { Fact(label, $0) } }
    }
}
