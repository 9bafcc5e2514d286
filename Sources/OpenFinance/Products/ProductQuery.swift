/// What the user wants to see.
public struct ProductQuery: Sendable, Hashable {
    /// Empty means every category.
    public var categories: Set<ProductCategory>
    /// True for Sharia-compliant products alone, false for the others alone.
    public var isShariaCompliant: Bool?

    public init(categories: Set<ProductCategory> = [], isShariaCompliant: Bool? = nil) {
        self.categories = categories
        self.isShariaCompliant = isShariaCompliant
    }

    /// The part that the API can filter, in the terms of `version`. It takes one category; several are asked for all
    /// at once and sorted out by ``matches(_:)``.
    func parameters(for version: APIVersion) -> [(name: String, value: String)] {
        var parameters: [(name: String, value: String)] = []
        if categories.count == 1, let category = categories.first {
            parameters.append(("ProductCategory", category.inTerms(of: version).rawValue))
        }
        if let isShariaCompliant {
            parameters.append(("IsShariaCompliant", isShariaCompliant ? "true" : "false"))
        }
        return parameters
    }

    /// Whether a product that an LFI sent is one that was asked for; not every LFI filters as it is asked to.
    ///
    /// A product that does not say whether it is Sharia-compliant is not shown as one that is.
    func matches(_ product: Product) -> Bool {
        if !categories.isEmpty {
            guard let category = product.category, categories.contains(category.canonical) else { return false }
        }
        return switch isShariaCompliant {
        case nil: true
        case true?: product.isShariaCompliant == true
        case false?: product.isShariaCompliant != true
        }
    }
}
