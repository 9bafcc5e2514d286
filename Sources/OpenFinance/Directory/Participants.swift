/// The directory's `GET /participants` answer, with what `ofp` reads of it.
///
/// Source: Open Finance Directory API 1.0.0, schema `Organisation`. Members of another type than there count as
/// absent: one odd entry is no reason to lose the others.
struct Organisation: Decodable {
    var id: String?
    var name: String?
    var status: String?
    var authorisationServers: LenientList<AuthorisationServer>?
    /// Whether something else stands in place of the servers.
    var hasOddServers: Bool

    private enum Key: String, CodingKey {
        case id = "OrganisationId", name = "OrganisationName", status = "Status"
        case authorisationServers = "AuthorisationServers"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        id = container.lenientText(.id)
        name = container.lenientText(.name)
        status = container.lenientText(.status)
        authorisationServers = container.lenient(.authorisationServers)
        hasOddServers = authorisationServers == nil && container.saysSomething(.authorisationServers)
    }
}

struct AuthorisationServer: Decodable {
    var id: String?
    var customerFriendlyName: String?
    var customerFriendlyLogoURI: String?
    var issuer: String?
    var openIDDiscoveryDocument: String?
    var status: String?
    var ending: ServiceEnding
    var apiResources: [APIResource]
    /// Whether something stands among them, or in their place, that is none.
    var hasOddResources: Bool
    /// `Flags.AccountType`.
    var accountTypes: [String]

    private enum Key: String, CodingKey {
        case flags = "Flags"
        case id = "AuthorisationServerId", customerFriendlyName = "CustomerFriendlyName"
        case customerFriendlyLogoURI = "CustomerFriendlyLogoUri", issuer = "Issuer"
        case openIDDiscoveryDocument = "OpenIDDiscoveryDocument", status = "Status", apiResources = "ApiResources"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        id = container.lenientText(.id)
        customerFriendlyName = container.lenientText(.customerFriendlyName)
        customerFriendlyLogoURI = container.lenientText(.customerFriendlyLogoURI)
        issuer = container.lenientText(.issuer)
        openIDDiscoveryDocument = container.lenientText(.openIDDiscoveryDocument)
        status = container.lenientText(.status)
        ending = try ServiceEnding(from: decoder)
        let resources = container.lenient(.apiResources, as: LenientList<APIResource>.self)
        apiResources = resources?.elements ?? []
        hasOddResources =
            resources.map { !$0.unreadable.isEmpty } ?? container.saysSomething(.apiResources)
        accountTypes = container.lenient(.flags, as: Flags.self)?.accountTypes ?? []
    }

    private struct Flags: Decodable {
        var accountTypes: [String]

        private enum Key: String, CodingKey { case accountType = "AccountType" }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            let list: [String] = container.lenientList(.accountType)
            accountTypes = (list.isEmpty ? [container.lenientText(.accountType)].compactMap(\.self) : list)
                .map { $0.bounded.withoutBlankEnds }.filter { !$0.isEmpty }
        }
    }
}

struct APIResource: Decodable {
    var version: String?
    var familyType: String?
    var status: String?
    var ending: ServiceEnding
    var endpoints: [String]
    /// Whether something stands among the endpoints, or in their place, that is none.
    var hasOddEndpoints: Bool

    private enum Key: String, CodingKey {
        case version = "ApiVersion", familyType = "ApiFamilyType", status = "Status"
        case endpoints = "ApiDiscoveryEndpoints"
    }

    /// An object with the URL, as the schema has it, or the URL alone.
    private struct DiscoveryEndpoint: Decodable {
        var url: String?

        private enum Key: String, CodingKey { case url = "ApiEndpoint" }

        init(from decoder: any Decoder) throws {
            if let text = try? decoder.singleValueContainer().decode(String.self) {
                url = text.withoutBlankEnds
            } else {
                url = try decoder.container(keyedBy: Key.self).lenientText(.url)
            }
        }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        version = container.lenientText(.version)
        familyType = container.lenientText(.familyType)
        status = container.lenientText(.status)
        ending = try ServiceEnding(from: decoder)
        let list = container.lenient(.endpoints, as: LenientList<DiscoveryEndpoint>.self)
        let readable = list?.elements.compactMap(\.url)
        endpoints = readable ?? []
        // An empty list says that there is none; nothing at all is no way to say so.
        let sent = list.map { $0.elements.count + $0.unreadable.count }
        hasOddEndpoints = sent == nil || sent != readable?.count
    }
}
