/// What a saved list knows of an LFI, or would if it were saved now: by which names it may be meant, and what it offers.
public struct SavedLFI: Sendable, Hashable, Codable, Identifiable, NamedLFI {
    public let identity: LFI.Identity
    public let organisationID: String?
    public let organisationName: String?
    /// Nil where the list does not say.
    public let takesLeads: Bool?
    /// What it calls itself in its products (`LFIId`).
    private var lfiIDs: [String] = []

    public init(_ lfi: LFI) {
        identity = lfi.identity
        organisationID = lfi.organisationID
        organisationName = lfi.organisationName
        takesLeads = lfi.leads != nil
    }

    private init(_ identity: LFI.Identity) {
        self.identity = identity
        organisationID = nil
        organisationName = nil
        takesLeads = nil
    }

    public var id: LFI.Identity.ID { identity.id }
    public var name: String { identity.name }

    public var designations: [String] {
        [identity.name, identity.id] + [organisationName, organisationID].compactMap(\.self) + lfiIDs
    }

    /// Those that the list says were asked, and whoever else has something in it: older lists say nothing.
    static func all(
        stated: [SavedLFI], _ products: [ListedProduct], _ failures: [LFIFailure]
    ) -> [SavedLFI] {
        var lfis: [LFI.Identity: SavedLFI] = [:]
        var order: [LFI.Identity] = []
        func update(_ identity: LFI.Identity, _ change: (inout SavedLFI) -> Void = { _ in }) {
            if lfis[identity] == nil { order.append(identity) }
            change(&lfis[identity, default: SavedLFI(identity)])
        }
        for lfi in stated { update(lfi.identity) { $0 = lfi } }
        for product in products {
            update(product.lfi) { lfi in
                if let id = product.lfiIDText, !lfi.lfiIDs.contains(id) { lfi.lfiIDs.append(id) }
            }
        }
        for failure in failures { update(failure.lfi) }
        return order.compactMap { lfis[$0] }
    }

    // MARK: - In a list's Meta

    private enum CodingKeys: String, CodingKey {
        case name = "LFIName", id = "AuthorisationServerId", organisationID = "OrganisationId"
        case organisationName = "OrganisationName", takesLeads = "TakesLeads"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        identity = LFI.Identity(
            id: try container.decode(String.self, forKey: .id), name: try container.decode(String.self, forKey: .name))
        organisationID = container.lenientText(.organisationID)
        organisationName = container.lenientText(.organisationName)
        takesLeads = container.lenient(.takesLeads)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(identity.name, forKey: .name)
        try container.encode(identity.id, forKey: .id)
        try container.encodeIfPresent(organisationID, forKey: .organisationID)
        try container.encodeIfPresent(organisationName, forKey: .organisationName)
        try container.encodeIfPresent(takesLeads, forKey: .takesLeads)
    }
}
