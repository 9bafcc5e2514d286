public import FoundationEssentials
public import OpenFinance

/// A lead that was submitted, without a word of who it is for.
public struct LeadRecord: Sendable, Hashable, Identifiable {
    /// How far a lead has come, in the spelling that stores keep.
    ///
    /// What a killed process leaves tells the truth as it stands: `prepared` was surely not sent, `sending` may have been.
    public enum Status: String, Sendable, Hashable, CaseIterable, Codable {
        case prepared, sending, arrived, refused, unknown
        case notSent = "not-sent"

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

    public var id: Int
    public var submittedAt: Date
    public var environment: String
    public var lfi: LFI.Identity
    public var productID: String?
    public var categories: [ProductCategory]
    public var status: Status
    /// Of the last request that was made for it.
    public var interactionID: InteractionID?
    /// What the LFI calls it.
    public var leadID: String?

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

    public var state: LeadState { status.state }

    /// When the LFI should have followed up.
    public var followUpBy: Date { submittedAt.addingTimeInterval(Self.timeToFollowUp) }

    /// LFIs have to follow up within 30 days; for so long the same lead is not sent again.
    public static let timeToFollowUp: TimeInterval = 30 * 86_400
}
