import OpenFinance

/// Why a command could not do its work: what is wrong, what to do, and the exit code.
struct CommandFailure: Error {
    let status: ExitStatus
    /// A sentence without final stop.
    let message: String
    /// A sentence without final stop.
    let advice: String
    let interactionID: InteractionID?

    init(_ status: ExitStatus, _ message: String, advice: String, interactionID: InteractionID? = nil) {
        self.status = status
        self.message = message
        self.advice = advice
        self.interactionID = interactionID
    }

    init(_ error: OpenFinanceError) {
        let status: ExitStatus =
            switch error.code {
            case .unknownLFI, .unreadableDirectory, .noLFI: .notFound
            case .unusableTrust: .configuration
            default: .unavailable
            }
        self.init(status, error.message, advice: error.advice, interactionID: error.interactionID)
    }
}
