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
