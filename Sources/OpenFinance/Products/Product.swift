public import FoundationEssentials

/// The members of a product by which it is found, filtered and shown. What it costs and earns is in ``ProductTerms``,
/// and the product as it was sent in ``ListedProduct/json``.
///
/// Source: UAE Product API v2.1, schema `Product`. Every member is optional here, the required ones too: a product that
/// lacks something is shown without it, and an empty text is none.
public struct Product: Sendable, Hashable {
    /// `ProductId`: the LFI's own, so that two LFIs may have the same. It need not last.
    public let id: String?
    /// `ProductName`. ``displayName`` is the one to show.
    public let name: String?
    /// `ProductCategory`, or what the product's details say where that is none of the API's.
    public let category: ProductCategory?
    /// The same for people: what the LFI says, where the API does not know that.
    public let categoryText: String?
    /// `Description`: the bank's words, over several lines maybe.
    public let description: String?
    /// `IsShariaCompliant`; nil where the LFI does not say.
    public let isShariaCompliant: Bool?
    /// `ShariaStructure`, as sent: `Murabaha`, `Ijara` …
    public let shariaStructure: String?
    /// Under which name a Sharia-compliant product is sold.
    public let alternativeBrandName: String?
    /// ISO 4217.
    public let currency: String?
    /// `LastUpdatedDateTime`, as sent.
    public let lastUpdatedText: String?
    /// `EffectiveFromDateTime`, as sent; ``validity(at:)`` reads it.
    public let effectiveFromText: String?
    /// `EffectiveToDateTime`, as sent. Where it is a day without a time, the product can be had for all of that day.
    public let effectiveToText: String?
    /// `IsSalaryTransferRequired`; nil where the LFI does not say.
    public let isSalaryTransferRequired: Bool?
    /// The preferred one first; empty where the LFI offers none.
    public let applicationChannels: [ApplicationChannel]
    /// `Links.KfsUri`: the key facts statement.
    public let keyFactsAddress: String?
}

extension Product {
    init(_ members: JSONMembers) {
        id = members.text("ProductId")
        name = members.text("ProductName")
        category = ProductCategory(of: members)
        let stated = members.text("ProductCategory")
        categoryText = stated.flatMap { ProductCategory(asSent: $0).isKnown ? nil : $0 } ?? category?.rawValue
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
