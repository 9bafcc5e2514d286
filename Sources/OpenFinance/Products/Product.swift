public import FoundationEssentials

/// The members of a product by which it is found, filtered and shown. What it costs and earns is in ``ProductTerms``,
/// and the product as it was sent in ``ListedProduct/json``.
///
/// Source: UAE Product API v2.1, schema `Product`. Every member is optional here, the required ones too: a product that
/// lacks something is shown without it, and an empty text is none.
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
    /// `EffectiveFromDateTime` and `EffectiveToDateTime`, as sent.
    public let effectiveFromText: String?
    public let effectiveToText: String?
    public let isSalaryTransferRequired: Bool?
    public let applicationChannels: [ApplicationChannel]
    /// `Links.KfsUri`: the key facts statement.
    public let keyFactsAddress: String?
}

extension Product {
    init(_ members: JSONMembers) {
        id = members.text("ProductId")
        name = members.text("ProductName")
        category = ProductCategory(of: members)
        description = members.text("Description")
        isShariaCompliant = members.bool("IsShariaCompliant") ?? members.shariaInWords
        shariaStructure = members.text("ShariaStructure")
        alternativeBrandName = members.text("AlternativeBrandName")
        currency = members.text("DenominationCurrency")
        lastUpdatedText = members.text("LastUpdatedDateTime")
        effectiveFromText = members.text("EffectiveFromDateTime")
        effectiveToText = members.text("EffectiveToDateTime")
        isSalaryTransferRequired = members.bool("IsSalaryTransferRequired")
        applicationChannels = ApplicationChannel.channels(of: members)
        keyFactsAddress = members.object("Links")?.text("KfsUri") ?? members.text("KfsUri")
    }

    /// The name to show: a Sharia-compliant product goes by its Sharia brand.
    public var displayName: String? {
        isShariaCompliant == true ? alternativeBrandName ?? name : name
    }

    /// Nil where it is not stated, or not in the form of RFC 3339.
    public var lastUpdated: Date? { lastUpdatedText.flatMap(Timestamp.parse) }
}

extension JSONMembers {
    /// `IsShariaCompliant` where it is said in words.
    fileprivate var shariaInWords: Bool? {
        switch text("IsShariaCompliant")?.bare {
        case "islamic"?, "sharia"?, "shariah"?, "shariacompliant"?, "shariahcompliant"?: true
        case "conventional"?, "nonislamic"?, "notshariacompliant"?, "nonshariacompliant"?: false
        default: nil
        }
    }
}
