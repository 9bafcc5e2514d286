import FoundationEssentials

/// A way to apply for a product, as the LFI offers it.
public struct ApplicationChannel: Sendable, Hashable {
    /// In the order of preference of the API guide, step 4.
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// A page to open.
        case uri
        /// A number to dial, as the LFI writes it.
        case phone
        /// An address to write to.
        case email
        /// Words to read, such as where to go.
        case description

        /// How the API calls it.
        public var memberName: String {
            switch self {
            case .uri: "ApplicationUri"
            case .phone: "ApplicationPhoneNumber"
            case .email: "ApplicationEmail"
            case .description: "ApplicationDescription"
            }
        }

        /// Whether a value is what its member says: a page can be opened, a number dialled, an address written to.
        fileprivate func fits(_ value: String) -> Bool {
            switch self {
            case .uri:
                let address = URLComponents(string: value)
                return ["http", "https"].contains(address?.scheme?.lowercased() ?? "")
                    && !(address?.encodedHost ?? "").isEmpty
            case .phone: return value.unicodeScalars.count { $0.properties.numericType == .decimal } >= 3
            case .email: return value.utf8.contains(UInt8(ascii: "@"))
            case .description: return true
            }
        }
    }

    /// What ``value`` is: a page to open, a number to dial, an address to write to, or words to read.
    public let kind: Kind
    /// As the LFI sent it, without blanks around it.
    public let value: String

    /// The channels of a product, the preferred one first.
    ///
    /// The OpenAPI document puts the members under `Links`, the guide's example on the product itself; where both
    /// stand, the document's place wins. A value that is not what its member says ("at any branch" for a page) is words
    /// of the LFI, and comes after its description; one that says nothing ("N/A") is none.
    static func channels(of product: JSONMembers) -> [ApplicationChannel] {
        let links = product.object("Links")
        var channels: [ApplicationChannel] = []
        var words: [ApplicationChannel] = []
        for kind in Kind.allCases {
            let values = [links?.text(kind.memberName), product.text(kind.memberName)].compactMap(\.self)
                .filter { !$0.isPlaceholder }
            if let value = values.first(where: kind.fits) {
                channels.append(ApplicationChannel(kind: kind, value: value))
            } else if let value = values.first {
                words.append(ApplicationChannel(kind: .description, value: value))
            }
        }
        return channels + words
    }
}

extension String {
    /// What people write where a form wants something and there is nothing to say.
    fileprivate var isPlaceholder: Bool {
        let letters = String(lowercased().unicodeScalars.filter { $0.properties.isAlphabetic })
        let placeholders = [
            "", "na", "none", "null", "nil", "nan", "undefined", "tbd", "tba", "notavailable", "notapplicable",
        ]
        return placeholders.contains(letters) && !unicodeScalars.contains { $0.properties.numericType == .decimal }
    }
}
