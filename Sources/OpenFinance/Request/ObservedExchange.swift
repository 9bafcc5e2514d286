public import FoundationEssentials
import HTTPTypes
public import OpenFinanceTransport

/// Is told of every request that a client has made: for traces, metrics, or spans of a distributed trace.
///
/// It is called on the task that made the request, which goes on when it returns. Several requests end at once.
public protocol ExchangeObserver: Sendable {
    /// Whether it wants to know of the connection, its certificates among it; that costs a little.
    var wantsConnection: Bool { get }
    /// A request has ended, with an answer or without one.
    func observe(_ exchange: ObservedExchange)
}

extension ExchangeObserver {
    /// False, where an observer says nothing of it.
    public var wantsConnection: Bool { false }
}

/// A request and what came of it. Tokens, signatures and personal data are hidden in all that it shows.
public struct ObservedExchange: Sendable {
    /// Nil for the directory.
    public let lfi: LFI.Identity?
    /// What was asked for.
    public let purpose: RequestStep
    /// As it was sent: each request has its own, one that is made again included.
    public let interactionID: InteractionID
    /// By this machine's clock, just before the request was given to the transport.
    public let startedAt: Date
    let request: TransportRequest
    let outcome: Result<TransportResponse, TransportError>
    let mask: ExchangeMask

    /// For a test of an observer: usually it comes from a client.
    ///
    /// What is hidden follows from the purpose and the header fields. What only a client knows to be secret is shown, such
    /// as the token of a request where the answer repeats it.
    public init(
        lfi: LFI.Identity?, purpose: RequestStep, interactionID: InteractionID = InteractionID(),
        startedAt: Date = Date(), request: TransportRequest, outcome: Result<TransportResponse, TransportError>
    ) {
        self.init(
            lfi: lfi, purpose: purpose, interactionID: interactionID, startedAt: startedAt, request: request,
            outcome: outcome, mask: ExchangeMask(purpose: purpose, request: request.body))
    }

    init(
        lfi: LFI.Identity?, purpose: RequestStep, interactionID: InteractionID, startedAt: Date,
        request: TransportRequest, outcome: Result<TransportResponse, TransportError>, mask: ExchangeMask
    ) {
        self.lfi = lfi
        self.purpose = purpose
        self.interactionID = interactionID
        self.startedAt = startedAt
        self.request = request
        self.outcome = outcome
        self.mask = mask
    }

    /// The request's method: `GET`.
    public var method: String { request.head.method.rawValue }

    /// The request's URL; values of parameters that the API does not know are hidden.
    public var url: String {
        "https://\(request.head.authority ?? "")\(Exchange.pathForLog(request.head.path ?? ""))"
    }

    /// Path and query of the request as they were sent: what a bank's own links may lead to is not for showing.
    package var target: String? { request.head.path }

    /// The request's header fields, in their order; those that the transport adds are not among them.
    public var requestFields: [(name: String, value: String)] {
        mask.fields(request.head.headerFields, ofAnswer: false)
    }

    /// The request's body as text.
    public var requestBody: String? { request.body.map(mask.requestBody) }

    /// A client assertion without its signature (RFC 7523): its header and its claims, as JSON.
    public struct Assertion: Sendable, Hashable {
        /// `alg` and `kid` among others (RFC 7515 §4.1).
        public let header: String
        /// `iss`, `aud` and `exp` among others (RFC 7519 §4.1).
        public let claims: String

        /// For a test: usually it comes out of a token request.
        public init(header: String, claims: String) {
            self.header = header
            self.claims = claims
        }
    }

    /// The assertion in a token request.
    public var assertion: Assertion? {
        guard purpose == .token, let body = requestBody,
            let parameter = body.split(separator: "&").first(where: { $0.hasPrefix("client_assertion=") })
        else { return nil }
        let parts = parameter.dropFirst("client_assertion=".count).split(separator: ".").map(Self.decoded)
        guard parts.count >= 2, let header = parts[0], let claims = parts[1] else { return nil }
        return Assertion(header: header, claims: claims)
    }

    /// base64url without padding (RFC 4648 §5, RFC 7515 §2).
    private static func decoded(_ text: Substring) -> String? {
        let base64 = String(text).replacing("-", with: "+").replacing("_", with: "/")
        let padded = base64 + String(repeating: "=", count: (4 - base64.count % 4) % 4)
        return Data(base64Encoded: padded).map { String(decoding: $0, as: UTF8.self) }
    }

    /// HTTP status; nil where there was no whole answer.
    public var status: Int? { answer?.head.status.code }

    /// The answer's header fields, in their order.
    public var responseFields: [(name: String, value: String)] {
        answer.map { mask.fields($0.head.headerFields, ofAnswer: true) } ?? []
    }

    /// The answer's body as text, of which at most 64 KiB are shown.
    public var responseBody: String? { answer.map { mask.answer($0.body) } }

    /// Bytes of the answer's body, unpacked.
    public var responseBytes: Int { answer?.body.count ?? 0 }

    /// Why there was no whole answer: a sentence without final stop.
    public var failure: String? {
        if case .failure(let error) = outcome { error.message } else { nil }
    }

    /// Why there was none, by its kind.
    public var reason: LFIFailure.Reason? {
        if case .failure(let error) = outcome { RequestError(error).reason } else { nil }
    }

    /// The connection that it went over, where an observer wants it and the transport knows.
    public var connection: ConnectionDetails? {
        switch outcome {
        case .success(let answer): answer.connection
        case .failure(let error): error.connection
        }
    }

    /// How long each step took.
    public var timings: TransferTimings {
        switch outcome {
        case .success(let answer): answer.timings
        case .failure(let error): error.timings ?? TransferTimings()
        }
    }

    /// What went over the wire in confidence, either way.
    package var secrets: RequestSecrets {
        var secrets = mask.secrets
        if purpose == .token, let answer { secrets.formUnion(RequestSecrets(tokenAnswer: answer.body)) }
        return secrets
    }

    /// As it came, with whatever is secret in it: for checks, and never to be shown.
    package var answer: TransportResponse? { try? outcome.get() }
}
