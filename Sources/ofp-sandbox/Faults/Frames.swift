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

    var isEndless: Bool { self != .refusal }

    func bytes(on stream: UInt32) -> (first: [UInt8], then: [UInt8]) {
        switch self {
        // 0x88 is ':status: 200' (RFC 7541 appendix A).
        case .emptyData:
            (Self.frame(1, flags: 4, stream, [0x88]), Self.many(Self.frame(0, stream)))
        case .pings: ([], Self.many(Self.frame(6, flags: 1, 0, Array(repeating: 0, count: 8))))
        case .unknown: ([], Self.many(Self.frame(0x77, 0)))
        case .refusal: (Self.frame(3, stream, [0, 0, 0, 7]), [])
        }
    }

    private static func many(_ frame: [UInt8]) -> [UInt8] { Array(repeating: frame, count: 1_000).flatMap(\.self) }

    private static func frame(_ type: UInt8, flags: UInt8 = 0, _ stream: UInt32, _ payload: [UInt8] = []) -> [UInt8] {
        let length = payload.count
        return [UInt8(length >> 16 & 0xFF), UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF), type, flags]
            + (0..<4).reversed().map { UInt8(stream >> (8 * $0) & 0xFF) } + payload
    }
}
