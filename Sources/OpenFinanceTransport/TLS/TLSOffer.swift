/// A handshake of TLS that no client of today should be able to begin: what a server says to it shows what it still speaks.
///
/// The bytes are made by hand, since a TLS library of today may refuse to offer them; and nothing but a `ClientHello` is ever
/// sent, so that there is no connection to be used (RFC 5246 §7.4.1).
package enum TLSOffer: String, CaseIterable, Sendable {
    case tls10 = "TLS 1.0", tls11 = "TLS 1.1"
    /// TLS 1.2 with all suites but those of FAPI 1.0 Advanced §8.5.
    case otherSuites = "other suites"

    /// What a server says.
    package enum Answer: Sendable, Hashable {
        /// It would go on, with the suite of that number (IANA, TLS Cipher Suites).
        case accepted(suite: UInt16)
        /// It would go on in an older version than was offered (RFC 5246 §E.1).
        case older
        case refused
    }

    private var version: [UInt8] {
        switch self {
        case .tls10: [3, 1]
        case .tls11: [3, 2]
        case .otherSuites: [3, 3]
        }
    }

    /// Those that servers of their time have: key exchange by ECDHE, DHE or RSA, AES or 3DES in CBC; for TLS 1.2 with SHA-2,
    /// too, RSA with GCM, and ChaCha20.
    private var suites: [UInt16] {
        let old: [UInt16] = [0xC014, 0xC013, 0xC00A, 0xC009, 0x0039, 0x0033, 0x0035, 0x002F, 0xC012, 0x000A]
        let newer: [UInt16] = [
            0xCCA8, 0xCCAA, 0xC028, 0xC027, 0x006B, 0x0067, 0x009D, 0x009C, 0x003D, 0x003C,
        ]
        return self == .otherSuites ? newer + old : old
    }

    package func clientHello(to serverName: String, random: [UInt8]) -> [UInt8] {
        let name = Array(serverName.utf8)
        var extensions: [UInt8] = []
        // RFC 6066 §3; an address has no name.
        if !serverName.contains(":"), serverName.contains(where: \.isLetter) {
            extensions += Self.numbered(0, Self.counted(Self.list([[0] + Self.counted(name)])))
        }
        // RFC 8422 §5.1: P-256, P-384, x25519; uncompressed points.
        extensions += Self.numbered(10, Self.counted(Self.bytes([23, 24, 29])))
        extensions += Self.numbered(11, [1, 0])
        // RFC 5246 §7.4.1.4.1: SHA-256, SHA-384 and SHA-1, with RSA and ECDSA.
        if self == .otherSuites {
            extensions += Self.numbered(13, Self.counted(Self.bytes([0x0401, 0x0501, 0x0403, 0x0503, 0x0201, 0x0804])))
        }
        let hello = version + random + [0] + Self.counted(Self.bytes(suites)) + [1, 0] + Self.counted(extensions)
        let handshake = [1, 0] + Self.counted(hello)
        return [22, 3, 1] + Self.counted(handshake)
    }

    /// - Returns: nil where more is to come.
    package func answer(in bytes: [UInt8]) -> Answer? {
        guard let type = bytes.first else { return nil }
        // An alert, or no TLS at all.
        guard type == 22 else { return .refused }
        // Record header, handshake header, version, random, length of the session's id (RFC 5246 §7.4.1.3).
        let head = 5 + 4 + 2 + 32
        guard bytes.count > head else { return nil }
        guard bytes[5] == 2, bytes[9] == version[0] else { return .refused }
        guard bytes[10] == version[1] else { return bytes[10] < version[1] ? .older : .refused }
        let suite = head + 1 + Int(bytes[head])
        guard bytes.count > suite + 1 else { return nil }
        return .accepted(suite: UInt16(bytes[suite]) << 8 | UInt16(bytes[suite + 1]))
    }

    // MARK: - Bytes

    private static func list(_ elements: [[UInt8]]) -> [UInt8] { elements.flatMap(\.self) }

    private static func bytes(_ numbers: [UInt16]) -> [UInt8] {
        numbers.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }

    /// With its length in two bytes before it.
    private static func counted(_ content: [UInt8]) -> [UInt8] { bytes([UInt16(content.count)]) + content }

    private static func numbered(_ number: UInt16, _ content: [UInt8]) -> [UInt8] { bytes([number]) + counted(content) }
}
