/// What somebody presses, or types.
enum Key: Hashable, Sendable {
    case up, down, left, right, pageUp, pageDown, home, end
    case enter, escape, erase, eraseLine
    case interrupt, suspend
    /// What a key writes: letters come scalar by scalar.
    case text(Unicode.Scalar)
}

/// Bytes that a terminal sends, as keys (ECMA-48, and what terminals after the VT220 send for the keys that it names).
struct KeyDecoder {
    private var waiting: [UInt8] = []

    /// Whether what was taken so far may be the beginning of a key.
    var isWaiting: Bool { !waiting.isEmpty }

    mutating func take(_ bytes: some Sequence<UInt8>) -> [Key] {
        waiting += bytes
        var keys: [Key] = []
        while !waiting.isEmpty, let (key, count) = Self.first(of: waiting) {
            waiting.removeFirst(count)
            if let key { keys.append(key) }
        }
        return keys
    }

    /// What has come stands for itself, since nothing has followed it for a while: Escape is a key, too.
    mutating func settle() -> [Key] {
        defer { waiting = [] }
        return waiting.first == Self.escape ? [.escape] : []
    }

    private static let escape: UInt8 = 0x1B

    /// The key that the bytes begin with, nil for one that nobody waits for, and how many bytes it has; nil where it is not
    /// whole yet.
    private static func first(of bytes: [UInt8]) -> (key: Key?, count: Int)? {
        switch bytes[0] {
        case escape: return sequence(bytes)
        case 0x0A, 0x0D: return (.enter, 1)
        case 0x7F, 0x08: return (.erase, 1)
        case 0x03: return (.interrupt, 1)
        case 0x1A: return (.suspend, 1)
        case 0x15: return (.eraseLine, 1)
        case 0x01: return (.home, 1)
        case 0x05: return (.end, 1)
        case ..<0x20: return (nil, 1)
        case let first:
            let count = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            // A byte that is none of UTF-8 takes nobody along.
            let isBeginning = first < 0x80 || (0xC2...0xF4).contains(first)
            guard isBeginning, bytes.dropFirst().prefix(count - 1).allSatisfy({ (0x80...0xBF).contains($0) }) else {
                return (nil, 1)
            }
            guard bytes.count >= count else { return nil }
            let scalars = String(decoding: bytes.prefix(count), as: UTF8.self).unicodeScalars
            return (scalars.count == 1 ? scalars.first.map(Key.text) : nil, count)
        }
    }

    private static func sequence(_ bytes: [UInt8]) -> (key: Key?, count: Int)? {
        guard bytes.count > 1 else { return nil }
        switch bytes[1] {
        case UInt8(ascii: "O"):
            guard bytes.count > 2 else { return nil }
            return (named[bytes[2]], 3)
        case UInt8(ascii: "["):
            // Parameters, then one byte that says what it is.
            guard let end = bytes.dropFirst(2).firstIndex(where: { (0x40...0x7E).contains($0) }) else {
                return bytes.count > longest ? (nil, bytes.count) : nil
            }
            let number = bytes[2..<end].prefix { $0.isASCIIDigit }
            let key =
                bytes[end] == UInt8(ascii: "~") ? numbered[String(decoding: number, as: UTF8.self)] : named[bytes[end]]
            return (key, end + 1)
        // Escape, and then another key.
        default: return (.escape, 1)
        }
    }

    /// No key's sequence is longer.
    private static let longest = 32

    private static let named: [UInt8: Key] = [
        UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right, UInt8(ascii: "D"): .left,
        UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end, UInt8(ascii: "M"): .enter,
    ]

    private static let numbered: [String: Key] = [
        "1": .home, "7": .home, "4": .end, "8": .end, "5": .pageUp, "6": .pageDown,
    ]
}
