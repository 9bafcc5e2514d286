/// What a server can do to a client with frames of HTTP/2 (RFC 9113 §4, §6) that no library would send.
enum Frames: Sendable, Equatable {
    /// DATA without any, for ever.
    case emptyData
    /// Answers to a PING that nobody sent, for ever.
    case pings
    /// Frames of a type that nobody knows, for ever.
    case unknown
    /// The stream is refused (§8.7), although all of the request was read.
    case refusal

    /// Over HTTP/1.1 the connection breaks.
    func send(on exchange: Exchange) async throws {
        guard let http2 = exchange.http2 else { throw ConnectionCut() }
        let frame: [UInt8]
        switch self {
        case .refusal: throw StreamRefused()
        case .emptyData:
            // 0x88 is ':status: 200' (RFC 7541 appendix A).
            try await http2.send(Self.frame(1, flags: 4, http2.stream, [0x88]))
            frame = Self.frame(0, http2.stream)
        case .pings: frame = Self.frame(6, flags: 1, 0, Array(repeating: 0, count: 8))
        case .unknown: frame = Self.frame(0x77, 0)
        }
        let many = Array(repeating: frame, count: 1_000).flatMap(\.self)
        while !Task.isCancelled { try await http2.send(many) }
    }

    private static func frame(_ type: UInt8, flags: UInt8 = 0, _ stream: UInt32, _ payload: [UInt8] = []) -> [UInt8] {
        let length = payload.count
        return [UInt8(length >> 16 & 0xFF), UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF), type, flags]
            + (0..<4).reversed().map { UInt8(stream >> (8 * $0) & 0xFF) } + payload
    }
}
