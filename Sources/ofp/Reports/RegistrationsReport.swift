import FoundationEssentials
import OpenFinance

/// What `ofp register` prints, in the shape of its JSON.
struct RegistrationsReport: Report, Encodable {
    private let step: OpenFinanceClient.RegistrationStep
    /// By name, then by id.
    private(set) var registrations: [Registration] = []

    init(_ step: OpenFinanceClient.RegistrationStep) { self.step = step }

    mutating func add(_ registration: Registration) {
        registrations.append(registration)
        registrations.sort { ($0.lfi.name, $0.lfi.id) < ($1.lfi.name, $1.lfi.id) }
    }

    private func count(_ state: Registration.State) -> Int { registrations.count { $0.state == state } }

    /// `12 banks: 10 activated, 1 registered and not activated yet, 1 refused.`
    var summary: String {
        let banks = "\(registrations.count) \(registrations.count == 1 ? "bank" : "banks")"
        let parts = [
            (Registration.State.activated, "activated"), (.registered, "registered and not activated yet"),
            (.refused, step == .ask ? "refused: not registered from here, or not activated" : "refused"),
            (.failed, "failed"), (.unasked, "not asked: nothing was sent"),
        ].compactMap { state, words in count(state) == 0 ? nil : "\(count(state)) \(words)" }
        return "\(banks): \(parts.joined(separator: ", "))."
    }

    /// Why banks are not further; that one has yet to activate the client is in the table.
    var failureSentences: [String] {
        registrations.filter { $0.state != .registered }.compactMap { $0.failure?.sentence() }
    }

    /// - Throws: a ``CommandFailure`` where no bank did what was asked of it.
    func status(wasInterrupted: Bool) throws(CommandFailure) -> CommandStatus {
        if wasInterrupted { return .interrupted }
        let bad = count(.refused) + count(.failed)
        if bad == 0 { return .success }
        if bad < registrations.count { return .partial }
        guard count(.failed) == 0 else {
            throw CommandFailure(.unavailable, "No bank answered", advice: "See the reasons above, and try again later")
        }
        throw CommandFailure(
            .refused, "Every bank refused this client",
            advice: step == .ask
                ? "Register it with 'ofp register --all', or ask the banks to activate it"
                : "Check that the application has the role BDSP, and the transport certificate, in the Trust Framework")
    }

    private enum CodingKeys: String, CodingKey { case registrations = "Registrations" }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(registrations.map(Item.init), forKey: .registrations)
    }

    /// Members that are not known are left out.
    private struct Item: Encodable {
        let lfiName, authorisationServerID, state: String
        let endpoint, interactionID, code, message: String?
        let registeredAt: Date?
        let status: Int?

        init(_ registration: Registration) {
            lfiName = registration.lfi.name
            authorisationServerID = registration.lfi.id
            state = registration.state.rawValue
            endpoint = registration.endpoint
            registeredAt = registration.journalEntry?.registeredAt
            interactionID = registration.failure?.interactionID?.description ?? registration.journalEntry?.interactionID
            status = registration.failure?.status
            code = registration.failure?.code
            message = registration.failure?.message
        }

        private enum CodingKeys: String, CodingKey {
            case lfiName = "LFIName", authorisationServerID = "AuthorisationServerId", state = "State"
            case endpoint = "RegistrationEndpoint", registeredAt = "RegisteredAt", interactionID = "InteractionId"
            case status = "Status", code = "Code", message = "Message"
        }
    }

    var table: Table {
        Table(
            [
                .init(title: "Bank", narrowest: 16), .init(title: "State"), .init(title: "Registered"),
                .init(title: "Where", narrowest: 12),
            ],
            registrations.map { registration in
                [
                    registration.lfi.label, registration.state.words, registration.journalEntry?.registeredAt.dayInUAE,
                    registration.endpoint,
                ]
            })
    }
}

extension Registration.State {
    fileprivate var words: String {
        switch self {
        case .activated: "activated"
        case .registered: "registered, not activated yet"
        case .refused: "refused"
        case .failed: "failed"
        case .unasked: "would be sent {}"
        }
    }
}
