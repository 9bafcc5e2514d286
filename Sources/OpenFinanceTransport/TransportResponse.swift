public import FoundationEssentials
public import HTTPTypes

/// A whole answer: status and header fields, the decompressed body, and how long each step took.
public struct TransportResponse: Sendable {
    /// That of the final answer: 1xx, and what a proxy says of its tunnel, come before it.
    public var head: HTTPResponse
    /// Without any content encoding; empty where there is none.
    public var body: Data
    /// All zero, where a transport does not measure them.
    public var timings: TransferTimings
    /// Where the request asked for it.
    public var connection: ConnectionDetails?

    /// For a transport of one's own, or a test's.
    public init(head: HTTPResponse, body: Data = Data(), timings: TransferTimings = .init()) {
        self.head = head
        self.body = body
        self.timings = timings
    }
}

/// When each step of a transfer was done, counted from its start.
public struct TransferTimings: Sendable, Hashable {
    /// Until the host's name was resolved.
    public var nameLookup: Duration
    /// Until the connection was made, to the proxy where there is one.
    public var connect: Duration
    /// Until TLS was ready for the request.
    public var tlsHandshake: Duration
    /// Until the first byte of the answer was there.
    public var firstByte: Duration
    /// Until all of the answer was there, or the transfer failed.
    public var total: Duration

    /// Zero for steps that a transport does not measure, or did not reach.
    public init(
        nameLookup: Duration = .zero, connect: Duration = .zero, tlsHandshake: Duration = .zero,
        firstByte: Duration = .zero, total: Duration = .zero
    ) {
        self.nameLookup = nameLookup
        self.connect = connect
        self.tlsHandshake = tlsHandshake
        self.firstByte = firstByte
        self.total = total
    }
}
