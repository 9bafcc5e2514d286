/// What `ofp` asks for products: one authorisation server of a licensed financial institution, with its API Hub.
///
/// An organisation may have several (retail, SME, brands); each has an issuer and hosts of its own.
public struct LFI: Sendable, Hashable, Identifiable {
    /// `AuthorisationServerId` of the directory.
    public let id: String
    /// `CustomerFriendlyName`: how the LFI calls itself towards customers.
    public let name: String
    public let logoURI: String?
    public let organisationID: String
    public let organisationName: String
    public let issuer: Issuer
    public let discoveryDocument: Endpoint
    /// Full URL of `GET /products`, in the version that ``version`` says.
    public let products: Endpoint
    /// Full URL of `POST /leads` in the same version; not every LFI takes leads.
    public let leads: Endpoint?
    /// v2.1, or the highest lower one where the LFI has no v2.1.
    public let version: APIVersion
    /// All versions of the product API that the directory lists for it, the lowest first.
    public let versions: [APIVersion]
}

extension LFI {
    /// Whose something is: all that a saved product or failure still knows of its LFI.
    public struct Identity: Sendable, Hashable, Identifiable {
        /// `AuthorisationServerId` of the directory.
        public let id: String
        /// `CustomerFriendlyName`.
        public let name: String

        public init(id: String, name: String) {
            self.id = id
            self.name = name
        }
    }

    public var identity: Identity { Identity(id: id, name: name) }
}
