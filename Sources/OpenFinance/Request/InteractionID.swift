public import FoundationEssentials
package import HTTPTypes

/// The `x-fapi-interaction-id` of one request: a fresh UUID v4 (RFC 9562 §5.4), by which a bank's support finds it.
public struct InteractionID: Sendable, Hashable, CustomStringConvertible {
    /// Version 4 where it was made here; one that was written down may be of any.
    public let uuid: UUID

    /// A fresh one, from the system's generator of random numbers.
    public init() { uuid = .random() }

    /// One that was written down; nil for what is no UUID.
    public init?(_ text: String) {
        guard let uuid = UUID(uuidString: text) else { return nil }
        self.uuid = uuid
    }

    /// As it is sent: in lower case.
    public var description: String { uuid.uuidString.lowercased() }
}

extension HTTPField.Name {
    package static let interactionID = named("x-fapi-interaction-id")
    static let customerIPAddress = named("x-fapi-customer-ip-address")
    /// RFC 8288 §3.
    static let link = named("Link")

    private static func named(_ name: StaticString) -> HTTPField.Name {
        guard let field = HTTPField.Name(name.description) else { preconditionFailure("\(name) is a field name") }
        return field
    }
}
