import Synchronization

/// How TLS is done at each site: with which certificate the server answers, and whether and from whom it wants a client
/// certificate. Each context is made when it is first needed, for each fault that there may be with it.
final class SiteContexts: Sendable {
    private let sandbox: Sandbox
    private let made = Mutex<[String: TLSContext]>([:])

    init(sandbox: Sandbox) { self.sandbox = sandbox }

    func context(for site: Site) throws -> TLSContext {
        let fault = sandbox.faults.kind(at: site.step, of: site.hub)?.handshakeFault
        let name = "\(site.hub?.code ?? "directory") \(site.step) \(fault.map { "\($0)" } ?? "")"
        return try made.withLock { made in
            if let context = made[name] { return context }
            let context = try make(for: site, fault)
            made[name] = context
            return context
        }
    }

    private func make(for site: Site, _ fault: HandshakeFault?) throws -> TLSContext {
        let pki = sandbox.pki
        var names =
            site.hub.map { [$0.authorisationHost, $0.tokenHost, $0.resourceHost] } ?? [Hosts.directory, Hosts.keystore]
        if fault == .otherName { names = ["elsewhere.localhost"] }
        let authority = fault == .unknownAuthority ? pki.strangerRoot : pki.serverRoot
        let certificate = try authority.server(
            names: names, key: pki.serverKey, validFor: fault == .expiredCertificate ? -60 : 365 * 86_400)
        var rules = TLSContext.Rules()
        rules.protocols = sandbox.protocols
        if site.requiresClientCertificate, fault != .certificateNotAsked {
            rules.goesOnWithoutCertificate = fault == .certificateOptional
            rules.clientRoot = (fault == .refusedCertificate ? pki.strangerRoot : pki.clientRoot).certificate
        }
        return try TLSContext(rules, identity: (certificate, pki.serverKey))
    }
}
