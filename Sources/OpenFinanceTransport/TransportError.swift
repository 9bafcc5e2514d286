/// Why a request has no answer.
public struct TransportError: Error, Sendable, Hashable {
    /// What went wrong. Codes may be added; switch with a default.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case request, name, connection, tls, untrusted, refused, timeout, tooLarge, invalidResponse, cancelled,
                setup
        }
        private let kind: Kind

        /// The request cannot be sent as it is: no `https` URL, or a part libcurl refuses.
        public static let invalidRequest = Code(kind: .request)
        /// The host's name does not resolve.
        public static let nameResolution = Code(kind: .name)
        /// No connection, or one that broke before the answer was whole.
        public static let connection = Code(kind: .connection)
        /// The handshake failed.
        public static let tls = Code(kind: .tls)
        /// The server's certificate is not one that the trust roots vouch for, or not the host's.
        public static let serverNotTrusted = Code(kind: .untrusted)
        /// The server ended the handshake over our certificate, or over the lack of one.
        public static let clientCertificateRefused = Code(kind: .refused)
        /// A limit of ``TransferLimits`` on time ran out.
        public static let timeout = Code(kind: .timeout)
        /// A limit of ``TransferLimits`` on bytes was passed.
        public static let tooLarge = Code(kind: .tooLarge)
        /// What came back is not HTTP, or its content encoding is broken.
        public static let invalidResponse = Code(kind: .invalidResponse)
        /// The task that waited was cancelled, or the transport was shut down.
        public static let cancelled = Code(kind: .cancelled)
        /// The certificate, key or trust roots given to the transport cannot be used.
        public static let setup = Code(kind: .setup)

        /// For logs; its spelling may change.
        public var description: String { kind.rawValue }
    }

    /// What a code leaves open, for whoever says what to do about it.
    package enum Detail: Sendable, Hashable {
        /// Of ``Code/serverNotTrusted``: a certificate on the server's side is from the future.
        case certificateNotYetValid
        /// Of ``Code/tls``: the server speaks something else.
        case noTLS
        /// Of ``Code/setup``: the system gives no thread.
        case noThread
    }

    /// For programs; ``message`` is for people.
    public var code: Code
    /// A sentence without final stop, fit for a person; it holds no header and no body.
    public var message: String
    /// Whether any byte of the request may have reached the server. False only where surely none has: then the request can
    /// be sent again without being sent twice. Whoever does not know says true.
    public var requestMayHaveLeft: Bool
    /// How far the transfer came and when; nil where it did not begin.
    public var timings: TransferTimings?
    /// Where the request asked for it, and there was one.
    public var connection: ConnectionDetails?

    /// Nil where there is nothing to add.
    package var detail: Detail?
    /// Whether the server speaks no version of TLS that was offered.
    var isAboutTLSVersion = false

    /// - Parameters:
    ///   - message: a sentence without final stop, without headers and bodies.
    ///   - requestMayHaveLeft: false only where surely no byte has.
    public init(_ code: Code, _ message: String, requestMayHaveLeft: Bool = true) {
        self.code = code
        self.message = message
        self.requestMayHaveLeft = requestMayHaveLeft
    }
}

extension TransportError {
    init(_ code: Code, _ message: String, _ detail: Detail?, requestMayHaveLeft: Bool = true) {
        self.init(code, message, requestMayHaveLeft: requestMayHaveLeft)
        self.detail = detail
    }

    static func cancelled(requestMayHaveLeft: Bool) -> TransportError {
        TransportError(
            .cancelled, "the request was ended before it had an answer", requestMayHaveLeft: requestMayHaveLeft)
    }
}
