public import FoundationEssentials
import HTTPTypes

/// The `x-fapi-interaction-id` of one request: a fresh UUID v4 (RFC 9562 §5.4), by which a bank's support finds it.
public struct InteractionID: Sendable, Hashable, CustomStringConvertible {
    public let uuid: UUID

    public init() { uuid = .random() }

    /// One that was written down; nil for what is no UUID.
    public init?(_ text: String) {
        guard let uuid = UUID(uuidString: text) else { return nil }
        self.uuid = uuid
    }

    public var description: String { uuid.uuidString.lowercased() }
}

extension HTTPField.Name {
    static let interactionID = fapi("x-fapi-interaction-id")
    static let customerIPAddress = fapi("x-fapi-customer-ip-address")

    private static func fapi(_ name: StaticString) -> HTTPField.Name {
        guard let field = HTTPField.Name(name.description) else { preconditionFailure("\(name) is a field name") }
        return field
    }
}
