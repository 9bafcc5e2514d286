public import FoundationEssentials

/// The LFIs of the Trust Framework that offer products, out of all its participants.
public struct Directory: Sendable {
    /// In a fixed order: by name, then by id.
    public let lfis: [LFI]
    /// Everyone else, each with the reason.
    public let leftOut: [LeftOut]

    /// Set where this is an older answer of the directory, since there is no newer one to be had.
    public internal(set) var outdated: Outdated?

    /// The directory's clock when it answered, from its `Date` field; nil where it was not asked.
    public internal(set) var serverTime: Date?

    public struct Outdated: Sendable, Hashable {
        /// When the answer was last known to be right.
        public let since: Date
        /// Why there is no newer one: a sentence without final stop.
        public let reason: String
    }

    /// A participant, or one of its servers, that is not asked.
    public struct LeftOut: Sendable, Hashable {
        public let organisationName: String
        /// Nil where the whole organisation is left out.
        public let serverName: String?
        /// A sentence without subject and final stop: `offers no product API`.
        public let reason: String
        /// Whether it should be asked by its status and could not be, rather than having nothing to ask for.
        public let isFault: Bool

        /// The server's name, else the organisation's.
        public var name: String { serverName ?? organisationName }
    }

    /// Reads a `GET /participants` answer.
    ///
    /// Organisations, servers and API resources count only with `Status` `Active`, and of the resources only those of
    /// the family `product`; everything else (TPPs, insurers, retired servers) is left alone.
    ///
    /// Whatever cannot be read is left out by itself and ends nothing else.
    ///
    /// - Parameter now: decides whether a server that is to be deprecated or retired is already.
    public init(participants: Data, now: Date = Date()) throws(OpenFinanceError) {
        let organisations: LenientList<Organisation>
        do {
            organisations = try JSONDecoder().decode(LenientList<Organisation>.self, from: participants)
        } catch {
            throw OpenFinanceError(
                .invalidDirectory, "The directory's answer is not a JSON array of organisations",
                advice: "Check that --directory names a /participants address or a file in its shape")
        }
        var lfis: [LFI] = []
        var leftOut: [LeftOut] = []
        for position in organisations.unreadable {
            leftOut.append(.unreadable("Entry \(position + 1) of the directory"))
        }
        for organisation in organisations.elements {
            for entry in organisation.entries(at: now) {
                switch entry {
                case .lfi(let lfi): lfis.append(lfi)
                case .leftOut(let reason): leftOut.append(reason)
                }
            }
        }
        let (entitled, pretenders) = IssuerOwners.sort(lfis)
        for lfi in pretenders {
            leftOut.append(
                LeftOut(
                    organisationName: lfi.organisationName, serverName: lfi.name,
                    reason: "has the Issuer of another organisation, \(lfi.issuer)", isFault: true))
        }
        self.lfis = entitled.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
        self.leftOut = leftOut.sorted { ($0.organisationName, $0.name) < ($1.organisationName, $1.name) }
    }
}

extension Directory.LeftOut {
    /// Something in a list that is not what the list is of.
    fileprivate static func unreadable(_ place: String) -> Self {
        Self(organisationName: place, serverName: nil, reason: "cannot be read", isFault: true)
    }
}

extension Organisation {
    fileprivate enum Entry {
        case lfi(LFI)
        case leftOut(Directory.LeftOut)
    }

    /// One for each server, or one for the organisation where it has none to speak of.
    fileprivate func entries(at now: Date) -> [Entry] {
        guard status.isActive else { return [leftOut("is not active")] }
        let servers = authorisationServers?.elements ?? []
        let unreadable = authorisationServers?.unreadable ?? []
        guard !servers.isEmpty || !unreadable.isEmpty else { return [leftOut("has no authorisation server")] }
        return servers.map { entry(for: $0, at: now) }
            + unreadable.map { .leftOut(.unreadable("Server \($0 + 1) of \(displayName)")) }
    }

    private func entry(for server: AuthorisationServer, at now: Date) -> Entry {
        guard server.status.isActive else { return leftOut("is not active", server) }
        if let reason = server.ending.reason(at: now) { return leftOut(reason, server) }
        guard let offer = ProductOffer.best(of: server.apiResources, at: now) else {
            return leftOut(ProductOffer.reasonForNone(in: server.apiResources, at: now), server)
        }
        do throws(Unusable) {
            return .lfi(try LFI(self, server, offer))
        } catch {
            return leftOut(error.reason, server, isFault: true)
        }
    }

    private var displayName: String { name ?? id ?? "An organisation without name" }

    private func leftOut(_ reason: String, _ server: AuthorisationServer? = nil, isFault: Bool = false) -> Entry {
        .leftOut(
            Directory.LeftOut(
                organisationName: displayName,
                serverName: server.map { $0.customerFriendlyName ?? $0.id ?? "A server without name" }, reason: reason,
                isFault: isFault))
    }
}

private struct Unusable: Error {
    let reason: String
}

extension LFI {
    fileprivate init(
        _ organisation: Organisation, _ server: AuthorisationServer, _ offer: ProductOffer
    ) throws(Unusable) {
        guard let id = server.id, !id.isEmpty else {
            throw Unusable(reason: "has no AuthorisationServerId in the directory")
        }
        guard let issuer = server.issuer, !issuer.isEmpty else {
            throw Unusable(reason: "has no Issuer in the directory")
        }
        guard let discovery = server.openIDDiscoveryDocument.flatMap(Endpoint.init) else {
            throw Unusable(reason: "has no https OpenIDDiscoveryDocument in the directory")
        }
        guard Issuer(issuer).publishes(discovery) else {
            throw Unusable(reason: "has an OpenIDDiscoveryDocument that is not under its Issuer")
        }
        guard let products = offer.products else {
            throw Unusable(reason: "has a \(offer.version) products endpoint that is no https URL")
        }
        self.id = id
        self.name = server.customerFriendlyName ?? organisation.name ?? id
        self.logoURI = server.customerFriendlyLogoURI
        self.organisationID = organisation.id ?? ""
        self.organisationName = organisation.name ?? ""
        self.issuer = Issuer(issuer)
        self.discoveryDocument = discovery
        self.products = products
        self.leads = offer.leads
        self.version = offer.version
        self.versions = offer.versions
    }
}

/// The endpoints of one version of the product API.
private struct ProductOffer {
    var version: APIVersion
    /// All versions that the directory lists, the lowest first.
    var versions: [APIVersion]
    /// Nil where the directory lists one that is no https URL.
    var products: Endpoint?
    var leads: Endpoint?

    /// v2.1 where it stands, else the highest lower one; versions that came later are not ours to guess at.
    static func best(of resources: [APIResource], at now: Date) -> ProductOffer? {
        var products: [APIVersion: String] = [:]
        var leads: [APIVersion: String] = [:]
        for resource in resources where resource.offersProducts(at: now) {
            for url in resource.endpoints {
                let segments = url.prefix { $0 != "?" }.split(separator: "/")
                guard
                    let version = segments.lazy.reversed().compactMap({ APIVersion($0) }).first
                        ?? resource.version.flatMap({ APIVersion($0) })
                else { continue }
                switch segments.last {
                case "products": products[version] = url
                case "leads": leads[version] = url
                default: break
                }
            }
        }
        guard let version = products.keys.filter({ $0 <= .v2_1 }).max() else { return nil }
        return ProductOffer(
            version: version, versions: products.keys.sorted(), products: products[version].flatMap(Endpoint.init),
            leads: leads[version].flatMap(Endpoint.init))
    }

    static func reasonForNone(in resources: [APIResource], at now: Date) -> String {
        let products = resources.filter { $0.familyType == "product" }
        if products.isEmpty { return "offers no product API" }
        guard products.contains(where: { $0.status.isActive }) else { return "has a product API that is not active" }
        guard products.contains(where: { $0.offersProducts(at: now) }) else {
            return "has a product API that is deprecated or retired"
        }
        return "lists no products endpoint of version v2.1 or lower"
    }
}

extension APIResource {
    fileprivate func offersProducts(at now: Date) -> Bool {
        familyType == "product" && status.isActive && ending.reason(at: now) == nil
    }
}

extension String? {
    fileprivate var isActive: Bool { self == "Active" }
}
