/// Whose hosts are whose, by what the whole directory says.
///
/// A discovery document that named another organisation's endpoint would have this client ask, or register with, somebody whom
/// nobody has chosen. All LFIs of a directory share one, and it makes none of them another: so any two are equal.
package final class HostOwners: Sendable, Hashable {
    /// Ids of organisations, by host, and by the domain that a hub has for itself.
    private let organisations: [String: Set<String>]

    init(_ lfis: [LFI]) {
        var organisations: [String: Set<String>] = [:]
        for lfi in lfis {
            let endpoints = [Endpoint(lfi.issuer.description), lfi.discoveryDocument, lfi.products, lfi.leads]
            for name in endpoints.compactMap(\.self).flatMap(Self.names) {
                organisations[name, default: []].insert(lfi.organisationID)
            }
        }
        self.organisations = organisations
    }

    /// Whether an endpoint has the host of others in the directory, or one of their domain, and none of this organisation's.
    func isForeign(_ endpoint: Endpoint, to organisationID: String) -> Bool {
        let owners = Self.names(endpoint).compactMap { organisations[$0] }
        return !owners.isEmpty && !owners.contains { $0.contains(organisationID) }
    }

    /// `rs1.liwa.apihub.example` is one of `liwa.apihub.example`. A shorter domain, such as `bank.example`, may be many's.
    private static func names(_ endpoint: Endpoint) -> [String] {
        let host = endpoint.authority.lowercased()
        let domain = endpoint.parentDomain.map { $0.lowercased() }
        return [host] + [domain].compactMap(\.self).filter { $0.split(separator: ".").count > 2 }
    }

    package static func == (_: HostOwners, _: HostOwners) -> Bool { true }

    package func hash(into _: inout Hasher) {}
}

extension LFI {
    /// Whether an endpoint that is said to be this LFI's is another organisation's.
    func isForeign(_ endpoint: Endpoint) -> Bool {
        hostOwners?.isForeign(endpoint, to: organisationID) ?? false
    }
}

extension [LFI] {
    /// Each knowing whose hosts are whose among them all.
    func knowingHosts() -> [LFI] {
        let owners = HostOwners(self)
        return map { lfi in
            var lfi = lfi
            lfi.hostOwners = owners
            return lfi
        }
    }
}
