import OpenFinance

/// What one check found, and what to do about it.
struct Finding: Encodable, Equatable {
    enum Outcome: String, Encodable {
        case ok, warning, failure
    }

    /// The check, or the LFI that was checked.
    let check: String
    let outcome: Outcome
    /// A sentence without final stop.
    let message: String
    /// What to do; a sentence without final stop. Always there unless all is well.
    let advice: String?
    let interactionID: InteractionID?
    /// What the command's exit code would be, were this the only failure.
    let status: CommandStatus
    /// Whether it may be over before anybody has done something about it.
    var mayPass = false
    /// Whether it is about one bank: banks are checked all at once, and end in any order.
    var isOfBank = false

    static func ok(_ check: String, _ message: String) -> Finding {
        Finding(
            check: check, outcome: .ok, message: message.withoutSecrets, advice: nil, interactionID: nil,
            status: .success)
    }

    static func warning(_ check: String, _ message: String, advice: String) -> Finding {
        Finding(
            check: check, outcome: .warning, message: message.withoutSecrets, advice: advice.withoutSecrets,
            interactionID: nil, status: .success)
    }

    static func failure(
        _ check: String, _ message: String, advice: String, status: CommandStatus = .configuration,
        interactionID: InteractionID? = nil
    ) -> Finding {
        Finding(
            check: check, outcome: .failure, message: message.withoutSecrets, advice: advice.withoutSecrets,
            interactionID: interactionID,
            status: status)
    }

    static func failure(_ check: String, _ failure: CommandFailure) -> Finding {
        .failure(
            check, failure.message, advice: failure.advice, status: failure.status,
            interactionID: failure.interactionID)
    }

    private enum CodingKeys: String, CodingKey {
        case check = "Check", outcome = "Outcome", message = "Message", advice = "Advice"
        case interactionID = "InteractionId"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(check, forKey: .check)
        try container.encode(outcome, forKey: .outcome)
        try container.encode(message, forKey: .message)
        try container.encodeIfPresent(advice, forKey: .advice)
        try container.encodeIfPresent(interactionID?.description, forKey: .interactionID)
    }
}
