#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The IPv4 or IPv6 address of the user in session, for `x-fapi-customer-ip-address`.
public struct CustomerIPAddress: Sendable, Hashable, CustomStringConvertible {
    /// As it was given.
    public let description: String

    /// Nil for anything that is not one address in its usual notation (RFC 4291 §2.2; no prefix, port or zone).
    public init?(_ text: String) {
        var address = in6_addr()
        guard !text.contains("\0"),
            inet_pton(AF_INET, text, &address) == 1 || inet_pton(AF_INET6, text, &address) == 1
        else { return nil }
        description = text
    }

    /// Whether a text has the address, however it is spelled there: an IPv6 address can be in many ways (RFC 5952 §2), and an
    /// IPv4 address within one.
    func stands(in text: String) -> Bool {
        if text.contains(description) { return true }
        guard let own = Self.bytes(description) else { return false }
        return text.utf8.split { !Self.isPart($0) }.contains { word in
            // A colon may belong to the sentence, and a port stand behind an address.
            let word = String(decoding: word, as: UTF8.self)
            return [word, String(word.drop { $0 == ":" || $0 == "." }), String(word.dropLast())].contains {
                Self.bytes($0) == own
            }
        }
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20) || byte == 0x3A
            || byte == 0x2E
    }

    /// As IPv6, in which an IPv4 address has a place of its own (RFC 4291 §2.5.5.2).
    private static func bytes(_ text: String) -> [UInt8]? {
        guard (2...64).contains(text.utf8.count) else { return nil }
        var address = in6_addr()
        for candidate in [text, "::ffff:\(text)"] where inet_pton(AF_INET6, candidate, &address) == 1 {
            return withUnsafeBytes(of: &address, Array.init)
        }
        return nil
    }
}
