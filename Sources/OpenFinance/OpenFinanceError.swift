package import OpenFinanceTransport

/// Why nothing could be asked at all. What goes wrong with one LFI is an ``LFIFailure`` and no error.
public struct OpenFinanceError: Error, Sendable, Hashable {
    /// What went wrong. Codes may be added; switch with a default.
    public struct Code: Sendable, Hashable {
        private enum Kind {
            case directoryUnreachable, directoryUntrusted, invalidDirectory, unreadableDirectory
            case unknownLFI, ambiguousLFI, noLFI, unknownOrganisation, keysUnreachable, unusableTrust
        }
        private let kind: Kind

        /// The directory gave no usable answer.
        public static let directoryUnreachable = Code(kind: .directoryUnreachable)
        /// The trust roots do not vouch for the directory's server, or the handshake failed in another way.
        public static let directoryUntrusted = Code(kind: .directoryUntrusted)
        /// The directory's answer, or the file in its place, is not a list of participants.
        public static let invalidDirectory = Code(kind: .invalidDirectory)
        /// The file in place of the directory cannot be read.
        public static let unreadableDirectory = Code(kind: .unreadableDirectory)
        /// A name or id that fits no LFI.
        public static let unknownLFI = Code(kind: .unknownLFI)
        /// A name that fits more than one LFI where one has to be meant.
        public static let ambiguousLFI = Code(kind: .ambiguousLFI)
        /// The directory has nobody to ask.
        public static let noLFI = Code(kind: .noLFI)
        /// What should be an organisation's id is none.
        public static let unknownOrganisation = Code(kind: .unknownOrganisation)
        /// The Trust Framework's keystore gave no usable answer.
        public static let keysUnreachable = Code(kind: .keysUnreachable)
        /// Certificate, key or trust roots cannot be used by the TLS library.
        public static let unusableTrust = Code(kind: .unusableTrust)
    }

    /// For programs; ``message`` is for people.
    public var code: Code
    /// A sentence without final stop: what is wrong.
    public var message: String
    /// What became of the request that failed, where one was made.
    public var cause: LFIFailure.Reason?
    /// Of that request.
    public var interactionID: InteractionID?
    /// What ``code`` leaves open of the transport's error.
    package var detail: TransportError.Detail?
    /// Of a name that fits nobody: up to five names that are like it.
    public var alike: [String] = []

    /// - Parameter message: a sentence without final stop.
    public init(
        _ code: Code, _ message: String, cause: LFIFailure.Reason? = nil, interactionID: InteractionID? = nil
    ) {
        self.code = code
        self.message = message
        self.cause = cause
        self.interactionID = interactionID
    }

    init(_ code: Code, _ message: String, _ error: RequestError) {
        self.init(code, message, cause: error.reason, interactionID: error.interactionID)
        detail = error.detail
    }
}
