import Foundation
import HTTPTypes
import Hummingbird
import ServiceLifecycle

/// Takes every request of every host: finds out what the host stands for, lets a fault have its way, and hands over.
struct SandboxResponder: HTTPResponder {
    typealias Context = SandboxRequestContext

    let sandbox: Sandbox
    let port: PortBox

    func respond(to request: Request, context: SandboxRequestContext) async throws -> Response {
        let peer = try await context.peer()
        var response: Response
        var fault: FaultKind?
        do {
            let site = try site(of: request, peer)
            let step = site.step(of: request)
            sandbox.journal.request(step)
            if site.hub != nil, sandbox.thinkTime > .zero { try await Task.sleep(for: sandbox.thinkTime) }
            fault = sandbox.faults.strike(at: step, of: site.hub)
            response = try await self.response(to: request, at: site, peer, fault)
        } catch let refusal as Refusal {
            sandbox.journal.broken(refusal.rule)
            response = refusal.response
        } catch is ConnectionCut {
            if let frames = fault?.frames {
                try? await context.sendFrames(isEndless: frames.isEndless, frames.bytes)
            }
            // A stream that was refused leaves its connection as it is.
            if fault?.frames != .refusal { context.cutConnection() }
            response = Response(status: .internalServerError)
        }
        // FAPI 1.0 Baseline §6.2.1-11: the one that came, or one of the hub's own.
        response.headers[.interactionID] = request.headers[.interactionID] ?? UUID().uuidString.lowercased()
        return response
    }

    private func response(
        to request: Request, at site: Site, _ peer: SandboxRequestContext.Peer, _ fault: FaultKind?
    ) async throws -> Response {
        switch fault {
        case .answer(let answer): return answer.response
        case .echo: return try await echo(of: request)
        case .hang:
            try await gracefulShutdown()
            throw ConnectionCut()
        case .cut(.head): throw ConnectionCut()
        case .frames:
            // The whole request is read first, as by a server that takes it.
            let answer = try await answer(request, at: site, peer, fault)
            _ = answer
            throw ConnectionCut()
        case .spoiled(let spoiling): return try await answer(request, at: site, peer, nil).spoiled(spoiling)
        case .deceit, .handshake, .cut, .randomCut, nil: return try await answer(request, at: site, peer, fault)
        }
    }

    /// What a verbose gateway might say of a request that it does not like.
    private func echo(of request: Request) async throws -> Response {
        let body = String(buffer: try await request.body.collect(upTo: 64 << 10))
        let address = request.headers[.customerIPAddress] ?? ""
        let message = "Not accepted: \(request.headers[.authorization] ?? "") from \(address) with \(body)"
        return .json(APIErrors(errors: [.init(code: "GenericError", message: message)]), status: .badRequest)
    }

    /// The host must be one that the certificate stands for: `Host` and server name have to agree (RFC 9110 §7.4).
    private func site(of request: Request, _ peer: SandboxRequestContext.Peer) throws(Refusal) -> Site {
        let authority = request.head.authority?.lowercased() ?? ""
        guard authority == "\(peer.serverName):\(port.value)", let site = sandbox.sites[peer.serverName] else {
            throw Refusal("http.host", status: .misdirectedRequest)
        }
        return site
    }

    private func answer(
        _ request: Request, at site: Site, _ peer: SandboxRequestContext.Peer, _ fault: FaultKind?
    ) async throws -> Response {
        switch (site, request.uri.path) {
        case (.directory, "/participants"):
            return try DirectoryEndpoint(sandbox: sandbox, port: port.value).respond(to: request)
        case (.keystore, let path) where path == sandbox.pki.tpp.keysPath:
            return try KeystoreEndpoint(tpp: sandbox.pki.tpp).respond(to: request)
        case (.authorisation(let hub), "/.well-known/openid-configuration"):
            return try DiscoveryEndpoint(hub: hub, port: port.value, deceit: fault?.deceit).respond(to: request)
        case (.authorisation(let hub), "/token"), (.token(let hub), "/token"):
            let form = try await request.body(upTo: 64 << 10, for: "token")
            return try TokenEndpoint(hub: hub, port: port.value, sandbox: sandbox, deceit: fault?.deceit)
                .respond(to: request, form: String(buffer: form), from: peer.thumbprint)
        case (.resource(let hub), let path) where path == hub.productsPath:
            return try ProductsEndpoint(hub: hub, port: port.value, sandbox: sandbox, deceit: fault?.deceit)
                .respond(to: request, from: peer.thumbprint)
        case (.resource(let hub), let path) where path == hub.registrationPath:
            return try await RegistrationEndpoint(hub: hub, sandbox: sandbox).respond(
                to: request, from: peer.thumbprint)
        case (.resource(let hub), let path) where path == hub.leadsPath && hub.takesLeads:
            return try await LeadsEndpoint(hub: hub, sandbox: sandbox, cut: fault?.cutPoint, deceit: fault?.deceit)
                .respond(to: request, from: peer.thumbprint)
        default:
            throw Refusal("http.path", status: .notFound)
        }
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
