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
    /// Kinds of a category (`TermDeposit`, `Visa`, `AutoFinance`), as the user calls them; empty means every kind.
    public var subtypes: [Subtype] = []
    /// Products that only these exclude are kept apart (``Verdict/excluded(_:)``).
    public var preferences = Preferences()
    /// Its amount and term exclude products as preferences do.
    public var scenario = Scenario()

    /// Every product of every LFI, where nothing is given.
    public init(
        categories: Set<ProductCategory> = [], isShariaCompliant: Bool? = nil, updatedSince: Date? = nil,
        search: TextSearch? = nil, subtypes: [Subtype] = [], preferences: Preferences = Preferences(),
        scenario: Scenario = Scenario()
    ) {
        self.categories = categories
        self.isShariaCompliant = isShariaCompliant
        self.updatedSince = updatedSince
        self.search = search
        self.subtypes = subtypes
        self.preferences = preferences
        self.scenario = scenario
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

    /// What becomes of a product.
    public enum Verdict: Sendable {
        /// With what it leaves open.
        case listed(ListedProduct)
        /// Only the user's preferences leave it out, with those that do.
        case excluded(ListedProduct)
        /// It is none that was asked for: not every LFI filters as it is asked to, and the API cannot filter by everything.
        case other
    }

    /// What becomes of a product, by all that was asked for and preferred.
    public func verdict(on listed: ListedProduct) -> Verdict {
        guard matches(listed.product) else { return .other }
        if let search {
            guard search.matches(Self.searched(listed)) else { return .other }
        }
        let isJudged = !preferences.isEmpty || scenario.amount != nil || scenario.months != nil
        guard isJudged || !subtypes.isEmpty else { return .listed(listed) }
        let terms = listed.terms
        if !subtypes.isEmpty {
            guard subtypes.contains(where: { $0.matches(terms.subtype) }) else { return .other }
        }
        guard isJudged else { return .listed(listed) }
        var listed = listed
        (listed.leftOpen, listed.excludedBy) = preferences.judged(listed, terms, in: scenario)
        return listed.excludedBy.isEmpty ? .listed(listed) : .excluded(listed)
    }

    /// What a search looks through.
    package static func searched(_ listed: ListedProduct) -> [String?] {
        let product = listed.product
        return [product.name, product.alternativeBrandName, listed.lfi.name, product.description]
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

/// A kind of product as somebody calls it: `term deposit`, `visa`, `car`.
public struct Subtype: Sendable, Hashable {
    /// As it was given.
    public let text: String
    /// Letters alone.
    private let words: String

    /// Takes any text; one without letters fits no kind.
    public init(_ text: String) {
        self.text = text
        let bare = text.bare
        words = Self.synonyms[bare] ?? bare
    }

    /// What people say for what the schema calls otherwise.
    private static let synonyms = [
        "car": "auto", "vehicle": "auto", "fixeddeposit": "termdeposit", "amex": "americanexpress",
    ]

    func matches(_ subtype: String?) -> Bool {
        guard let subtype, !words.isEmpty else { return false }
        return subtype.bare.contains(words)
    }
}
