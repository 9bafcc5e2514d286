import Synchronization
public import OpenFinanceTransport

/// How long one request took, step by step, and how it ended.
public struct RequestTiming: Sendable, Hashable {
    /// Nil for the directory.
    public var lfi: LFI.Identity?
    /// What was asked for.
    public var purpose: RequestStep
    /// Of this request alone: one that is made again has another.
    public var interactionID: InteractionID
    /// HTTP status; nil where there was no whole answer.
    public var status: Int?
    /// Why there was none; nil where there was.
    public var reason: LFIFailure.Reason?
    /// Counted from the start of the transfer; steps that it did not reach are zero, and so are those that a connection
    /// which was kept had no need of.
    public var timings: TransferTimings

    /// For a test: usually it comes of an ``ObservedExchange``.
    public init(
        lfi: LFI.Identity?, purpose: RequestStep, interactionID: InteractionID, status: Int? = nil,
        reason: LFIFailure.Reason? = nil, timings: TransferTimings = TransferTimings()
    ) {
        self.lfi = lfi
        self.purpose = purpose
        self.interactionID = interactionID
        self.status = status
        self.reason = reason
        self.timings = timings
    }
}

/// How long each request took, as a list to which many banks' tasks write at once.
public final class RequestTimings: ExchangeObserver {
    private let list = Mutex<[RequestTiming]>([])

    /// An empty list: to be given to a client as one of its observers.
    public init() {}

    /// In the order in which the requests ended.
    public var all: [RequestTiming] { list.withLock(\.self) }

    /// Appends what the exchange took.
    public func observe(_ exchange: ObservedExchange) {
        let timing = RequestTiming(
            lfi: exchange.lfi, purpose: exchange.purpose, interactionID: exchange.interactionID,
            status: exchange.status, reason: exchange.reason, timings: exchange.timings)
        list.withLock { $0.append(timing) }
    }
}
