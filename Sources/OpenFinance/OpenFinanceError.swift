/// Why nothing could be asked at all. What goes wrong with one LFI is an ``LFIFailure`` and no error.
public struct OpenFinanceError: Error, Sendable, Hashable {
    /// What went wrong. Codes may be added; switch with a default.
    public struct Code: Sendable, Hashable {
        private enum Kind { case unreachable, invalid, unreadable, unknownLFI, noLFI, trust }
        private let kind: Kind

        /// The directory gave no usable answer.
        public static let directoryUnreachable = Code(kind: .unreachable)
        /// The directory's answer, or the file in its place, is not a list of participants.
        public static let invalidDirectory = Code(kind: .invalid)
        /// The file in place of the directory cannot be read.
        public static let unreadableDirectory = Code(kind: .unreadable)
        /// A name or id that fits no LFI.
        public static let unknownLFI = Code(kind: .unknownLFI)
        /// The directory has nobody to ask.
        public static let noLFI = Code(kind: .noLFI)
        /// Certificate, key or trust roots cannot be used by the TLS library.
        public static let unusableTrust = Code(kind: .trust)
    }

    public var code: Code
    /// A sentence without final stop: what is wrong.
    public var message: String
    /// A sentence without final stop: what to do.
    public var advice: String
    /// Of the request that failed, where one was made.
    public var interactionID: InteractionID?

    public init(_ code: Code, _ message: String, advice: String, interactionID: InteractionID? = nil) {
        self.code = code
        self.message = message
        self.advice = advice
        self.interactionID = interactionID
    }
}
