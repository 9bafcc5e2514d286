import Synchronization

/// How TLS is done at each site: with which certificate the server answers, and whether and from whom it wants a client
/// certificate. Each is made when it is first needed, for each fault that there may be with it.
final class SiteContexts: Sendable {
    private let sandbox: Sandbox
    private let made = Mutex(Made())

    private struct Made: ~Copyable {
        var contexts: [String: TLSContext] = [:]
        /// All sites of a hub answer with the same one, unless a fault wants another.
        var certificates: [String: X509Certificate] = [:]
    }

    init(sandbox: Sandbox) { self.sandbox = sandbox }

    func context(for site: Site) throws -> TLSContext {
        let fault = sandbox.faults.kind(at: site.step, of: site.hub)?.handshakeFault
        let wants = site.requiresClientCertificate ? "client's" : ""
        let name = "\(site.hub?.code ?? "directory") \(wants) \(fault.map { "\($0)" } ?? "")"
        return try made.withLock { made in
            if let context = made.contexts[name] { return context }
            let context = try TLSContext(
                rules(for: site, fault), identity: (certificate(of: site.hub, fault, &made), sandbox.pki.serverKey))
            made.contexts[name] = context
            return context
        }
    }

    private func certificate(of hub: Hub?, _ fault: HandshakeFault?, _ made: inout Made) throws -> X509Certificate {
        let pki = sandbox.pki
        let isSpoilt = [.otherName, .unknownAuthority, .expiredCertificate].contains(fault)
        let name = "\(hub?.code ?? "directory") \(isSpoilt ? fault.map { "\($0)" } ?? "" : "")"
        if let certificate = made.certificates[name] { return certificate }
        var names =
            hub.map { [$0.authorisationHost, $0.tokenHost, $0.resourceHost] } ?? [Hosts.directory, Hosts.keystore]
        if fault == .otherName { names = ["elsewhere.localhost"] }
        let authority = fault == .unknownAuthority ? pki.strangerRoot : pki.serverRoot
        let certificate = try authority.server(
            names: names, key: pki.serverKey, validFor: fault == .expiredCertificate ? -60 : 365 * 86_400)
        made.certificates[name] = certificate
        return certificate
    }

    private func rules(for site: Site, _ fault: HandshakeFault?) -> TLSContext.Rules {
        var rules = TLSContext.Rules()
        rules.protocols = sandbox.protocols
        if site.requiresClientCertificate, fault != .certificateNotAsked {
            rules.goesOnWithoutCertificate = fault == .certificateOptional
            rules.clientRoot =
                (fault == .refusedCertificate ? sandbox.pki.strangerRoot : sandbox.pki.clientRoot).certificate
        }
        return rules
    }
}
