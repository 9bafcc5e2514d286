public import FoundationEssentials
public import OpenFinance

/// The body of `POST /leads`, in the shape of one version of the API.
public struct LeadBody: Sendable, Hashable {
    /// JSON, exactly as it is sent.
    public let json: Data

    /// The same, for showing it.
    package var value: JSONValue { JSONText(scanned: json).value }

    /// What a version of the API has no place for.
    public struct Inexpressible: Error, Sendable, Hashable {
        /// A clause: `v1.2 of the API cannot say …`.
        public let message: String
    }

    /// - Throws: ``Inexpressible`` where the version has no place for what the lead says. What is left out would be
    ///   taken for its opposite.
    public init(_ lead: Lead, version: APIVersion) throws(Inexpressible) {
        if lead.marketingOptOut, !version.takesMarketingOptOut {
            throw Inexpressible(
                message: "\(version) of the API cannot say that somebody has opted out of marketing")
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts, lists and a Boolean, which always have a JSON form.
        let address = try lead.address.map { (address) throws(Inexpressible) in try LeadAddress(address, version) }
        json = (try? encoder.encode(["Data": Content(lead: lead, version: version, address: address)])) ?? Data()
    }
}

extension APIVersion {
    /// v1.2 has no `MarketingOptOut` in its leads.
    fileprivate var takesMarketingOptOut: Bool { self >= .v2_0 }

    /// Until v2.0 a lead's categories are objects.
    fileprivate var wrapsLeadCategories: Bool { self < .v2_1 }
}

/// Schema `LeadRequest`, member `Data`.
private struct Content: Encodable {
    let lead: Lead
    let version: APIVersion
    /// In the version's shape.
    let address: LeadAddress?

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: MemberName.self)
        try container.encode(lead.email, forKey: "Email")
        try container.encode(lead.emiratesID.formatted, forKey: "EmiratesId")
        try container.encode(lead.name.members, forKey: "Name")
        try container.encodeIfPresent(lead.phoneNumber, forKey: "PhoneNumber")
        try container.encodeIfPresent(lead.nationality?.rawValue, forKey: "Nationality")
        try container.encodeIfPresent(lead.note, forKey: "LeadInformation")
        if let address { try container.encode(address, forKey: "ResidentialAddress") }
        if version.takesMarketingOptOut { try container.encode(lead.marketingOptOut, forKey: "MarketingOptOut") }
        let categories = lead.categories.map { $0.inTerms(of: version).rawValue }
        if version.wrapsLeadCategories {
            try container.encode(categories.map { ["Type": $0] }, forKey: "ProductCategories")
        } else {
            try container.encode(categories, forKey: "ProductCategories")
        }
    }
}

extension Lead.Name {
    fileprivate var members: [String: String] {
        switch self {
        case .parts(let given, let last): ["GivenName": given, "LastName": last]
        case .full(let name): ["FullName": name]
        case .business(let name): ["BusinessName": name]
        }
    }
}
