import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
import Logging
import NIOCore
import NIOHTTP2
import NIOSSL
import NIOTLS
import ServiceLifecycle
import Synchronization

/// TLS for many hosts on one port: the ClientHello's server name (RFC 6066 §3) decides with which certificate the
/// server answers, and whether and from whom it wants a client certificate.
///
/// Then HTTP/2 or HTTP/1.1, whichever the client prefers (RFC 7301).
struct TLSBySite: ServerChildChannel {
    struct Value: ServerChildChannelValue {
        fileprivate let negotiated: EventLoopFuture<NIONegotiatedHTTPVersion<HTTP1Channel.Value, HTTP2Channel.Value>>
        let channel: any Channel
    }

    private let http1: HTTP1Channel
    private let http2: HTTP2Channel
    private let sandbox: Sandbox
    private let contexts: TLSContexts

    init(responder: @escaping HTTPChannelHandler.Responder, sandbox: Sandbox) {
        http1 = HTTP1Channel(responder: responder)
        http2 = HTTP2Channel(responder: responder)
        self.sandbox = sandbox
        contexts = TLSContexts(sandbox: sandbox)
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let sniffer = ByteToMessageHandler(
                SNIHandler { result in
                    channel.eventLoop.makeCompletedFuture { try startTLS(on: channel, for: result) }
                })
            try channel.pipeline.syncOperations.addHandler(sniffer, name: Self.snifferName)
        }.flatMap {
            channel.configureHTTP2AsyncSecureUpgrade { channel in
                http1.setup(channel: channel, logger: logger)
            } http2ConnectionInitializer: { channel in
                http2.setup(channel: channel, logger: logger)
            }
        }.map { negotiated in
            // A connection that ends before its handshake has would be waited for for ever.
            let promise = channel.eventLoop.makePromise(
                of: NIONegotiatedHTTPVersion<HTTP1Channel.Value, HTTP2Channel.Value>.self)
            negotiated.cascade(to: promise)
            channel.closeFuture.whenComplete { _ in promise.fail(ConnectionCut()) }
            return Value(negotiated: promise.futureResult, channel: channel)
        }
    }

    func handle(value: Value, logger: Logger) async {
        // It fails where the handshake does.
        let negotiated = try? await withGracefulShutdownHandler {
            try await value.negotiated.get()
        } onGracefulShutdown: {
            // Whoever has not said by now what it speaks is not waited for.
            value.channel.close(promise: nil)
        }
        switch negotiated {
        case .http1_1(let connection): await http1.handle(value: connection, logger: logger)
        case .http2(let connection): await http2.handle(value: connection, logger: logger)
        case nil: break
        }
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
        var names =
            site.hub.map { [$0.authorisationHost, $0.tokenHost, $0.resourceHost] } ?? [Hosts.directory, Hosts.keystore]
        if fault == .otherName { names = ["elsewhere.localhost"] }
        let authority = fault == .unknownAuthority ? pki.strangerRoot : pki.serverRoot
        let certificate = try authority.server(
            names: names, key: pki.serverKey, validFor: fault == .expiredCertificate ? -60 : 365 * 86_400)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(try NIOSSLCertificate(bytes: certificate.pem(), format: .pem))],
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: pki.serverKey.pem(), format: .pem)))
        configuration.minimumTLSVersion = .tlsv12
        // FAPI 1.0 Advanced §8.5: of TLS 1.2 these alone. RSA key exchange has no forward secrecy.
        configuration.cipherSuites = [
            "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384", "DHE-RSA-AES128-GCM-SHA256",
            "DHE-RSA-AES256-GCM-SHA384",
        ].joined(separator: ":")
        configuration.applicationProtocols = sandbox.protocols
        if site.requiresClientCertificate {
            let root = fault == .refusedCertificate ? pki.strangerRoot : pki.clientRoot
            configuration.trustRoots = .certificates(
                try NIOSSLCertificate.fromPEMBytes(root.certificate.pem()))
            configuration.certificateVerification = .noHostnameVerification
        }
        return try NIOSSLContext(configuration: configuration)
    }
}
