/// Whom a product is for (schema `Eligibility`), as far as preferences and headlines need it.
public struct Eligibility: Sendable, Hashable {
    public let residence: [Criterion]
    public let employment: [Criterion]
    public let customerType: [Criterion]
    public let ownership: [Criterion]
    public let age: [Criterion]
    public let financialRequirements: [Criterion]

    static let unstated = Eligibility(
        residence: [], employment: [], customerType: [], ownership: [], age: [], financialRequirements: [])
}

extension Eligibility: Decodable {
    private enum Key: String, CodingKey {
        case residence = "ResidenceStatus", employment = "EmploymentStatus", customerType = "CustomerType", age = "Age"
        case ownership = "AccountOwnership", financialRequirements = "FinancialRequirements"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        residence = container.lenientList(.residence)
        employment = container.lenientList(.employment)
        customerType = container.lenientList(.customerType)
        ownership = container.lenientList(.ownership)
        age = container.lenientList(.age)
        financialRequirements = container.lenientList(.financialRequirements)
    }
}
