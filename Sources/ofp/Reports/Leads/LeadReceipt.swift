import FoundationEssentials
import OpenFinance
import OpenFinanceLeads

/// What has become of a lead, in the shape of the JSON output. It holds nothing of the person.
struct LeadReceipt: Report, Encodable {
    static let formats = ReportFormat.ofDocuments

    let leadID: String?
    let state: LeadState
    let lfi: LFI.Identity
    let interactionID: InteractionID?
    /// The day by which the LFI should have followed up, where it has the lead or may have it.
    let followUpBy: String?

    init(_ submitted: SubmittedLead, of lfi: LFI, at now: Date) {
        leadID = submitted.outcome.leadID
        state = submitted.outcome.state
        self.lfi = lfi.identity
        interactionID = submitted.outcome.interactionID
        followUpBy = state.mayBeWithLFI ? now.addingTimeInterval(LeadRecord.timeToFollowUp).dayInUAE : nil
    }

    init(_ entry: LeadRecord) {
        leadID = entry.leadID
        state = entry.state
        lfi = entry.lfi
        interactionID = entry.interactionID
        followUpBy = state.mayBeWithLFI ? entry.followUpBy.dayInUAE : nil
    }

    private enum CodingKeys: String, CodingKey {
        case leadID = "LeadId", state = "State", lfiName = "LFIName", authorisationServerID = "AuthorisationServerId"
        case interactionID = "InteractionId", followUpBy = "FollowUpBy"
    }

    /// Every member is always there: a script need not ask whether.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(leadID, forKey: .leadID)
        try container.encode(state, forKey: .state)
        try container.encode(lfi.name, forKey: .lfiName)
        try container.encode(lfi.id, forKey: .authorisationServerID)
        try container.encode(interactionID?.description, forKey: .interactionID)
        try container.encode(followUpBy, forKey: .followUpBy)
    }

    /// One row, by the names of the JSON.
    var table: Table {
        Table(
            [
                "LeadId", "State", "LFIName", "AuthorisationServerId", "InteractionId", "FollowUpBy",
            ].map { .init(title: $0) },
            [[leadID, state.rawValue, lfi.name, lfi.id, interactionID?.description, followUpBy]])
    }

    /// For a person, where it has arrived; what else may be is told as an error.
    func text(on terminal: Terminal) -> String {
        guard state == .arrived else { return "" }
        return """
            \(terminal.style.bold("\(lfi.label.forTerminal) has the lead, and should follow up by \(followUpBy ?? "")."))
              Lead id         \(leadID ?? "not stated by the bank")
              Interaction id  \(interactionID?.description ?? "")

            """
    }
}

extension LeadState {
    /// Whether there is something to wait for.
    var mayBeWithLFI: Bool { self == .arrived || self == .unknown }
}
