/// What somebody presses, or types.
enum Key: Hashable, Sendable {
    case up, down, left, right, pageUp, pageDown, home, end
    case enter, escape, erase, eraseLine
    case interrupt, suspend
    /// What a key writes: letters come scalar by scalar.
    case text(Unicode.Scalar)
    /// What was pasted, where the terminal tells that from what is typed.
    case paste(String)
}

/// Bytes that a terminal sends, as keys (ECMA-48, and what terminals after the VT220 send for the keys that it names).
struct KeyDecoder {
    private var waiting: [UInt8] = []
    /// What has come so far of what is being pasted; nil where nothing is.
    private var pasted: [UInt8]?

    /// Whether what was fed so far may be the beginning of a key.
    var isWaiting: Bool { !waiting.isEmpty }

    mutating func feed(_ bytes: some Sequence<UInt8>) -> [Key] {
        waiting += bytes
        var keys: [Key] = []
        var rest = waiting[...]
        while !rest.isEmpty {
            if pasted != nil {
                guard let key = readPasted(&rest) else { break }
                keys.append(key)
            } else if rest.starts(with: Self.pasteBegins) {
                rest.removeFirst(Self.pasteBegins.count)
                pasted = []
            } else if let (key, count) = Self.first(of: rest) {
                rest.removeFirst(count)
                if let key { keys.append(key) }
            } else {
                break
            }
        }
        waiting = Array(rest)
        return keys
    }

    /// - Returns: nil where the end of what is pasted has not come yet.
    private mutating func readPasted(_ rest: inout ArraySlice<UInt8>) -> Key? {
        // Ctrl-C stays Ctrl-C, whatever a terminal forgets to send.
        let interrupt = rest.firstIndex(of: Self.interrupt)
        let end = rest.firstRange(of: Self.pasteEnds)
        guard let stop = [interrupt, end?.lowerBound].compactMap(\.self).min() else {
            // The last bytes may be the beginning of the end.
            let whole = rest.dropLast(Self.pasteEnds.count - 1)
            let room = Self.longestPaste - (pasted?.count ?? 0)
            pasted?.append(contentsOf: whole.prefix(max(0, room)))
            rest = rest[whole.endIndex...]
            return nil
        }
        let text = (pasted ?? []) + rest[..<stop]
        pasted = nil
        rest = rest[(end.map { $0.lowerBound == stop ? $0.upperBound : stop } ?? stop)...]
        return .paste(String(decoding: text.prefix(Self.longestPaste), as: UTF8.self))
    }

    /// What has come stands for itself, since nothing has followed it for a while: Escape is a key, too.
    mutating func settle() -> [Key] {
        guard pasted == nil else { return [] }
        defer { waiting = [] }
        return waiting.first == Self.escape ? [.escape] : []
    }

    private static let escape: UInt8 = 0x1B
    private static let interrupt: UInt8 = 0x03

    /// What stands around what is pasted (xterm's private mode 2004).
    private static let pasteBegins = Array("\u{1B}[200~".utf8)
    private static let pasteEnds = Array("\u{1B}[201~".utf8)
    /// In bytes: more than anything takes that is asked for.
    private static let longestPaste = 65_536

    /// The key that the bytes begin with, nil for one that nobody waits for, and how many bytes it has; nil where it is not
    /// whole yet.
    private static func first(of rest: ArraySlice<UInt8>) -> (key: Key?, count: Int)? {
        // No key is longer, by far.
        let bytes = Array(rest.prefix(8 * longest))
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
