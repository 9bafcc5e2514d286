public import FoundationEssentials

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
        json = (try? encoder.encode(["Data": Content(lead, version)])) ?? Data()
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

    init(_ lead: Lead, _ version: APIVersion) {
        self.lead = lead
        self.version = version
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: MemberName.self)
        try container.encode(lead.email, forKey: "Email")
        try container.encode(lead.emiratesID.formatted, forKey: "EmiratesId")
        try container.encode(lead.name.members, forKey: "Name")
        try container.encodeIfPresent(lead.phoneNumber, forKey: "PhoneNumber")
        try container.encodeIfPresent(lead.nationality?.rawValue, forKey: "Nationality")
        try container.encodeIfPresent(lead.note, forKey: "LeadInformation")
        if let address = lead.address { try encode(address, in: &container) }
        if version.takesMarketingOptOut { try container.encode(lead.marketingOptOut, forKey: "MarketingOptOut") }
        let categories = lead.categories.map { $0.inTerms(of: version).rawValue }
        if version.wrapsLeadCategories {
            try container.encode(categories.map { ["Type": $0] }, forKey: "ProductCategories")
        } else {
            try container.encode(categories, forKey: "ProductCategories")
        }
    }

    private func encode(_ address: Lead.Address, in container: inout KeyedEncodingContainer<MemberName>) throws {
        var container = container.nestedContainer(keyedBy: MemberName.self, forKey: "ResidentialAddress")
        try container.encode(address.lines, forKey: "AddressLine")
        try container.encode(address.country.rawValue, forKey: "Country")
        for (detail, text) in address.details { try container.encode(text, forKey: MemberName(detail.rawValue)) }
    }
}

/// A member's name as the API spells it.
private struct MemberName: CodingKey, ExpressibleByStringLiteral {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init(stringLiteral name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue _: Int) { nil }
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
