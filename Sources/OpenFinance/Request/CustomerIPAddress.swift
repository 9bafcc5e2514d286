#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The IPv4 or IPv6 address of the user in session, for `x-fapi-customer-ip-address`.
public struct CustomerIPAddress: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    /// Nil for anything that is not one address in its usual notation (RFC 4291 §2.2; no prefix, port or zone).
    public init?(_ text: String) {
        var address = in6_addr()
        guard !text.contains("\0"),
            inet_pton(AF_INET, text, &address) == 1 || inet_pton(AF_INET6, text, &address) == 1
        else { return nil }
        description = text
    }
}
