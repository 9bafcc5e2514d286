public import FoundationEssentials
public import OpenFinance

/// Leads for as long as the process lives: for tests, and as an example of what a store has to do.
public actor InMemoryLeadStore: LeadStore {
    private var kept: [(lead: NewLeadRecord, record: LeadRecord)] = []
    private var count = 0

    /// An empty store, which no other process or actor sees.
    public init() {}

    /// An actor looks and writes in one step: no other call comes between.
    ///
    /// - Throws: ``LeadStoreError/duplicate(of:)`` where the same lead was sent, or may have been.
    public func add(_ lead: NewLeadRecord, unlessSentSince time: Date?) throws(LeadStoreError) -> LeadRecord.ID {
        if let time, let earlier = duplicate(of: lead, since: time) { throw .duplicate(of: earlier) }
        count += 1
        let record = LeadRecord(
            id: count, submittedAt: lead.submittedAt, environment: lead.environment, lfi: lead.lfi,
            productID: lead.productID, categories: lead.categories, status: .prepared, interactionID: nil, leadID: nil)
        kept.append((lead, record))
        return record.id
    }

    /// - Throws: ``LeadStoreError/duplicate(of:)``, and ``LeadStoreError/unusable(_:)`` for a number that is not here.
    public func markSending(
        _ id: LeadRecord.ID, as interactionID: InteractionID, unlessSentSince time: Date?
    ) throws(LeadStoreError) {
        let index = try index(of: id)
        if let time, let earlier = duplicate(of: kept[index].lead, since: time, otherThan: id) {
            throw .duplicate(of: earlier)
        }
        kept[index].record.status = .sending
        kept[index].record.interactionID = interactionID
    }

    /// - Throws: ``LeadStoreError/unusable(_:)`` for a number that is not here.
    public func update(
        _ id: LeadRecord.ID, to status: LeadRecord.Status, interactionID: InteractionID?, leadID: String?
    ) throws(LeadStoreError) {
        let index = try index(of: id)
        kept[index].record.status = status
        kept[index].record.interactionID = interactionID ?? kept[index].record.interactionID
        kept[index].record.leadID = leadID
    }

    /// By the person as given: the digest that a store on a disk owes them is of no use in memory.
    public func duplicate(of lead: NewLeadRecord, since time: Date) -> LeadRecord? {
        duplicate(of: lead, since: time, otherThan: nil)
    }

    /// The latest first.
    public func records() -> [LeadRecord] { kept.map(\.record).reversed() }

    /// False where there is none of this number.
    public func remove(_ id: LeadRecord.ID) -> Bool {
        let before = kept.count
        kept.removeAll { $0.record.id == id }
        return kept.count < before
    }

    private func duplicate(of lead: NewLeadRecord, since time: Date, otherThan id: LeadRecord.ID?) -> LeadRecord? {
        kept.last { other in
            other.record.id != id && other.record.status.mayHaveArrived && other.record.submittedAt > time
                && other.lead.person == lead.person && other.lead.lfi.id == lead.lfi.id
                && other.lead.authority == lead.authority && Set(other.lead.categories) == Set(lead.categories)
        }?.record
    }

    private func index(of id: LeadRecord.ID) throws(LeadStoreError) -> Int {
        guard let index = kept.firstIndex(where: { $0.record.id == id }) else {
            throw .unusable("there is no lead of the number \(id) in the store")
        }
        return index
    }
}
