public import FoundationEssentials
public import HTTPTypes

/// A whole answer: status and header fields, the decompressed body, and how long each step took.
public struct TransportResponse: Sendable {
    public var head: HTTPResponse
    public var body: Data
    public var timings: TransferTimings
    /// Where the request asked for it.
    public var connection: ConnectionDetails?

    public init(head: HTTPResponse, body: Data = Data(), timings: TransferTimings = .init()) {
        self.head = head
        self.body = body
        self.timings = timings
    }
}

/// When each step of a transfer was done, counted from its start.
public struct TransferTimings: Sendable, Hashable {
    public var nameLookup: Duration
    public var connect: Duration
    public var tlsHandshake: Duration
    public var firstByte: Duration
    public var total: Duration

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
