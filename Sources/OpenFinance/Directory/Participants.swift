/// An organisation in the directory's `GET /participants` answer, with the members that a ``Directory`` is made of.
///
/// Source: Open Finance Directory API 1.0.0, schema `Organisation`. Members of another type than there count as
/// absent: one odd entry is no reason to lose the others.
struct Organisation: JSONReadable {
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

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        id = object.lenientText(.id)
        name = object.lenientText(.name)
        status = object.lenientText(.status)
        authorisationServers = object.lenient(.authorisationServers)
        hasOddServers = authorisationServers == nil && object.saysSomething(.authorisationServers)
    }
}

struct AuthorisationServer: JSONReadable {
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

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        id = object.lenientText(.id)
        customerFriendlyName = object.lenientText(.customerFriendlyName)
        customerFriendlyLogoURI = object.lenientText(.customerFriendlyLogoURI)
        issuer = object.lenientText(.issuer)
        openIDDiscoveryDocument = object.lenientText(.openIDDiscoveryDocument)
        status = object.lenientText(.status)
        ending = try ServiceEnding(from: json)
        let resources = object.lenient(.apiResources, as: LenientList<APIResource>.self)
        apiResources = resources?.elements ?? []
        hasOddResources =
            resources.map { !$0.unreadable.isEmpty } ?? object.saysSomething(.apiResources)
        accountTypes = object.lenient(.flags, as: Flags.self)?.accountTypes ?? []
    }

    private struct Flags: JSONReadable {
        var accountTypes: [String]

        private enum Key: String, CodingKey { case accountType = "AccountType" }

        init(from json: JSONReader) throws(JSONReader.Unreadable) {
            let object = try json.object(keyedBy: Key.self)
            let list: [String] = object.lenientList(.accountType)
            accountTypes = (list.isEmpty ? [object.lenientText(.accountType)].compactMap(\.self) : list)
                .map { $0.bounded.withoutBlankEnds }.filter { !$0.isEmpty }
        }
    }
}

struct APIResource: JSONReadable {
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
    private struct DiscoveryEndpoint: JSONReadable {
        var url: String?

        private enum Key: String, CodingKey { case url = "ApiEndpoint" }

        init(from json: JSONReader) throws(JSONReader.Unreadable) {
            if let text = json.string {
                url = text.withoutBlankEnds
            } else {
                url = try json.object(keyedBy: Key.self).lenientText(.url)
            }
        }
    }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        version = object.lenientText(.version)
        familyType = object.lenientText(.familyType)
        status = object.lenientText(.status)
        ending = try ServiceEnding(from: json)
        let list = object.lenient(.endpoints, as: LenientList<DiscoveryEndpoint>.self)
        let readable = list?.elements.compactMap(\.url)
        endpoints = readable ?? []
        // An empty list says that there is none; nothing at all is no way to say so.
        let sent = list.map { $0.elements.count + $0.unreadable.count }
        hasOddEndpoints = sent == nil || sent != readable?.count
    }
}
