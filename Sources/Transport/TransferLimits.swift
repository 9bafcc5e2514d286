/// How long a transfer may take and how much it may bring.
public struct TransferLimits: Sendable, Hashable {
    /// From the first attempt to connect until the TLS handshake is done.
    public var connect: Duration
    /// From the start until the last byte of the answer.
    public var total: Duration
    /// Bytes of the answer's body, after decompression.
    public var bodyBytes: Int
    /// Bytes of the answer's header section.
    public var headerBytes: Int

    public init(
        connect: Duration = .seconds(10),
        total: Duration = .seconds(30),
        bodyBytes: Int = 64 << 20,
        headerBytes: Int = 64 << 10
    ) {
        self.connect = connect
        self.total = total
        self.bodyBytes = bodyBytes
        self.headerBytes = headerBytes
    }
}
