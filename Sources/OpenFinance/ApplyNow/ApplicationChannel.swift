/// A way to apply for a product, as the LFI offers it.
public struct ApplicationChannel: Sendable, Hashable {
    /// In the order of preference of the API guide, step 4.
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        case uri, phone, email, description

        /// How the API calls it.
        public var memberName: String {
            switch self {
            case .uri: "ApplicationUri"
            case .phone: "ApplicationPhoneNumber"
            case .email: "ApplicationEmail"
            case .description: "ApplicationDescription"
            }
        }
    }

    public let kind: Kind
    /// As the LFI sent it.
    public let value: String

    /// The channels of a product, the preferred one first.
    ///
    /// The OpenAPI document puts the members under `Links`, the guide's example on the product itself; where both
    /// stand, the document's place wins.
    static func channels(of product: JSONMembers) -> [ApplicationChannel] {
        let links = product.object("Links")
        return Kind.allCases.compactMap { kind in
            let values = [links?.string(kind.memberName), product.string(kind.memberName)]
            // An empty text is no way to apply.
            let value = values.compactMap(\.self).first { !$0.isEmpty }
            return value.map { ApplicationChannel(kind: kind, value: $0) }
        }
    }
}
