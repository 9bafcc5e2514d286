public import OpenFinance

/// What is known of a lead after an attempt to submit it.
public enum LeadOutcome: Sendable, Hashable {
    /// The LFI has taken it; its id, where the answer could be read.
    case arrived(leadID: String?, InteractionID)
    /// The LFI has answered that it does not take it.
    case refused(LFIFailure)
    /// It has surely not been taken: it was never sent, or was sent back untouched.
    case notSent(LFIFailure)
    /// It may have been taken: nobody can tell, and it is not sent again.
    case unknown(LFIFailure)

    /// The same in one word, as stores keep it.
    public var state: LeadState {
        switch self {
        case .arrived: .arrived
        case .refused: .refused
        case .notSent: .notSent
        case .unknown: .unknown
        }
    }

    /// What the LFI calls the lead; nil where it has not arrived, or its answer names none.
    public var leadID: String? {
        if case .arrived(let leadID, _) = self { leadID } else { nil }
    }

    /// Why it has not arrived, or may not have.
    public var failure: LFIFailure? {
        switch self {
        case .arrived: nil
        case .refused(let failure), .notSent(let failure), .unknown(let failure): failure
        }
    }

    /// Of the last request that was made for it.
    public var interactionID: InteractionID? {
        if case .arrived(_, let id) = self { id } else { failure?.interactionID }
    }
}

/// What is known of a lead, in the spelling of the JSON output and of the journal.
public enum LeadState: String, Sendable, Hashable, CaseIterable, Codable {
    /// The LFI has taken it.
    case arrived
    /// The LFI has answered that it does not take it.
    case refused
    /// It may have been taken: nobody can tell.
    case unknown
    /// It has surely not been taken.
    case notSent = "not-sent"
}
