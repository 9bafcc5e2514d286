/// An authorisation server's issuer identifier (RFC 8414 §2), compared character by character.
public struct Issuer: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public init(_ text: String) { description = text }
}
