/// A way to apply for a product, as the LFI offers it.
public struct ApplicationChannel: Sendable, Hashable {
    /// In the order of preference of the API guide, step 4.
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        case uri, phone, email, description

        /// How the API calls it.
        public var memberName: String { member.rawValue }

        fileprivate var member: Key {
            switch self {
            case .uri: .uri
            case .phone: .phone
            case .email: .email
            case .description: .description
            }
        }
    }

    public let kind: Kind
    /// As the LFI sent it.
    public let value: String

    fileprivate enum Key: String, CodingKey {
        case uri = "ApplicationUri", phone = "ApplicationPhoneNumber", email = "ApplicationEmail"
        case description = "ApplicationDescription"
    }

    /// The channels of a product, the preferred one first.
    ///
    /// The OpenAPI document puts the members under `Links`, the guide's example on the product itself; where both
    /// stand, the document's place wins.
    static func channels<Parent: CodingKey>(
        of product: any Decoder, nestedUnder links: Parent
    ) throws -> [ApplicationChannel] {
        let flat = try product.container(keyedBy: Key.self)
        let nested = try? product.container(keyedBy: Parent.self).nestedContainer(keyedBy: Key.self, forKey: links)
        return Kind.allCases.compactMap { kind in
            let values: [String?] = [nested?.lenient(kind.member), flat.lenient(kind.member)]
            // An empty text is no way to apply.
            let value = values.compactMap(\.self).first { !$0.isEmpty }
            return value.map { ApplicationChannel(kind: kind, value: $0) }
        }
    }
}
