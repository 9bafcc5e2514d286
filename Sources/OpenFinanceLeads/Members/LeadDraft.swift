/// What somebody has said of a lead so far, unchecked. ``validated()`` makes a ``Lead`` of it, or says all that is wrong.
///
///     let draft: LeadDraft = [
///         .email: "sara@example.ae", .emiratesID: "784-1990-1234567-6", .givenName: "Sara", .lastName: "Ahmed",
///         .marketingOptOut: false, .categories: ["SavingsAccount"],
///     ]
public struct LeadDraft: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    private var values: [LeadMember: LeadValue] = [:]
    /// What could not even be taken over from a document.
    var documentFaults: [LeadFault] = []

    /// Of somebody who has said nothing yet.
    public init() {}

    /// Of members that stand more than once, the last one counts.
    public init(dictionaryLiteral members: (LeadMember, LeadValue)...) {
        for (member, value) in members { values[member] = value }
    }

    /// Nil where nothing was said of it.
    public subscript(member: LeadMember) -> LeadValue? {
        get { values[member] }
        set { values[member] = newValue }
    }

    /// Whether anything of a group was said.
    public func has(_ group: LeadMember.Group) -> Bool { group.members.contains { values[$0] != nil } }

    /// The draft with what `other` says in place of what this one says of the same.
    ///
    /// A name is one thing, however many members it takes: where `other` has one, nothing of this one's stays.
    public func updated(with other: LeadDraft) -> LeadDraft {
        var draft = self
        if other.has(.name) { for member in LeadMember.Group.name.members { draft[member] = nil } }
        draft.values.merge(other.values) { $1 }
        draft.documentFaults += other.documentFaults
        return draft
    }

    /// What is missing of what has to be there, in the order of the schema.
    public var lacksSomething: Bool { faults.contains(where: \.isAbsence) }

    /// What is wrong with what was said so far; what is still missing does not count.
    public var faultsSoFar: LeadFaults? {
        let wrong = faults.filter { !$0.isAbsence }
        return wrong.isEmpty ? nil : LeadFaults(faults: wrong)
    }

    private var faults: [LeadFault] {
        var check = LeadCheck(faults: documentFaults)
        _ = check.checked(self)
        return check.faults
    }

    /// - Throws: ``LeadFaults`` with every rule that is broken, in the order of the schema.
    public func validated() throws(LeadFaults) -> Lead {
        var check = LeadCheck(faults: documentFaults)
        let values = check.checked(self)
        guard check.faults.isEmpty, let lead = Lead(values) else { throw LeadFaults(faults: check.faults) }
        return lead
    }
}
