/// Whom a product is for (schema `Eligibility`), as far as preferences and headlines need it.
public struct Eligibility: Sendable, Hashable {
    /// `ResidenceStatus`: who may have it, by codes of ``ResidenceStatus``. Empty where the LFI does not say; so for
    /// each list here.
    public let residence: [Criterion]
    /// `EmploymentStatus`, by codes of ``EmploymentStatus``; and demands on the work, such as `MinimumSalary`.
    public let employment: [Criterion]
    /// `CustomerType`, by codes of ``CustomerType``.
    public let customerType: [Criterion]
    /// `AccountOwnership`, by codes of ``AccountOwnership``.
    public let ownership: [Criterion]
    /// `Age`: `MinimumAge` and `MaximumAge`, in years.
    public let age: [Criterion]
    /// `FinancialRequirements`: what the customer has to bring, such as `MinimumSalaryTransferRequirement`.
    public let financialRequirements: [Criterion]

    static let unstated = Eligibility(
        residence: [], employment: [], customerType: [], ownership: [], age: [], financialRequirements: [])
}

extension Eligibility: JSONReadable {
    private enum Key: String, CodingKey {
        case residence = "ResidenceStatus", employment = "EmploymentStatus", customerType = "CustomerType", age = "Age"
        case ownership = "AccountOwnership", financialRequirements = "FinancialRequirements"
    }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        residence = object.lenientList(.residence)
        employment = object.lenientList(.employment)
        customerType = object.lenientList(.customerType)
        ownership = object.lenientList(.ownership)
        age = object.lenientList(.age)
        financialRequirements = object.lenientList(.financialRequirements)
    }
}
