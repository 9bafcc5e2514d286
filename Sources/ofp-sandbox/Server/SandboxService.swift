import Foundation
import HTTPTypes

/// Takes every connection and request of every host: finds out what the host stands for, lets a fault have its way, and
/// hands over.
struct SandboxService: HTTPService {
    private let sandbox: Sandbox
    private let port: Int
    private let contexts: SiteContexts
    let entrance: TLSContext

    init(sandbox: Sandbox, port: Int) throws {
        self.sandbox = sandbox
        self.port = port
        contexts = SiteContexts(sandbox: sandbox)
        entrance = try TLSContext()
    }

    // MARK: - Connections

    func context(for serverName: String?) -> TLSContext? {
        guard let site = serverName.flatMap({ sandbox.sites[$0] }), let context = try? contexts.context(for: site)
        else {
            sandbox.journal.broken(.serverName, .init(sent: SentText("server name: \(serverName ?? "none")")))
            return nil
        }
        if case .resource(let hub) = site, sandbox.faults.kind(at: .leads, of: hub)?.cutsConnection == true {
            return nil
        }
        sandbox.journal.connectionOpened(to: site)
        return context
    }

    func connectionEnded() { sandbox.journal.connectionClosed() }

    func handshakeFailed(for serverName: String?, _ failure: TLSFailure) {
        guard let site = serverName.flatMap({ sandbox.sites[$0] }), let sent = failure.clientCertificate,
            // A fault that refuses the certificate refuses a right one.
            sandbox.faults.kind(at: site.step, of: site.hub)?.handshakeFault == nil
        else { return }
        sandbox.journal.broken(.clientCertificate, .init(lfi: site.hub?.code, sent: sent))
    }

    // MARK: - Requests

    func respond(to request: Request, on exchange: Exchange) async throws -> Response {
        var response: Response
        do {
            let site = try site(of: request, exchange.peer)
            let step = site.step(of: request)
            sandbox.journal.request(step)
            let thinkTime = sandbox.pace.thinkTime
            if site.hub != nil, thinkTime > .zero { try await Task.sleep(for: thinkTime) }
            let fault = sandbox.faults.strike(at: step, of: site.hub)
            response = try await self.response(to: request, at: site, exchange, fault)
        } catch let refusal as Refusal {
            sandbox.journal.broken(refusal.rule, breach(by: request, exchange.peer, refusal))
            response = refusal.response
        }
        // FAPI 1.0 Baseline §6.2.1-11: the one that came, or one of the hub's own.
        response.headers[.interactionID] = request.headers[.interactionID] ?? UUID().uuidString.lowercased()
        return response
    }

    private func breach(by request: Request, _ peer: TLSStream.Peer, _ refusal: Refusal) -> Journal.Example {
        Journal.Example(
            lfi: sandbox.sites[peer.serverName]?.hub?.code,
            request: SentText("\(request.method.rawValue) \(request.uri.path)"), sent: refusal.sent)
    }

    private func response(
        to request: Request, at site: Site, _ exchange: Exchange, _ fault: FaultKind?
    ) async throws -> Response {
        switch fault {
        case .answer(let answer): return answer.response
        case .echo: return try await echo(of: request)
        case .hang:
            await Task.untilCancelled()
            throw ConnectionCut()
        case .cut(.head): throw ConnectionCut()
        case .frames(let frames):
            do {
                // The whole request is read first, as by a server that takes it.
                _ = try await answer(request, at: site, exchange.peer, fault)
            } catch is ConnectionCut {}
            try await frames.send(on: exchange)
            throw ConnectionCut()
        case .spoiled(let spoiling): return try await answer(request, at: site, exchange.peer, nil).spoiled(spoiling)
        case .deceit, .handshake, .cut, .randomCut, nil:
            return try await answer(request, at: site, exchange.peer, fault)
        }
    }

    /// What a verbose gateway might say of a request that it does not like.
    private func echo(of request: Request) async throws -> Response {
        let body = String(decoding: try await request.body.collect(upTo: 64 << 10), as: UTF8.self)
        let address = request.headers[.customerIPAddress] ?? ""
        let message = "Not accepted: \(request.headers[.authorization] ?? "") from \(address) with \(body)"
        return .json(APIErrors(errors: [.init(code: "GenericError", message: message)]), status: .badRequest)
    }

    /// The host must be one that the certificate stands for: `Host` and server name have to agree (RFC 9110 §7.4).
    private func site(of request: Request, _ peer: TLSStream.Peer) throws(Refusal) -> Site {
        let authority = request.head.authority?.lowercased() ?? ""
        guard authority == "\(peer.serverName):\(port)", let site = sandbox.sites[peer.serverName] else {
            throw Refusal(.host, sent: "host: \(authority)", status: .misdirectedRequest)
        }
        return site
    }

    private func answer(
        _ request: Request, at site: Site, _ peer: TLSStream.Peer, _ fault: FaultKind?
    ) async throws -> Response {
        // Who does not ask for a certificate takes everybody for the one that there is.
        let isUnasked = fault?.handshakeFault == .certificateNotAsked
        let thumbprint = peer.thumbprint ?? (isUnasked ? sandbox.pki.tpp.thumbprint : nil)
        noteTokenElsewhere(request, at: site, peer)
        switch (site, request.uri.path) {
        case (.directory, "/participants"):
            return try DirectoryEndpoint(sandbox: sandbox, port: port).respond(to: request)
        case (.keystore, let path) where path == sandbox.pki.tpp.keysPath:
            return try KeystoreEndpoint(tpp: sandbox.pki.tpp).respond(to: request)
        case (.authorisation(let hub), "/.well-known/openid-configuration"):
            return try DiscoveryEndpoint(hub: hub, port: port, deceit: fault?.deceit).respond(to: request)
        case (.authorisation(let hub), "/token"), (.token(let hub), "/token"):
            let form = try await request.body(upTo: 64 << 10, orElse: .tokenTooLarge)
            return try TokenEndpoint(hub: hub, port: port, sandbox: sandbox, deceit: fault?.deceit)
                .respond(to: request, form: String(decoding: form, as: UTF8.self), from: thumbprint)
        case (.resource(let hub), let path) where path == hub.productsPath:
            do throws(Refusal) {
                return try ProductsEndpoint(hub: hub, port: port, sandbox: sandbox, deceit: fault?.deceit)
                    .respond(to: request, from: thumbprint)
            } catch {
                throw error.inTerms(of: hub.version)
            }
        case (.resource(let hub), let path) where path == hub.registrationPath:
            return try await RegistrationEndpoint(hub: hub, sandbox: sandbox).respond(
                to: request, from: thumbprint)
        case (.resource(let hub), let path) where path == hub.leadsPath && hub.takesLeads:
            return try await LeadsEndpoint(hub: hub, sandbox: sandbox, cut: fault?.cutPoint, deceit: fault?.deceit)
                .respond(to: request, from: thumbprint)
        default:
            throw Refusal(.path, status: .notFound)
        }
    }
}

extension SandboxService {
    /// Whoever is not meant to have the token has it then, and answers as if nothing were.
    private func noteTokenElsewhere(_ request: Request, at site: Site, _ peer: TLSStream.Peer) {
        if case .resource = site { return }
        guard request.headers[.authorization]?.prefix(7).lowercased() == "bearer " else { return }
        let refusal = Refusal(.bearerElsewhere, sent: "host: \(peer.serverName), with a bearer token", status: .ok)
        sandbox.journal.broken(refusal.rule, breach(by: request, peer, refusal))
    }
}

extension Site {
    fileprivate func step(of request: Request) -> Step {
        if case .resource(let hub) = self, request.uri.path == hub.leadsPath { return .leads }
        if case .resource(let hub) = self, request.uri.path == hub.registrationPath { return .registration }
        return step
    }
}

extension HTTPField.Name {
    static let interactionID = fapi("x-fapi-interaction-id")
    static let customerIPAddress = fapi("x-fapi-customer-ip-address")

    private static func fapi(_ name: StaticString) -> HTTPField.Name {
        guard let field = HTTPField.Name(name.description) else { preconditionFailure("\(name) is a field name") }
        return field
    }
}

extension Task where Success == Never, Failure == Never {
    /// Waits for as long as it may.
    static func untilCancelled() async {
        let (nothing, continuation) = AsyncStream.makeStream(of: Never.self)
        for await _ in nothing {}
        continuation.finish()
    }
}
