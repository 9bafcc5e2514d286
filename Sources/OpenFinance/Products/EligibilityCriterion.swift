/// What a user may say of themselves, to be spared products that they cannot have.
public enum EligibilityCriterion: String, Sendable, Hashable, CaseIterable, Codable {
    case residence, employment, customerType = "customer-type", age, salary, ownership
    /// Whether the salary has to come to the bank.
    case salaryTransfer = "salary-transfer"
    /// Whether so much can be borrowed, or put in.
    case amount
    /// Whether for so long.
    case term
}

/// Who holds an account.
public enum AccountOwnership: String, Sendable, Hashable, CaseIterable {
    case individual = "Individual", joint = "Joint", multi = "Multi"
}

/// The user's residence (schema `AEProductResidencyStatusCodes`).
public enum ResidenceStatus: String, Sendable, Hashable, CaseIterable {
    case uaeResident = "UaeResident", expatriatesResident = "ExpatriatesResident", gccNational = "GCCNational"
    case nonUAEResident = "NonUaeResident"
}

/// The user's work. The schema's list has demands in it, too (`MinimumSalary` and others); those are no status.
public enum EmploymentStatus: String, Sendable, Hashable, CaseIterable {
    case salaried = "Salaried", nonSalaried = "NonSalaried", eligibleEmployer = "EligibleEmployer"
    case selfEmployed = "SelfEmployed", unemployed = "Unemployed"
}

/// The user as a customer: the first three say what they are, the others whether they are one already.
public enum CustomerType: String, Sendable, Hashable, CaseIterable {
    case retail = "Retail", sme = "SME", corporate = "Corporate", new = "New", existing = "Existing"

    /// The types of which one excludes the others.
    var alternatives: [CustomerType] {
        switch self {
        case .retail, .sme, .corporate: [.retail, .sme, .corporate]
        case .new, .existing: [.new, .existing]
        }
    }
}
