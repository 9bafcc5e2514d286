import FoundationEssentials

/// The endpoints of one version of the product API, out of all that a server lists.
struct ProductOffer {
    var version: APIVersion
    /// All versions that the directory lists, the lowest first.
    var versions: [APIVersion]
    /// Nil where the directory lists one that is no https URL.
    var products: Endpoint?
    var leads: Endpoint?

    /// v2.1 where it stands, else the highest lower one, else the lowest higher one of the same major version: minor
    /// versions take nothing away from what v2.1 asks for.
    ///
    /// - Throws: why there is none.
    init(_ resources: [APIResource], at now: Date) throws(Absence) {
        let offers = resources.filter(\.isOfProducts)
        guard !offers.isEmpty else { throw Absence("offers no product API") }
        let active = offers.filter { $0.status.isActive }
        guard !active.isEmpty else {
            let unclear = offers.lazy.compactMap { $0.status.unclear }.first
            throw Absence(
                "has a product API \(unclear.map { "that \($0)" } ?? "that is not active")", isFault: unclear != nil)
        }
        let current = active.filter { $0.ending.reason(at: now) == nil }
        guard !current.isEmpty else { throw Absence("has a product API that is deprecated or retired") }
        let products = Self.endpoints("products", of: current)
        let leads = Self.endpoints("leads", of: current)
        let listed = products.keys.sorted()
        let ours = listed.last { $0 <= .v2_1 } ?? listed.first { $0.major == APIVersion.v2_1.major }
        guard let version = ours else {
            guard listed.isEmpty else {
                let versions = listed.map(\.description).joined(separator: ", ")
                throw Absence("has a product API of \(versions) alone, which this program does not know", isFault: true)
            }
            guard !current.contains(where: \.hasOddEndpoints) else {
                throw Absence("has a product API with ApiDiscoveryEndpoints that cannot be read", isFault: true)
            }
            // Somebody who takes leads alone offers no products.
            let others = current.flatMap(\.endpoints).filter { $0.pathSegments.last?.lowercased() != "leads" }
            throw Absence(
                "has a product API without a products endpoint that names its version", isFault: !others.isEmpty)
        }
        self.version = version
        versions = listed
        self.products = products[version].flatMap(Endpoint.init)
        self.leads = leads[version].flatMap(Endpoint.init)
    }

    /// Whether resources are an offer of products, or look like one that cannot be used.
    static func isMeant(by resources: [APIResource], at now: Date) -> Bool {
        do throws(Absence) {
            _ = try ProductOffer(resources, at: now)
            return true
        } catch {
            return error.isFault
        }
    }

    /// The URLs that end in `name`, by version. Of two of one version the one without a suffix counts.
    private static func endpoints(_ name: String, of resources: [APIResource]) -> [APIVersion: String] {
        var endpoints: [APIVersion: String] = [:]
        for resource in resources {
            for url in resource.endpoints where url.pathSegments.last?.lowercased() == name {
                let spelled = url.pathSegments.reversed().lazy.compactMap { APIVersion($0) }.first
                guard let version = spelled ?? resource.version.flatMap({ APIVersion($0) }) else { continue }
                if endpoints[version] == nil || version.suffix.isEmpty {
                    endpoints[version] = nil  // A key keeps its first spelling otherwise.
                    endpoints[version] = url
                }
            }
        }
        return endpoints
    }

    /// Why a server offers no products that can be asked for, without subject and final stop.
    struct Absence: Error {
        let reason: String
        /// Whether it looks like an offer all the same.
        let isFault: Bool

        init(_ reason: String, isFault: Bool = false) {
            self.reason = reason
            self.isFault = isFault
        }
    }
}

extension APIResource {
    /// Whether it is the product API, by the words of its family (`product`, `products-and-leads`); by its path where no
    /// family is stated.
    fileprivate var isOfProducts: Bool {
        guard let words = familyType?.lowercased().split(whereSeparator: { !$0.isLetter }) else {
            return endpoints.contains { $0.lowercased().contains("/open-finance/product/") }
        }
        return words.contains("product") || words.contains("products")
    }
}

extension String {
    /// The parts of a URL's path.
    fileprivate var pathSegments: [Substring] { prefix { $0 != "?" && $0 != "#" }.split(separator: "/") }
}

/// The directory's `Status` of an organisation, a server or an API.
extension String? {
    var isActive: Bool { self?.lowercased() == "active" }

    /// What is unclear about it, as a clause: it is not there, or nobody knows what it means. Nil where it is clear.
    var unclear: String? {
        guard let status = self else { return "has no Status" }
        let known = [
            "active", "inactive", "pending", "withdrawn", "suspended", "deprecated", "retired", "revoked", "disabled",
            "deleted", "draft", "rejected",
        ]
        return known.contains(status.lowercased()) ? nil : "has the unknown Status '\(status)'"
    }
}
