package import OpenFinanceTransport

/// Why one LFI's products are missing. A value that travels like products do, never a thrown error.
public struct LFIFailure: Sendable, Hashable {
    /// The kind of failure, in the spelling of the JSON output. Kinds may be added.
    public struct Reason: RawRepresentable, Sendable, Hashable {
        /// In lower case, with hyphens: `invalid-response`.
        public let rawValue: String
        /// Takes any text: a saved list may have a kind that is not known here.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// No whole answer within the LFI's time.
        public static let timeout = Reason(rawValue: "timeout")
        /// No connection, or one that broke.
        public static let connection = Reason(rawValue: "connection")
        /// The handshake failed, on either side.
        public static let tls = Reason(rawValue: "tls")
        /// An answer with a status that means failure.
        public static let http = Reason(rawValue: "http")
        /// A refusal by the token endpoint in the terms of RFC 6749 §5.2.
        public static let oauth = Reason(rawValue: "oauth")
        /// An answer that is not what the API says it is.
        public static let invalidResponse = Reason(rawValue: "invalid-response")
        /// An answer beyond a limit on its size.
        public static let tooLarge = Reason(rawValue: "too-large")
        /// The discovery document speaks for another issuer than the directory.
        public static let issuerMismatch = Reason(rawValue: "issuer-mismatch")
        /// Pages without end, or to another origin.
        public static let paging = Reason(rawValue: "paging")
        /// The command ended before the LFI did.
        public static let interrupted = Reason(rawValue: "interrupted")
        /// Our certificate, key or trust roots cannot be used by the TLS library.
        public static let unusableTrust = Reason(rawValue: "configuration")
        /// A fault of our own making: the request could not be made.
        public static let `internal` = Reason(rawValue: "internal")
    }

    /// Whose line it is that ended here.
    public var lfi: LFI.Identity
    /// In which step it failed; those after it were not tried.
    public var stage: RequestStep
    /// For programs; ``message`` is for people.
    public var reason: Reason
    /// HTTP status, where there was an answer.
    public var status: Int?
    /// `Code` of the API's error body, or `error` of the token endpoint's.
    public var code: String?
    /// A sentence without final stop.
    public var message: String
    /// Of the request that failed.
    public var interactionID: InteractionID?
    /// How often the request was made; nil where none was.
    public var attempts: Int?
    /// Whether the LFI refused us (authentication or authorisation), rather than being broken.
    public var isRefusal: Bool
    /// Whether our trust roots do not vouch for the LFI's server.
    package var isServerUntrusted = false
    /// What ``reason`` leaves open of the transport's error.
    package var detail: TransportError.Detail?
    /// How long the LFI asks to wait before the next request (`Retry-After`, RFC 9110 §10.2.3).
    public var retryAfter: Duration?
    /// Seconds by which this machine's clock is ahead of the LFI's, by its answer's `Date`; less than 0 where it is behind.
    public var clockSkew: Double?
    /// Of a lead: what the LFI said, which ``message`` does not repeat. It holds nothing of the person that could be
    /// recognised, and is for somebody at a terminal, not for a log.
    public var words: String?

    /// For a test, or for what was saved: usually they come from asking.
    public init(
        lfi: LFI.Identity, stage: RequestStep, reason: Reason, status: Int? = nil, code: String? = nil, message: String,
        interactionID: InteractionID? = nil, attempts: Int? = nil, isRefusal: Bool = false
    ) {
        self.lfi = lfi
        self.stage = stage
        self.reason = reason
        self.status = status
        self.code = code
        self.message = message
        self.interactionID = interactionID
        self.attempts = attempts
        self.isRefusal = isRefusal
    }
}

/// What became of a request that failed, before somebody says whose it was and in which step.
package struct RequestError: Error, Hashable {
    package var reason: LFIFailure.Reason
    package var message: String
    package var status: Int?
    package var code: String?
    package var interactionID: InteractionID?
    package var isRefusal = false
    /// Whether the server's certificate is none that our trust roots vouch for.
    package var isServerUntrusted = false
    /// What ``reason`` leaves open of the transport's error.
    package var detail: TransportError.Detail?
    /// How often the request was made.
    package var attempts: Int?
    /// Whether any of the request may have reached the server; whoever does not know leaves it at true.
    package var requestMayHaveLeft = true
    /// What the server said of it in words of its own, if anything; ``message`` has them, too.
    package var words: String?
    /// `Retry-After`, from when the answer came.
    package var retryAfter: Duration?
    /// Seconds by which our clock is ahead of the server's.
    package var clockSkew: Double?

    package init(_ reason: LFIFailure.Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }
}
