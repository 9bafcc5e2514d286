/// What a saved list knows of an LFI, or would if it were saved now: by which names it may be meant, and what it offers.
public struct SavedLFI: Sendable, Hashable, Encodable, JSONReadable, Identifiable, NamedLFI {
    /// As in the list's products and failures.
    public fileprivate(set) var identity: LFI.Identity
    /// `OrganisationId` of the directory; nil where the list does not say.
    public let organisationID: String?
    /// `OrganisationName` of the directory; nil where the list does not say.
    public let organisationName: String?
    /// Nil where the list does not say.
    public let takesLeads: Bool?
    /// In which it was asked. Nil where the list does not say.
    public let version: APIVersion?
    /// What it calls itself in its products (`LFIId`).
    private var lfiIDs: [String] = []

    /// What a list would know of an LFI that was asked for it.
    public init(_ lfi: LFI) {
        identity = lfi.identity
        organisationID = lfi.organisationID
        organisationName = lfi.organisationName
        takesLeads = lfi.leads != nil
        version = lfi.version
    }

    private init(_ identity: LFI.Identity) {
        self.identity = identity
        organisationID = nil
        organisationName = nil
        takesLeads = nil
        version = nil
    }

    /// `AuthorisationServerId` of the directory.
    public var id: LFI.Identity.ID { identity.id }
    /// `CustomerFriendlyName`.
    public var name: String { identity.name }
    /// The name for people, which no other one in the same list has.
    public var label: String { identity.label }

    /// Its names and ids, and each `LFIId` in its products.
    public var designations: [String] { directoryDesignations + lfiIDs }

    /// Its names and ids alone.
    public var directoryDesignations: [String] {
        [identity.name, identity.id] + [organisationName, organisationID].compactMap(\.self)
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
                if let id = product.statedLFIIDText, !lfi.lfiIDs.contains(id) { lfi.lfiIDs.append(id) }
            }
        }
        for failure in failures { update(failure.lfi) }
        return order.compactMap { lfis[$0] }
    }

    // MARK: - In a list's Meta

    private enum CodingKeys: String, CodingKey {
        case name = "LFIName", id = "AuthorisationServerId", organisationID = "OrganisationId"
        case organisationName = "OrganisationName", takesLeads = "TakesLeads", version = "Version"
    }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: CodingKeys.self)
        identity = LFI.Identity(id: try object.required(.id), name: try object.required(.name))
        organisationID = object.lenientText(.organisationID)
        organisationName = object.lenientText(.organisationName)
        takesLeads = object.lenient(.takesLeads)
        version = object.lenientText(.version).flatMap { APIVersion($0) }
    }

    /// As in the `Meta` of a saved list. What it calls itself in its products is left out: they say it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(identity.name, forKey: .name)
        try container.encode(identity.id, forKey: .id)
        try container.encodeIfPresent(organisationID, forKey: .organisationID)
        try container.encodeIfPresent(organisationName, forKey: .organisationName)
        try container.encodeIfPresent(takesLeads, forKey: .takesLeads)
        try container.encodeIfPresent(version?.description, forKey: .version)
    }
}

extension [SavedLFI] {
    /// Tells those of one name apart, by what the list knows of them.
    func toldApart() -> [SavedLFI] {
        let namesakes = Dictionary(grouping: self, by: { $0.name.foldingBlanks.lowercased() }).filter {
            $0.value.count > 1
        }
        return map { lfi in
            guard let alike = namesakes[lfi.name.foldingBlanks.lowercased()] else { return lfi }
            let ways: [(SavedLFI) -> String] = [
                { $0.organisationName ?? "" }, { String($0.id.prefix(8)) }, { $0.id },
            ]
            var lfi = lfi
            lfi.identity.qualifier = NamesakeWords.first(of: ways, telling: alike)?(lfi)
            return lfi
        }
    }
}

/// How to tell apart what has one name.
enum NamesakeWords {
    /// The first of the ways by which each of them is called otherwise; nil where there is none.
    static func first<Element>(
        of ways: [(Element) -> String], telling namesakes: [Element]
    ) -> ((Element) -> String)? {
        ways.first { way in
            let words = namesakes.map(way)
            return Set(words).count == words.count && !words.contains("")
        }
    }
}
