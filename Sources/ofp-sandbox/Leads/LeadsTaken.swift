import FoundationEssentials
import Synchronization

/// The leads that hubs have taken, with their bodies: in memory alone.
final class LeadsTaken: Sendable {
    struct Lead: Sendable {
        let hub: String
        let id: String
        let takenAt: Date
        /// As it came.
        let body: Data
    }

    private let leads = Mutex<[Lead]>([])

    var all: [Lead] { leads.withLock(\.self) }

    func reset() { leads.withLock { $0 = [] } }

    /// Stores a lead, and gives it an id.
    func store(_ body: Data, at hub: Hub) -> Lead {
        let lead = Lead(hub: hub.code, id: UUID().uuidString.lowercased(), takenAt: Date(), body: body)
        leads.withLock { $0.append(lead) }
        return lead
    }
}
