/// What a user may say of themselves, to be spared products that they cannot have.
public enum EligibilityCriterion: String, Sendable, Hashable, CaseIterable, Codable {
    /// ``Preferences/residences``.
    case residence
    /// ``Preferences/employment``.
    case employment
    /// ``Preferences/customerTypes``.
    case customerType = "customer-type"
    /// ``Preferences/age``.
    case age
    /// ``Preferences/salary``.
    case salary
    /// ``Preferences/ownership``.
    case ownership
    /// Whether the salary has to come to the bank.
    case salaryTransfer = "salary-transfer"
    /// Whether so much can be borrowed, or put in.
    case amount
    /// Whether for so long.
    case term
}

/// Who holds an account (schema `Eligibility`, `AccountOwnership`).
public enum AccountOwnership: String, Sendable, Hashable, CaseIterable {
    /// One person.
    case individual = "Individual"
    /// Two or more together.
    case joint = "Joint"
    /// What `Multi` means beside `Joint` the schema does not say.
    case multi = "Multi"
}

/// The user's residence (schema `AEProductResidencyStatusCodes`).
public enum ResidenceStatus: String, Sendable, Hashable, CaseIterable {
    /// Lives in the UAE.
    case uaeResident = "UaeResident"
    /// Lives in the UAE, and is a national of another country.
    case expatriatesResident = "ExpatriatesResident"
    /// A national of a country of the Gulf Cooperation Council.
    case gccNational = "GCCNational"
    /// Lives elsewhere.
    case nonUAEResident = "NonUaeResident"
}

/// The user's work. The schema's list has demands in it, too (`MinimumSalary` and others); those are no status.
public enum EmploymentStatus: String, Sendable, Hashable, CaseIterable {
    /// Has a salary.
    case salaried = "Salaried"
    /// Has none: self-employed, or without work.
    case nonSalaried = "NonSalaried"
    /// Has a salary of an employer that the bank accepts.
    case eligibleEmployer = "EligibleEmployer"
    /// Works on their own account.
    case selfEmployed = "SelfEmployed"
    /// Has no work.
    case unemployed = "Unemployed"
}

/// The user as a customer: the first three say what they are, the others whether they are one already.
public enum CustomerType: String, Sendable, Hashable, CaseIterable {
    /// A person.
    case retail = "Retail"
    /// A small or medium-sized business.
    case sme = "SME"
    /// A large business.
    case corporate = "Corporate"
    /// Not yet a customer of the bank.
    case new = "New"
    /// A customer of the bank already.
    case existing = "Existing"

    /// The types of which one excludes the others.
    var alternatives: [CustomerType] {
        switch self {
        case .retail, .sme, .corporate: [.retail, .sme, .corporate]
        case .new, .existing: [.new, .existing]
        }
    }
}
