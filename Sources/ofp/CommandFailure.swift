import OpenFinance

/// Why a command could not do its work: what is wrong, what to do, and the exit code.
struct CommandFailure: Error {
    let status: CommandStatus
    /// A sentence without final stop.
    let message: String
    /// A sentence without final stop.
    let advice: String
    let interactionID: InteractionID?

    init(_ status: CommandStatus, _ message: String, advice: String, interactionID: InteractionID? = nil) {
        self.status = status
        self.message = message.withoutSecrets
        self.advice = advice.withoutSecrets
        self.interactionID = interactionID
    }

    /// What is wrong, what to do, and the interaction id where a request was made.
    var sentences: String {
        let interaction = interactionID.map { "Interaction id: \($0)" }
        return [message, advice, interaction].compactMap(\.self)
            .map { sentence in sentence.hasSuffix("?") ? sentence : "\(sentence)." }
            .joined(separator: " ").forTerminal
    }

    /// - Parameter reason: why something of standard output did not arrive.
    static func outputFailed(_ reason: String) -> CommandFailure {
        CommandFailure(
            .outputFailed, "The output could not be written: \(reason)",
            advice: "Check the disk, or whatever standard output leads to, and try again")
    }
}
