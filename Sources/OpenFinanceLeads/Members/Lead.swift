public import OpenFinance

/// A person's or a business's wish to be contacted by an LFI, with every rule of the API's schema kept (schema
/// `LeadRequest`), and written as it wants it.
///
/// It can only be had from a ``LeadDraft``.
public struct Lead: Sendable, Hashable {
    private let values: [LeadMember: LeadValue]
    /// Who the lead is for: the one thing that tells two persons apart. Not to be logged.
    public let emiratesID: EmiratesID
    /// In the terms of v2.1, each once.
    public let categories: [ProductCategory]

    /// - Parameter values: checked.
    init?(_ values: [LeadMember: LeadValue]) {
        guard let id = values[.emiratesID]?.texts.first.flatMap(EmiratesID.init) else { return nil }
        emiratesID = id
        categories = values[.categories]?.texts.map(ProductCategory.init(rawValue:)) ?? []
        self.values = values
    }

    /// Nil where the lead says nothing of it.
    public subscript(member: LeadMember) -> LeadValue? { values[member] }

    /// The texts of a member, or its one text; none where the lead says nothing of it.
    func texts(_ member: LeadMember) -> [String] { values[member]?.texts ?? [] }

    func text(_ member: LeadMember) -> String? { texts(member).first }

    /// Whether the person has opted out of marketing.
    public var marketingOptOut: Bool { values[.marketingOptOut]?.truth ?? false }

    /// Whether it says anything of a group.
    func has(_ group: LeadMember.Group) -> Bool { group.members.contains { values[$0] != nil } }
}
