import ArgumentParser
import FoundationEssentials
import OpenFinance

/// What the user says of themselves.
struct PreferenceOptions: ParsableArguments {
    @Option(
        name: .customLong("residence"),
        help: .list("Where you live, or whose national you are", of: "status"))
    var residences: [CommaList<ResidenceStatus>] = []

    @Option(help: ArgumentHelp("How you work.", valueName: "status"))
    var employment: EmploymentStatus?

    @Option(
        name: .customLong("customer-type"),
        help: .list("What kind of customer you are", of: "type"))
    var customerTypes: [CommaList<CustomerType>] = []

    @Option(
        parsing: .unconditional, help: ArgumentHelp("How old you are.", valueName: "years"), transform: Self.years)
    var age: Int?

    @Option(
        parsing: .unconditional, help: ArgumentHelp("What you earn a month, in AED.", valueName: "amount"),
        transform: Self.amount)
    var salary: Money?

    @Option(
        help: ArgumentHelp("To which bank your salary goes, by name or id.", valueName: "bank"), completion: .banks,
        transform: Self.bank)
    var salaryBank: String?

    @Flag(
        inversion: .prefixedNo, exclusivity: .exclusive,
        help: "Whether your salary would go to another bank that asks for it.")
    var moveSalary: Bool?

    @Option(help: ArgumentHelp("Who is to hold the account.", valueName: "holder"))
    var ownership: AccountOwnership?

    static let ages = 0...150

    var preferences: Preferences {
        var preferences = Preferences()
        preferences.residences = Set(residences.flatMap(\.elements))
        preferences.employment = employment
        preferences.customerTypes = Set(customerTypes.flatMap(\.elements))
        preferences.age = age
        preferences.salary = salary
        preferences.salaryBank = salaryBank
        preferences.movesSalary = moveSalary
        preferences.ownership = ownership
        return preferences
    }

    private static func bank(_ text: String) throws -> String {
        guard !text.withoutBlankEnds.isEmpty else { throw ValidationError("name a bank") }
        return text
    }

    private static func years(_ text: String) throws -> Int {
        guard let years = Int(text), ages.contains(years) else {
            throw ValidationError("give an age from \(ages.lowerBound) to \(ages.upperBound)")
        }
        return years
    }

    /// A salary as people write it, or none.
    static func amount(_ text: String) throws -> Money {
        if text == "0" { return Money(0, "AED") }
        guard let amount = try? ScenarioOptions.money(text) else {
            throw ValidationError("give an amount such as 12000 or 12000.50")
        }
        return amount
    }
}
