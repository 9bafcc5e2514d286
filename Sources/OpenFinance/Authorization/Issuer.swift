/// An authorisation server's issuer identifier (RFC 8414 §2), compared character by character.
public struct Issuer: Sendable, Hashable, CustomStringConvertible {
    /// As the directory has it (`Issuer`), a slash at its end included.
    public let description: String

    /// Takes any text. It has to be the one in the LFI's discovery document, to the last character.
    public init(_ text: String) { description = text }
}
