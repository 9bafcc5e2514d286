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
            for endpoint in [Endpoint(lfi.issuer.description), lfi.discoveryDocument, lfi.products, lfi.leads] {
                guard let endpoint else { continue }
                for name in [Self.host(of: endpoint), Self.domain(of: endpoint)].compactMap(\.self) {
                    organisations[name, default: []].insert(lfi.organisationID)
                }
            }
        }
        self.organisations = organisations
    }

    /// Whether an endpoint has a host of others in the directory; or one that nobody there has, in a domain of theirs and not
    /// of this organisation.
    func isForeign(_ endpoint: Endpoint, to organisationID: String) -> Bool {
        let owners = organisations[Self.host(of: endpoint)] ?? Self.domain(of: endpoint).flatMap { organisations[$0] }
        return owners.map { !$0.contains(organisationID) } ?? false
    }

    private static func host(of endpoint: Endpoint) -> String { endpoint.authority.lowercased() }

    /// `liwa.apihub.example` of `rs1.liwa.apihub.example`. A shorter one, such as `bank.example`, may be many's.
    private static func domain(of endpoint: Endpoint) -> String? {
        endpoint.parentDomain.map { $0.lowercased() }.flatMap { $0.split(separator: ".").count > 2 ? $0 : nil }
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
