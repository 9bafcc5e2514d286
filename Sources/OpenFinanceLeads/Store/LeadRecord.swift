public import FoundationEssentials
public import OpenFinance

/// A lead that was submitted, without a word of who it is for.
public struct LeadRecord: Sendable, Hashable, Identifiable {
    /// How far a lead has come, in the spelling that stores keep.
    ///
    /// What a killed process leaves tells the truth as it stands: `prepared` was surely not sent, `sending` may have been.
    public enum Status: String, Sendable, Hashable, CaseIterable, Codable {
        /// Written down; nothing of it has left.
        case prepared
        /// A request is under way, or was when its process died.
        case sending
        /// The LFI has taken it.
        case arrived
        /// The LFI has answered that it does not take it.
        case refused
        /// It may have been taken.
        case unknown
        /// It has surely not been taken, and is not sent any more.
        case notSent = "not-sent"

        /// The status of a lead that nobody is sending any more.
        public init(_ state: LeadState) {
            self =
                switch state {
                case .arrived: .arrived
                case .refused: .refused
                case .unknown: .unknown
                case .notSent: .notSent
                }
        }

        /// What is known of the lead where nobody is sending it any more.
        public var state: LeadState {
            switch self {
            case .arrived: .arrived
            case .refused: .refused
            case .unknown, .sending: .unknown
            case .notSent, .prepared: .notSent
            }
        }

        /// Whether the LFI has the lead or may have it: then the same one is not sent again.
        public var mayHaveArrived: Bool { state == .arrived || state == .unknown }
    }

    /// The store's own number, which no other record has, nor had.
    public var id: Int
    /// When it was given to the store, before anything left.
    public var submittedAt: Date
    /// The directory that the LFI was found in, as it was given: `sandbox`.
    public var environment: String
    /// Who it went to.
    public var lfi: LFI.Identity
    /// The product that the lead came from; nil where it came from none.
    public var productID: String?
    /// In the terms of v2.1.
    public var categories: [ProductCategory]
    /// As it stands in the store; ``state`` is what that means.
    public var status: Status
    /// Of the last request that was made for it.
    public var interactionID: InteractionID?
    /// What the LFI calls it.
    public var leadID: String?

    /// A record by hand, for a store of one's own or a test.
    public init(
        id: Int, submittedAt: Date, environment: String, lfi: LFI.Identity, productID: String?,
        categories: [ProductCategory], status: Status, interactionID: InteractionID?, leadID: String?
    ) {
        self.id = id
        self.submittedAt = submittedAt
        self.environment = environment
        self.lfi = lfi
        self.productID = productID
        self.categories = categories
        self.status = status
        self.interactionID = interactionID
        self.leadID = leadID
    }

    /// What is known of the lead: one that was being sent when its process died is unknown.
    public var state: LeadState { status.state }

    /// When the LFI should have followed up.
    public var followUpBy: Date { submittedAt.addingTimeInterval(Self.timeToFollowUp) }

    /// LFIs have to follow up within 30 days; for so long the same lead is not sent again.
    public static let timeToFollowUp: TimeInterval = 30 * 86_400
}
