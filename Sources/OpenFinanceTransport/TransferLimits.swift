/// How long a transfer may take and how much it may bring.
public struct TransferLimits: Sendable, Hashable {
    /// From the first attempt to connect until the TLS handshake is done.
    public var connect: Duration
    /// From the start until the last byte of the answer.
    public var total: Duration
    /// Bytes of the answer's body, before and after decompression.
    public var bodyBytes: Int
    /// Bytes of the answer's header section.
    public var headerBytes: Int

    /// Bytes that may come over the connection for one answer, whatever carries the body: as many again as the body may
    /// have, and a megabyte for small pieces. Frames that carry nothing have an end here.
    public var wireBytes: Int { 2 * bodyBytes + headerBytes + (1 << 20) }

    /// What suits a list of products, where nothing is given.
    public init(
        connect: Duration = .seconds(10),
        total: Duration = .seconds(30),
        bodyBytes: Int = 32 << 20,
        headerBytes: Int = 64 << 10
    ) {
        self.connect = connect
        self.total = total
        self.bodyBytes = bodyBytes
        self.headerBytes = headerBytes
    }
}
