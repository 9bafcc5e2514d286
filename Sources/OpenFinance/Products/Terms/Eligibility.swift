public import FoundationEssentials

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

extension Eligibility {
    /// Years that one has to have; nil where none are stated.
    public var minimumAge: Decimal? { age.minimumAge }

    /// Years that one must not have passed; nil where none are stated.
    public var maximumAge: Decimal? { age.maximumAge }
}

extension [Criterion] {
    /// All of a product's criteria have to be met: of several the strictest counts.
    var minimumAge: Decimal? { years("MinimumAge").max() }
    var maximumAge: Decimal? { years("MaximumAge").min() }

    /// Nobody is that old: some fill a field that they have no limit for.
    private func years(_ type: String) -> [Decimal] {
        filter { $0.means(type) }.compactMap(\.value).filter { 0 < $0 && $0 < 150 }
    }
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
