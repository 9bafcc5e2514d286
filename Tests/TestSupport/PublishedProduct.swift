import OpenFinanceConformance

/// Products as the official document of one version allows them, each with the details of its own category.
public struct PublishedProduct {
    private let shapes: PublishedShapes
    /// For whoever has to decide more by the same seed.
    public var random: SeededRandom

    /// - Throws: where there is no document of that version.
    public init(version: String, seed: UInt64) throws {
        shapes = try PublishedShapes(version: version)
        random = SeededRandom(seed: seed)
    }

    /// The next product, with this `ProductId`.
    public mutating func next(id: String) -> JSONMaker {
        guard case .object(var members) = shapes.make("Product", with: &random) else {
            preconditionFailure("a product is an object")
        }
        guard case .string(let category)? = members.first(where: { $0.0 == "ProductCategory" })?.1 else {
            preconditionFailure("a product has a category")
        }
        // The document lets the details of all categories stand side by side; no bank has a card that is a mortgage.
        let own = category == "Loan" ? "PersonalLoan" : category
        let others = ["SavingsAccount", "CurrentAccount", "CreditCard", "Finance", "Mortgage", "PersonalLoan"]
            .filter { $0 != own }
        for index in members.indices {
            if members[index].0 == "ProductId" { members[index].1 = .string(id) }
            if members[index].0 == "Product", case .object(let details)? = members[index].1 {
                members[index].1 = .object(details.filter { !others.contains($0.0) })
            }
        }
        return .object(members)
    }
}
