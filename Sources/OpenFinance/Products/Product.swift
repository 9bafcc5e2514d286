public import FoundationEssentials

/// What `ofp` reads of a product to filter, order and show it. The product as it was sent is beside it, in
/// ``ListedProduct/json``.
///
/// Source: UAE Product API v2.1, schema `Product`. Every member is optional here, the required ones too: a product that
/// lacks something is shown without it.
public struct Product: Sendable, Hashable {
    public let id: String?
    public let name: String?
    public let category: ProductCategory?
    public let description: String?
    public let isShariaCompliant: Bool?
    public let shariaStructure: String?
    /// Under which name a Sharia-compliant product is sold.
    public let alternativeBrandName: String?
    /// ISO 4217.
    public let currency: String?
    /// `LastUpdatedDateTime`, as sent.
    public let lastUpdatedText: String?
    public let applicationChannels: [ApplicationChannel]
}

extension Product: Decodable {
    enum Key: String, CodingKey {
        case id = "ProductId", name = "ProductName", category = "ProductCategory", description = "Description"
        case isShariaCompliant = "IsShariaCompliant", shariaStructure = "ShariaStructure"
        case alternativeBrandName = "AlternativeBrandName", currency = "DenominationCurrency", links = "Links"
        case lastUpdatedText = "LastUpdatedDateTime"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        id = container.lenient(.id) ?? container.lenient(.id, as: Int.self).map(String.init)
        name = container.lenient(.name)
        category = container.lenient(.category)
        description = container.lenient(.description)
        isShariaCompliant = container.lenient(.isShariaCompliant)
        shariaStructure = container.lenient(.shariaStructure)
        alternativeBrandName = container.lenient(.alternativeBrandName)
        currency = container.lenient(.currency)
        lastUpdatedText = container.lenient(.lastUpdatedText)
        applicationChannels = try ApplicationChannel.channels(of: decoder, nestedUnder: Key.links)
    }

    /// The name to show: a Sharia-compliant product goes by its Sharia brand.
    public var displayName: String? {
        isShariaCompliant == true ? alternativeBrandName ?? name : name
    }

    /// Nil where it is not stated, or not in the form of RFC 3339.
    public var lastUpdated: Date? { lastUpdatedText.flatMap(Timestamp.parse) }
}
