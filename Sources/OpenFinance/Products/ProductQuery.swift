public import FoundationEssentials

/// What the user wants to see.
public struct ProductQuery: Sendable, Hashable {
    /// Empty means every category.
    public var categories: Set<ProductCategory>
    /// True for Sharia-compliant products alone, false for the others alone.
    public var isShariaCompliant: Bool?
    /// Only products that were changed then or later.
    public var updatedSince: Date?
    /// Words that name, brand or description must have.
    public var search: TextSearch?
    public var preferences = Preferences()

    public init(
        categories: Set<ProductCategory> = [], isShariaCompliant: Bool? = nil, updatedSince: Date? = nil,
        search: TextSearch? = nil, preferences: Preferences = Preferences()
    ) {
        self.categories = categories
        self.isShariaCompliant = isShariaCompliant
        self.updatedSince = updatedSince
        self.search = search
        self.preferences = preferences
    }

    /// The part that the API can filter, in the terms of `version`. It takes one category; several are asked for all
    /// at once and sorted out by ``select(_:)``.
    func parameters(for version: APIVersion) -> [(name: String, value: String)] {
        var parameters: [(name: String, value: String)] = []
        if categories.count == 1, let category = categories.first {
            parameters.append(("ProductCategory", category.inTerms(of: version).rawValue))
        }
        if let isShariaCompliant {
            parameters.append(("IsShariaCompliant", isShariaCompliant ? "true" : "false"))
        }
        if let updatedSince {
            // An LFI may leave out what was changed at that very moment; a second earlier it does not.
            parameters.append(("LastUpdatedDateTime", (updatedSince - 1).formatted(.iso8601)))
        }
        return parameters
    }

    /// The product, with what it leaves open, where it is one that was asked for: not every LFI filters as it is asked
    /// to, and the API cannot filter by everything.
    public func select(_ listed: ListedProduct) -> ListedProduct? {
        guard matches(listed.product) else { return nil }
        if let search {
            let product = listed.product
            let texts = [product.name, product.alternativeBrandName, listed.lfi.name, product.description]
            guard search.matches(texts) else { return nil }
        }
        guard !preferences.isEmpty else { return listed }
        guard let open = preferences.leftOpen(by: listed.product, listed.terms) else { return nil }
        var listed = listed
        listed.leftOpen = open
        return listed
    }

    /// Whether what the API can filter fits.
    ///
    /// A product that does not say whether it is Sharia-compliant is not shown as one that is; one that does not say when
    /// it was changed may have been changed since.
    func matches(_ product: Product) -> Bool {
        if !categories.isEmpty {
            guard let category = product.category, categories.contains(category.canonical) else { return false }
        }
        if let updatedSince, let updated = product.lastUpdated, updated < updatedSince { return false }
        return switch isShariaCompliant {
        case nil: true
        case true?: product.isShariaCompliant == true
        case false?: product.isShariaCompliant != true
        }
    }
}
