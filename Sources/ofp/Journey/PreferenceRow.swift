import FoundationEssentials
import OpenFinance

/// Something that a person may say of themselves, or have in mind; each can be left open.
enum PreferenceRow: CaseIterable, Sendable {
    case sharia, residence, employment, customerType, age, salary, salaryBank, movesSalary, ownership, amount, term

    var label: String {
        switch self {
        case .sharia: "Sharia-compliant"
        case .residence: "Residence"
        case .employment: "Work"
        case .customerType: "Kind of customer"
        case .age: "Age"
        case .salary: "Salary a month"
        case .salaryBank: "Salary goes to"
        case .movesSalary: "Salary could move"
        case .ownership: "Holder"
        case .amount: "Amount in mind"
        case .term: "For how long"
        }
    }

    var question: String {
        switch self {
        case .sharia: "Only products that are Sharia-compliant, or only the others?"
        case .residence: "Where do you live, or whose national are you?"
        case .employment: "How do you work?"
        case .customerType: "What kind of customer are you?"
        case .age: "How old are you?"
        case .salary: "What do you earn a month, in AED?"
        case .salaryBank: "To which bank does your salary go?"
        case .movesSalary: "Would your salary go to another bank that asks for it?"
        case .ownership: "Who is to hold the account?"
        case .amount: "How much would you borrow, or put in?"
        case .term: "For how long?"
        }
    }

    /// How to write it; nil where it is chosen.
    var hint: String? {
        switch self {
        case .age: "In years, such as 30. Leave it empty to leave it open."
        case .salary: "An amount such as 12000. Leave it empty to leave it open."
        case .amount:
            "An amount in AED such as 100000, or with its currency: USD 5000. Leave it empty to leave it open."
        case .term: "Months or years: 48m, 4y, 1y6m. Leave it empty to leave it open."
        default: nil
        }
    }

    /// What leaves products out by it; nil for what is no matter of the person.
    var criterion: EligibilityCriterion? {
        switch self {
        case .sharia: nil
        case .residence: .residence
        case .employment: .employment
        case .customerType: .customerType
        case .age: .age
        case .salary: .salary
        case .salaryBank, .movesSalary: .salaryTransfer
        case .ownership: .ownership
        case .amount: .amount
        case .term: .term
        }
    }

    /// Whether several of the choices may be taken at once.
    var allowsSeveral: Bool { self == .residence || self == .customerType }

    /// One of several answers: what it is called, whether it is the one, and the wishes with it.
    struct Choice {
        let label: String
        let isChosen: Bool
        let wishes: Wishes
    }

    func choices(_ wishes: Wishes, _ names: NamedBanks) -> [Choice] {
        func choice<Value: Equatable>(_ label: String, _ path: WritableKeyPath<Wishes, Value>, _ value: Value) -> Choice
        {
            var changed = wishes
            changed[keyPath: path] = value
            return Choice(label: label, isChosen: wishes[keyPath: path] == value, wishes: changed)
        }
        func mark<Value: Hashable>(_ label: String, _ path: WritableKeyPath<Wishes, Set<Value>>, _ value: Value)
            -> Choice
        {
            var changed = wishes
            changed[keyPath: path].formSymmetricDifference([value])
            return Choice(label: label, isChosen: wishes[keyPath: path].contains(value), wishes: changed)
        }
        let open = Self.open
        switch self {
        case .sharia:
            return [
                choice("All products", \.isShariaCompliant, nil),
                choice("Only Sharia-compliant ones", \.isShariaCompliant, true),
                choice("Only the others", \.isShariaCompliant, false),
            ]
        case .residence: return ResidenceStatus.allCases.map { mark($0.words, \.preferences.residences, $0) }
        case .customerType: return CustomerType.allCases.map { mark($0.words, \.preferences.customerTypes, $0) }
        case .employment:
            return [choice(open, \.preferences.employment, nil)]
                + EmploymentStatus.allCases.map { choice($0.words, \.preferences.employment, $0) }
        case .ownership:
            return [choice(open, \.preferences.ownership, nil)]
                + AccountOwnership.allCases.map { choice($0.words, \.preferences.ownership, $0) }
        case .movesSalary:
            return [
                choice(open, \.preferences.movesSalary, nil), choice("Yes", \.preferences.movesSalary, true),
                choice("No", \.preferences.movesSalary, false),
            ]
        case .salaryBank:
            return [choice(open, \.preferences.salaryBank, nil)]
                + names.banks.map {
                    choice($0.label.forTerminal, \.preferences.salaryBank, names.name(of: $0.identity))
                }
        case .age, .salary, .amount, .term: return []
        }
    }

    /// The wishes with this one of several choices, and no other of them.
    func alone(_ choice: Choice, _ wishes: Wishes) -> Wishes {
        guard !choice.isChosen else {
            var alone = wishes
            let (before, after) = (wishes.preferences, choice.wishes.preferences)
            alone.preferences.residences = before.residences.subtracting(after.residences)
            alone.preferences.customerTypes = before.customerTypes.subtracting(after.customerTypes)
            if self == .residence { alone.preferences.customerTypes = before.customerTypes }
            if self == .customerType { alone.preferences.residences = before.residences }
            return alone
        }
        var alone = choice.wishes
        if self == .residence { alone.preferences.residences.subtract(wishes.preferences.residences) }
        if self == .customerType { alone.preferences.customerTypes.subtract(wishes.preferences.customerTypes) }
        return alone
    }

    static let open = "Left open"

    /// What was said, for a person; nil for nothing.
    func value(_ wishes: Wishes, _ names: NamedBanks) -> String? {
        switch self {
        case .age: return wishes.preferences.age.map { "\($0)" }
        case .salary: return wishes.preferences.salary?.text
        case .amount: return wishes.scenario.amount?.text
        case .term: return wishes.scenario.months?.asTerm
        case .salaryBank
        where wishes.preferences.salaryBank != nil && !choices(wishes, names).contains(where: \.isChosen):
            return wishes.preferences.salaryBank?.forTerminal
        default:
            let taken = choices(wishes, names).filter(\.isChosen).map(\.label)
            return taken.isEmpty || taken == [Self.open] || taken == ["All products"]
                ? nil : taken.joined(separator: ", ")
        }
    }

    /// What was said, as somebody would type it.
    func typed(_ wishes: Wishes) -> String {
        switch self {
        case .age: wishes.preferences.age.map { "\($0)" } ?? ""
        case .salary: wishes.preferences.salary.map(Self.typed) ?? ""
        case .amount: wishes.scenario.amount.map(Self.typed) ?? ""
        case .term: wishes.scenario.months.map { "\($0)m" } ?? ""
        default: ""
        }
    }

    private static func typed(_ money: Money) -> String {
        money.currency == "AED" ? "\(money.amount)" : "\(money.currency) \(money.amount)"
    }

    /// The options of `ofp products` that mean the same.
    func arguments(_ wishes: Wishes) -> [String] {
        let preferences = wishes.preferences
        let typed = typed(wishes)
        func option(_ name: String, _ value: String?) -> [String] { Wishes.option(name, value) }
        func option(_ name: String) -> [String] { Wishes.option(name, typed.isEmpty ? nil : typed) }
        func flag(_ name: String, _ value: Bool?) -> [String] {
            value.map { [$0 ? "--\(name)" : "--no-\(name)"] } ?? []
        }
        return switch self {
        case .sharia: flag("sharia", wishes.isShariaCompliant)
        case .residence:
            ResidenceStatus.allCases.filter(preferences.residences.contains)
                .flatMap { option("--residence", $0.rawValue) }
        case .employment: option("--employment", preferences.employment?.rawValue)
        case .customerType:
            CustomerType.allCases.filter(preferences.customerTypes.contains)
                .flatMap { option("--customer-type", $0.rawValue) }
        case .age: option("--age")
        case .salary: option("--salary")
        case .salaryBank: option("--salary-bank", preferences.salaryBank)
        case .movesSalary: flag("move-salary", preferences.movesSalary)
        case .ownership: option("--ownership", preferences.ownership?.rawValue)
        case .amount: option("--amount")
        case .term: option("--term")
        }
    }

    /// Stores what was typed.
    ///
    /// - Returns: false where it is nothing of the kind.
    func store(_ text: String, into wishes: inout Wishes) -> Bool {
        let text = text.withoutBlankEnds
        let isOpen = text.isEmpty
        switch self {
        case .age:
            let age = Int(text).flatMap { PreferenceOptions.ages.contains($0) ? $0 : nil }
            guard isOpen || age != nil else { return false }
            wishes.preferences.age = age
        case .salary:
            let salary = try? PreferenceOptions.amount(text)
            guard isOpen || salary != nil else { return false }
            wishes.preferences.salary = salary
        case .amount:
            let amount = try? ScenarioOptions.money(text)
            guard isOpen || amount != nil else { return false }
            wishes.scenario.amount = amount
        case .term:
            let months = try? ScenarioOptions.months(text)
            guard isOpen || months != nil else { return false }
            wishes.scenario.months = months
        default: return false
        }
        return true
    }
}

extension EligibilityCriterion {
    /// For a person, as the questions have it.
    var words: String {
        switch self {
        case .residence: "residence"
        case .employment: "work"
        case .customerType: "kind of customer"
        case .age: "age"
        case .salary: "salary"
        case .ownership: "holder"
        case .salaryTransfer: "salary transfer"
        case .amount: "amount"
        case .term: "how long"
        }
    }
}

extension [EligibilityCriterion] {
    var words: String { map(\.words).joined(separator: ", ") }

    /// The words where they are no wider than the title above them, else how many they are.
    var shortWords: String {
        let words = words
        return words.count <= ProductColumn.leftOpen.title.count ? words : "\(count) thing\(count == 1 ? "" : "s")"
    }
}

extension EmploymentStatus {
    /// For a person.
    var words: String {
        switch self {
        case .salaried: "Salaried"
        case .nonSalaried: "Not salaried"
        case .eligibleEmployer: "Salaried, at an employer on the bank's list"
        case .selfEmployed: "Self-employed"
        case .unemployed: "Unemployed"
        }
    }
}

extension CustomerType {
    /// For a person.
    var words: String {
        switch self {
        case .retail: "A private person"
        case .sme: "A small or medium-sized business"
        case .corporate: "A large business"
        case .new: "New to the bank"
        case .existing: "A customer of the bank already"
        }
    }
}

extension AccountOwnership {
    /// For a person.
    var words: String {
        switch self {
        case .individual: "One person"
        case .joint: "Two together"
        case .multi: "Several together"
        }
    }
}
