import FoundationEssentials
import OpenFinance
import OpenFinanceLeads

/// What `ofp leads` prints, in the shape of its JSON.
struct LeadsReport: Report, Encodable {
    let leads: [Item]

    init(_ entries: [LeadRecord], at now: Date) { leads = entries.map { Item($0, at: now) } }

    private enum CodingKeys: String, CodingKey { case leads = "Leads" }

    struct Item: Encodable {
        let entry: LeadRecord
        let age: TimeInterval

        init(_ entry: LeadRecord, at now: Date) {
            self.entry = entry
            age = max(0, now.timeIntervalSince(entry.submittedAt))
        }

        /// The day the 30 days end, where there is something to wait for.
        var followUpBy: String? { entry.state.mayBeWithLFI ? entry.followUpBy.dayInUAE : nil }

        /// `5 min`, `3 h`, `12 d`.
        var ageText: String {
            switch Int(age) {
            case ..<3_600: "\(Int(age) / 60) min"
            case ..<86_400: "\(Int(age) / 3_600) h"
            default: "\(Int(age) / 86_400) d"
            }
        }

        private enum CodingKeys: String, CodingKey {
            case id = "Id", submittedAt = "SubmittedAt", ageDays = "AgeDays", environment = "Environment"
            case lfiName = "LFIName", authorisationServerID = "AuthorisationServerId", productID = "ProductId"
            case categories = "ProductCategories", state = "State", leadID = "LeadId", interactionID = "InteractionId"
            case followUpBy = "FollowUpBy"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(entry.id, forKey: .id)
            try container.encode(entry.submittedAt, forKey: .submittedAt)
            try container.encode(Int(age / 86_400), forKey: .ageDays)
            try container.encode(entry.environment, forKey: .environment)
            try container.encode(entry.lfi.label, forKey: .lfiName)
            try container.encode(entry.lfi.id, forKey: .authorisationServerID)
            try container.encode(entry.productID, forKey: .productID)
            try container.encode(entry.categories, forKey: .categories)
            try container.encode(entry.state, forKey: .state)
            try container.encode(entry.leadID, forKey: .leadID)
            try container.encode(entry.interactionID?.description, forKey: .interactionID)
            try container.encode(followUpBy, forKey: .followUpBy)
        }
    }

    var table: Table { table(with: [.leadID]) }

    /// What the bank's support finds a lead by.
    private enum ID: CaseIterable {
        case leadID, interactionID

        var label: String { self == .leadID ? "Lead id" : "Interaction id" }

        func text(_ entry: LeadRecord) -> String? {
            self == .leadID ? entry.leadID : entry.interactionID?.description
        }
    }

    private func table(with ids: [ID]) -> Table {
        Table(
            [
                .init(title: "No", alignment: .trailing), .init(title: "Age", alignment: .trailing),
                .init(title: "State"), .init(title: "Bank", narrowest: 12), .init(title: "Product", narrowest: 8),
                .init(title: "About", narrowest: 8), .init(title: "Follow up by"),
            ] + ids.map { .init(title: $0.label, narrowest: 8) },
            leads.map { item in
                let entry = item.entry
                return [
                    "\(entry.id)", item.ageText, entry.state.rawValue, entry.lfi.label, entry.productID,
                    entry.categories.map(\.rawValue).joined(separator: ", "), item.followUpBy,
                ] + ids.map { $0.text(entry) }
            })
    }

    /// Nothing where there is none: that there is none is told beside it. On a terminal the ids are there whole, to be copied:
    /// beside the rest where there is room for both, else below it.
    func text(on terminal: Terminal) -> String {
        guard !leads.isEmpty else { return "" }
        guard let width = terminal.width else { return table.text(on: terminal) }
        let whole = table(with: ID.allCases).text(on: Terminal(style: terminal.style))
        if table(with: ID.allCases).text(on: .none).split(separator: "\n").allSatisfy({
            String($0).displayWidth <= width
        }) {
            return whole
        }
        let lines = table(with: []).text(on: terminal).split(separator: "\n").map(String.init)
        let widest = ID.allCases.reduce(0) { max($0, $1.label.displayWidth) }
        let rows = zip(lines.dropFirst(), leads).flatMap { line, item in
            [line]
                + ID.allCases.compactMap { id in
                    id.text(item.entry).map { text in
                        terminal.style.dim("    \(id.label.padded(to: widest))  \(text.forTerminal)")
                    }
                }
        }
        return (lines.prefix(1) + rows).joined(separator: "\n") + "\n"
    }

    /// `3 leads: 2 arrived, 1 unknown.`
    var summary: String {
        let counts = LeadState.allCases.compactMap { state -> String? in
            let count = leads.filter { $0.entry.state == state }.count
            return count == 0 ? nil : "\(count) \(state.rawValue)"
        }
        guard !leads.isEmpty else { return "No leads." }
        return "\(leads.count) \(leads.count == 1 ? "lead" : "leads"): \(counts.joined(separator: ", "))."
    }
}
