import FoundationEssentials

/// A bearer token of one LFI, bound to our transport certificate (RFC 8705 §3).
///
/// It describes itself without its value, so that no log and no error can show it.
package struct AccessToken: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    let value: String
    let expiresAt: Date

    /// Nil where the value has characters that RFC 6750 §2.1 does not allow: it goes into a header field.
    init?(_ value: String, expiresAt: Date) {
        let isToken68 = value.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-._~+/=".utf8.contains(byte)
            }
        }
        guard !value.isEmpty, isToken68 else { return nil }
        self.value = value
        self.expiresAt = expiresAt
    }

    /// One that nobody gave, for seeing what a bank says to it.
    package static func invented() -> AccessToken? {
        AccessToken(UUID.random().uuidString, expiresAt: .distantFuture)
    }

    package var description: String { "access token (hidden)" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
