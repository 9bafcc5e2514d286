public import FoundationEssentials

/// The LFIs of the Trust Framework that offer products, out of all its participants.
public struct Directory: Sendable {
    /// In a fixed order: by name, then by id.
    public let lfis: [LFI]
    /// Active servers that list a product API and yet cannot be asked, each with the reason.
    public let unusable: [UnusableServer]

    /// A server with a product API in the directory that cannot be asked.
    public struct UnusableServer: Sendable, Hashable {
        public let name: String
        /// A sentence without final stop.
        public let reason: String
    }

    /// Reads a `GET /participants` answer.
    ///
    /// Organisations, servers and API resources count only with `Status` `Active`, and of the resources only those of
    /// the family `product`; everything else (TPPs, insurers, retired servers) is left alone.
    public init(participants: Data) throws(OpenFinanceError) {
        let organisations: LenientList<Organisation>
        do {
            organisations = try JSONDecoder().decode(LenientList<Organisation>.self, from: participants)
        } catch {
            throw OpenFinanceError(
                .invalidDirectory, "The directory's answer is not a JSON array of organisations",
                advice: "Check that --directory names a /participants address or a file in its shape")
        }
        var lfis: [LFI] = []
        var unusable: [UnusableServer] = []
        for organisation in organisations.elements where organisation.status.isActive {
            for server in organisation.authorisationServers where server.status.isActive {
                guard let offer = ProductOffer.best(of: server.apiResources) else { continue }
                do throws(Unusable) {
                    lfis.append(try LFI(organisation, server, offer))
                } catch {
                    let name = server.customerFriendlyName ?? organisation.name ?? server.id ?? "an unnamed server"
                    unusable.append(UnusableServer(name: name, reason: error.reason))
                }
            }
        }
        self.lfis = lfis.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
        self.unusable = unusable
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
            throw Unusable(reason: "the directory gives it no AuthorisationServerId")
        }
        guard let issuer = server.issuer, !issuer.isEmpty else {
            throw Unusable(reason: "the directory gives it no Issuer")
        }
        guard let discovery = server.openIDDiscoveryDocument.flatMap(Endpoint.init) else {
            throw Unusable(reason: "the directory gives it no https OpenIDDiscoveryDocument")
        }
        guard let products = offer.products else {
            throw Unusable(reason: "its \(offer.version) products endpoint is not an https URL")
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
    }
}

/// The endpoints of one version of the product API.
private struct ProductOffer {
    var version: APIVersion
    /// Nil where the directory lists one that is no https URL.
    var products: Endpoint?
    var leads: Endpoint?

    /// v2.1 where it stands, else the highest lower one; versions that came later are not ours to guess at.
    static func best(of resources: [APIResource]) -> ProductOffer? {
        var products: [APIVersion: String] = [:]
        var leads: [APIVersion: String] = [:]
        for resource in resources where resource.familyType == "product" && resource.status.isActive {
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
            version: version, products: products[version].flatMap(Endpoint.init),
            leads: leads[version].flatMap(Endpoint.init))
    }
}

extension String? {
    fileprivate var isActive: Bool { self == "Active" }
}
