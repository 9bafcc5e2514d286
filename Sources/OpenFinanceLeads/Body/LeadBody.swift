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
        if lead.marketingOptOut, !version.hasMarketingOptOut {
            throw Inexpressible(
                message: "\(version) of the API cannot say that somebody has opted out of marketing")
        }
        var data = LeadBodyValue.members(of: .data, in: lead)
        if lead.has(.name) { data["Name"] = .object(LeadBodyValue.members(of: .name, in: lead)) }
        if lead.has(.address) { data["ResidentialAddress"] = .object(try .address(of: lead, in: version)) }
        if !version.hasMarketingOptOut { data[LeadMember.marketingOptOut.name] = nil }
        data[LeadMember.categories.name] = .list(
            lead.categories.map { category in
                let name = LeadBodyValue.text(category.inTerms(of: version).rawValue)
                return version.wrapsLeadCategories ? .object(["Type": name]) : name
            })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts, lists and a Boolean, which always have a JSON form.
        json = (try? encoder.encode(["Data": LeadBodyValue.object(data)])) ?? Data()
    }
}

/// A value in a body.
indirect enum LeadBodyValue: Encodable {
    case text(String)
    case truth(Bool)
    case list([LeadBodyValue])
    case object([String: LeadBodyValue])

    init(_ value: LeadValue) {
        self =
            switch value {
            case .text(let text): .text(text)
            case .truth(let truth): .truth(truth)
            case .list(let texts): .list(texts.map(LeadBodyValue.text))
            }
    }

    /// What a lead says in one of its objects, as v2.1 has it.
    static func members(of group: LeadMember.Group, in lead: Lead) -> [String: LeadBodyValue] {
        let members = group.members.compactMap { member in
            lead[member].map { (member.name, LeadBodyValue($0)) }
        }
        return Dictionary(uniqueKeysWithValues: members)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .truth(let truth): try container.encode(truth)
        case .list(let elements): try container.encode(elements)
        case .object(let members): try container.encode(members)
        }
    }
}

extension APIVersion {
    /// v1.2 has no `MarketingOptOut` in its leads.
    fileprivate var hasMarketingOptOut: Bool { self >= .v2_0 }

    /// Until v2.0 a lead's categories are objects.
    fileprivate var wrapsLeadCategories: Bool { self < .v2_1 }
}
