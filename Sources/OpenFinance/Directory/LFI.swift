/// Who is asked for products: one authorisation server of a licensed financial institution, with its API Hub.
///
/// An organisation may have several (retail, SME, brands); each has an issuer and hosts of its own.
public struct LFI: Sendable, Hashable, Identifiable {
    /// `AuthorisationServerId` of the directory.
    public let id: String
    /// `CustomerFriendlyName`: how the LFI calls itself towards customers.
    public let name: String
    /// `CustomerFriendlyLogoUri`, as sent and unchecked: it need not be `https`, nor a picture.
    public let logoURI: String?
    /// `OrganisationId`; empty where the directory gives none.
    public let organisationID: String
    /// `OrganisationName`, as sent; empty where the directory gives none.
    public let organisationName: String
    /// `Issuer`: who its discovery document has to speak for, and the audience of client assertions.
    public let issuer: Issuer
    /// `OpenIDDiscoveryDocument`: where its metadata are (OpenID Connect Discovery 1.0 §4), under the ``issuer``.
    public let discoveryDocument: Endpoint
    /// Full URL of `GET /products`, in the version that ``version`` says.
    public let products: Endpoint
    /// Full URL of `POST /leads` in the same version; not every LFI takes leads.
    public let leads: Endpoint?
    /// v2.1; where the LFI has none the highest lower one, else the lowest higher one of the same major version.
    public let version: APIVersion
    /// All versions of the product API that the directory lists for it, the lowest first.
    public let versions: [APIVersion]
    /// For whom it is: `Retail`, `SME`, `Corporate` (`Flags.AccountType`).
    public let segments: [String]
    /// What tells it from another one of the same name; nil where there is none.
    public internal(set) var qualifier: String?
    /// Nil where nobody else is known.
    var hostOwners: HostOwners?

    /// For a list of one's own, such as a test's: usually they come from the ``Directory``.
    ///
    /// - Parameter versions: ``version`` alone where nil.
    public init(
        id: String, name: String, logoURI: String? = nil, organisationID: String, organisationName: String,
        issuer: Issuer, discoveryDocument: Endpoint, products: Endpoint, leads: Endpoint? = nil,
        version: APIVersion = .v2_1, versions: [APIVersion]? = nil, segments: [String] = []
    ) {
        self.id = id
        self.name = name
        self.logoURI = logoURI
        self.organisationID = organisationID
        self.organisationName = organisationName
        self.issuer = issuer
        self.discoveryDocument = discoveryDocument
        self.products = products
        self.leads = leads
        self.version = version
        self.versions = versions ?? [version]
        self.segments = segments
    }
}

extension LFI {
    /// Whose something is: all that a saved product or failure still knows of its LFI.
    public struct Identity: Sendable, Hashable, Identifiable {
        /// `AuthorisationServerId` of the directory.
        public let id: String
        /// `CustomerFriendlyName`.
        public let name: String
        /// What tells it from another one of the same name; nil where there is none. It is for people, and makes nobody
        /// another.
        public internal(set) var qualifier: String?

        /// For a list of one's own, such as a test's: one that comes from the ``Directory`` may have a ``qualifier``.
        public init(id: String, name: String) {
            self.id = id
            self.name = name
        }

        /// The name for people, which no other one in the same list has.
        public var label: String { qualifier.map { "\(name) (\($0))" } ?? name }

        /// By id and name: the ``qualifier`` depends on who else is in the list.
        public static func == (left: Identity, right: Identity) -> Bool {
            left.id == right.id && left.name == right.name
        }

        /// Of id and name.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(id)
            hasher.combine(name)
        }
    }

    /// What a product or a failure says of whose it is, the ``qualifier`` included.
    public var identity: Identity {
        var identity = Identity(id: id, name: name)
        identity.qualifier = qualifier
        return identity
    }

    /// The name for people, which no other one in the same list has.
    public var label: String { identity.label }
}

extension [LFI] {
    /// Tells those of one name apart: by whom they are for, where that differs, else by the organisation, else by the
    /// beginning of their ids.
    func toldApart() -> [LFI] {
        let namesakes = Dictionary(grouping: self, by: { $0.name.foldingBlanks.lowercased() }).filter {
            $0.value.count > 1
        }
        return map { lfi in
            guard let alike = namesakes[lfi.name.foldingBlanks.lowercased()] else { return lfi }
            let ways: [(LFI) -> String] = [
                { $0.segments.joined(separator: ", ") }, { $0.organisationName }, { String($0.id.prefix(8)) },
                { $0.id },
            ]
            var lfi = lfi
            lfi.qualifier = NamesakeWords.first(of: ways, telling: alike)?(lfi)
            return lfi
        }
    }
}
