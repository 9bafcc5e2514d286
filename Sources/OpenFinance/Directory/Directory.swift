public import FoundationEssentials
import OpenFinanceCrypto

/// The LFIs of the Trust Framework that offer products, out of all its participants.
public struct Directory: Sendable {
    /// In a fixed order: by name, then by id.
    public private(set) var lfis: [LFI]
    /// Those that offer products, and that the user may not ask.
    public private(set) var barred: [LFI] = []
    /// Everyone else, each with the reason.
    public private(set) var leftOut: [LeftOut]

    /// Set where this is an older answer of the directory, since there is no newer one to be had.
    public internal(set) var outdated: Outdated?

    /// Whether this is an answer that was kept, and the directory was not asked.
    public internal(set) var isKept = false

    /// Seconds for which its answer may be used without asking; nil where it does not say.
    public internal(set) var lifetime: TimeInterval?

    /// The directory's clock when it answered, from its `Date` field; nil where it was not asked.
    public internal(set) var serverTime: Date?

    /// The answer itself, for whoever looks at more of it than what is read; nil where it was made by hand.
    package private(set) var document: Data?

    /// That this is an older answer of the directory.
    public struct Outdated: Sendable, Hashable {
        /// When the answer was last known to be right.
        public let since: Date
        /// Why there is no newer one: a sentence without final stop.
        public let reason: String

        /// For a test: usually it comes with the directory.
        public init(since: Date, reason: String) {
            self.since = since
            self.reason = reason
        }
    }

    /// A participant, or one of its servers, that is not asked.
    public struct LeftOut: Sendable, Hashable {
        /// `OrganisationName`; its `OrganisationId`, or words in its place, where it has none.
        public let organisationName: String
        /// Nil where the whole organisation is left out.
        public let serverName: String?
        /// Nil where it has none, or the whole organisation is left out.
        public internal(set) var serverID: String?
        /// A sentence without subject and final stop: `offers no product API`.
        public let reason: String
        /// Whether it should be asked by its status and could not be, rather than having nothing to ask for.
        public let isFault: Bool

        /// For a directory by hand: usually it comes of reading one.
        public init(
            organisationName: String, serverName: String? = nil, serverID: String? = nil, reason: String,
            isFault: Bool = false
        ) {
            self.organisationName = organisationName
            self.serverName = serverName
            self.serverID = serverID
            self.reason = reason
            self.isFault = isFault
        }

        /// The server's name, else the organisation's.
        public var name: String { serverName ?? organisationName }
    }

    /// A directory by hand, for a test or a list of one's own.
    public init(lfis: [LFI], leftOut: [LeftOut] = []) {
        self.lfis = lfis.knowingHosts().toldApart().sorted { ($0.name, $0.id) < ($1.name, $1.id) }
        self.leftOut = leftOut
    }

    /// Reads a `GET /participants` answer.
    ///
    /// Organisations, servers and API resources count only with `Status` `Active`, and of the resources only those of
    /// the family `product`; everything else (TPPs, insurers, retired servers) is left alone. What looks like an offer of
    /// products and cannot be used is a fault, with its reason.
    ///
    /// Whatever cannot be read is left out by itself and ends nothing else.
    ///
    /// - Parameter now: decides whether a server that is to be deprecated or retired is already.
    public init(participants: Data, now: Date = Date()) throws(OpenFinanceError) {
        let participants = participants.withoutByteOrderMark
        let isList = participants.first { !$0.isJSONWhitespace } == UInt8(ascii: "[")
        let organisations = JSONReader(MemberSpelling.directory.corrected(participants)).flatMap {
            try? LenientList<Organisation>(from: $0)
        }
        guard isList, let organisations else {
            throw OpenFinanceError(
                .invalidDirectory, "The directory's answer is not a JSON array of organisations")
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
        let (entitled, pretenders) = IssuerOwners.sort(lfis.withoutRepetitions)
        for lfi in pretenders {
            leftOut.append(
                LeftOut(
                    organisationName: lfi.organisationName, serverName: lfi.name, serverID: lfi.id,
                    reason: "has the Issuer of another organisation, \(lfi.issuer)", isFault: true))
        }
        document = participants
        self.lfis = entitled.knowingHosts().toldApart().sorted { ($0.name, $0.id) < ($1.name, $1.id) }
        self.leftOut = leftOut.sorted { ($0.organisationName, $0.name) < ($1.organisationName, $1.name) }
    }
}

extension Directory {
    /// Those that should be asked by their status and cannot be, as something to be said beside a list of everybody's
    /// products: it lacks theirs.
    public var faults: [LFIRemark] {
        leftOut.filter(\.isFault).map { participant in
            LFIRemark(
                LFI.Identity(id: participant.serverID ?? "", name: participant.name),
                "its entry in the directory cannot be used: it \(participant.reason)", meansIncomplete: true,
                isOfDirectory: true)
        }
    }
}

extension Directory {
    /// The directory of those that may be asked: in its first weeks in production a TPP may send no request at all to a bank
    /// outside its assigned set.
    ///
    /// - Throws: ``OpenFinanceError/Code/unknownLFI`` for a name that fits nothing: whoever is meant may not be missed.
    public func restricted(to allowed: LFISelection) throws(OpenFinanceError) -> Directory {
        let allowed = Set(try allowed(lfis).map(\.id))
        var directory = self
        directory.lfis = lfis.filter { allowed.contains($0.id) }
        directory.barred = lfis.filter { !allowed.contains($0.id) }
        return directory
    }
}

extension Directory {
    /// Those alone whose API is on a pre-production host, `rs1.<lfi>.preprod.apihub…`.
    func onlyPreproduction() -> Directory {
        var directory = self
        directory.lfis = lfis.filter(\.isPreproduction)
        directory.leftOut += lfis.filter { !$0.isPreproduction }.map { lfi in
            LeftOut(
                organisationName: lfi.organisationName, serverName: lfi.name, reason: "is not in pre-production",
                isFault: false)
        }
        return directory
    }
}

extension [LFI] {
    /// A server that is listed twice, in one form, is one. Two that share an id are two: whoever is asked for by it is nobody.
    fileprivate var withoutRepetitions: [LFI] {
        var known: [LFI.ID: [LFI]] = [:]
        return filter { lfi in
            guard known[lfi.id]?.contains(lfi) != true else { return false }
            known[lfi.id, default: []].append(lfi)
            return true
        }
    }
}

extension LFI {
    fileprivate var isPreproduction: Bool {
        products.authority.lowercased().split(separator: ".").contains("preprod")
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
        let servers = authorisationServers?.elements ?? []
        let unreadable = authorisationServers?.unreadable ?? []
        guard status.isActive else {
            let offersProducts = servers.contains { ProductOffer.isMeant(by: $0.apiResources, at: now) }
            guard let unclear = status.unclear, offersProducts else { return [leftOut("is not active")] }
            return [leftOut(unclear, isFault: true)]
        }
        guard !hasOddServers else { return [leftOut("has AuthorisationServers that cannot be read", isFault: true)] }
        guard !servers.isEmpty || !unreadable.isEmpty else { return [leftOut("has no authorisation server")] }
        return servers.map { entry(for: $0, at: now) }
            + unreadable.map { .leftOut(.unreadable("Server \($0 + 1) of \(displayName)")) }
    }

    private func entry(for server: AuthorisationServer, at now: Date) -> Entry {
        do throws(ProductOffer.Absence) {
            guard server.status.isActive || server.status.unclear != nil else {
                return leftOut("is not active", server)
            }
            if let reason = server.ending.reason(at: now) { return leftOut(reason, server) }
            let offer = try ProductOffer(server.apiResources, at: now)
            guard server.status.isActive else {
                return leftOut(server.status.unclear ?? "is not active", server, isFault: true)
            }
            return .lfi(try LFI(self, server, offer))
        } catch {
            guard error.isFault || !server.hasOddResources else {
                return leftOut("has ApiResources that cannot be read", server, isFault: true)
            }
            return leftOut(error.reason, server, isFault: error.isFault)
        }
    }

    private var displayName: String { name ?? id ?? "An organisation without name" }

    private func leftOut(_ reason: String, _ server: AuthorisationServer? = nil, isFault: Bool = false) -> Entry {
        .leftOut(
            Directory.LeftOut(
                organisationName: displayName,
                serverName: server.map { $0.customerFriendlyName ?? $0.id ?? "A server without name" },
                serverID: server?.id, reason: reason,
                isFault: isFault))
    }
}

extension LFI {
    fileprivate init(
        _ organisation: Organisation, _ server: AuthorisationServer, _ offer: ProductOffer
    ) throws(ProductOffer.Absence) {
        guard let id = server.id, !id.isEmpty else {
            throw ProductOffer.Absence("has no AuthorisationServerId in the directory", isFault: true)
        }
        guard let issuer = server.issuer, !issuer.isEmpty else {
            throw ProductOffer.Absence("has no Issuer in the directory", isFault: true)
        }
        guard let discovery = server.openIDDiscoveryDocument.flatMap(Endpoint.init) else {
            throw ProductOffer.Absence("has no https OpenIDDiscoveryDocument in the directory", isFault: true)
        }
        guard Issuer(issuer).publishes(discovery) else {
            throw ProductOffer.Absence("has an OpenIDDiscoveryDocument that is not under its Issuer", isFault: true)
        }
        guard let products = offer.products else {
            throw ProductOffer.Absence(
                "has a \(offer.version) products endpoint that is not an https URL", isFault: true)
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
        self.segments = server.accountTypes
    }
}
