import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOSSL
import NIOTLS
import Synchronization

/// TLS for many hosts on one port: the ClientHello's server name (RFC 6066 §3) decides with which certificate the
/// server answers, and whether and from whom it wants a client certificate.
struct TLSBySite: HTTPChannelHandler {
    private let base: HTTP1Channel
    private let sandbox: Sandbox
    private let contexts: TLSContexts

    init(_ base: HTTP1Channel, sandbox: Sandbox) {
        self.base = base
        self.sandbox = sandbox
        contexts = TLSContexts(sandbox: sandbox)
    }

    var responder: Responder { base.responder }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        channel.eventLoop.makeCompletedFuture {
            let sniffer = ByteToMessageHandler(
                SNIHandler { result in
                    channel.eventLoop.makeCompletedFuture { try startTLS(on: channel, for: result) }
                })
            try channel.pipeline.syncOperations.addHandler(sniffer, name: Self.snifferName)
        }.flatMap {
            base.setup(channel: channel, logger: logger)
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }

    private static let snifferName = "sni"

    private func startTLS(on channel: any Channel, for result: SNIResult) throws {
        guard case .hostname(let name) = result, let site = sandbox.sites[name.lowercased()] else {
            sandbox.journal.broken("tls.server-name")
            return channel.close(promise: nil)
        }
        if case .resource(let hub) = site, sandbox.faults.kind(at: .leads, of: hub)?.cutsConnection == true {
            return channel.close(promise: nil)
        }
        sandbox.journal.connectionOpened(to: site)
        channel.closeFuture.whenComplete { [journal = sandbox.journal] _ in journal.connectionClosed() }
        let pipeline = channel.pipeline.syncOperations
        let sniffer = try pipeline.context(name: Self.snifferName).handler
        let handlers: [any ChannelHandler] = [
            NIOSSLServerHandler(context: try contexts.context(for: site)), ServerNameHandler(name.lowercased()),
        ]
        try pipeline.addHandlers(handlers, position: .after(sniffer))
    }
}

/// Keeps the name that the client asked for, for the checks on its requests.
final class ServerNameHandler: ChannelInboundHandler {
    typealias InboundIn = NIOAny
    let name: String
    init(_ name: String) { self.name = name }
}

/// The TLS contexts of all sites, each made when it is first needed.
private final class TLSContexts: Sendable {
    private let sandbox: Sandbox
    private let made = Mutex<[String: NIOSSLContext]>([:])

    init(sandbox: Sandbox) { self.sandbox = sandbox }

    func context(for site: Site) throws -> NIOSSLContext {
        let name = "\(site.hub?.code ?? "directory") \(site.step)"
        return try made.withLock { made in
            if let context = made[name] { return context }
            let context = try make(for: site)
            made[name] = context
            return context
        }
    }

    private func make(for site: Site) throws -> NIOSSLContext {
        let pki = sandbox.pki
        let fault = sandbox.faults.kind(at: site.step, of: site.hub)?.handshakeFault
        var names = site.hub.map { [$0.authorisationHost, $0.tokenHost, $0.resourceHost] } ?? [Hosts.directory]
        if fault == .otherName { names = ["elsewhere.localhost"] }
        let authority = fault == .unknownAuthority ? pki.strangerRoot : pki.serverRoot
        let certificate = try authority.server(
            names: names, key: pki.serverKey, validFor: fault == .expiredCertificate ? -60 : 365 * 86_400)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(try NIOSSLCertificate(bytes: certificate.pem(), format: .pem))],
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: pki.serverKey.pem(), format: .pem)))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        if site.requiresClientCertificate {
            let root = fault == .refusedCertificate ? pki.strangerRoot : pki.clientRoot
            configuration.trustRoots = .certificates(
                try NIOSSLCertificate.fromPEMBytes(root.certificate.pem()))
            configuration.certificateVerification = .noHostnameVerification
        }
        return try NIOSSLContext(configuration: configuration)
    }
}
