import Foundation
import Hummingbird
import HummingbirdHTTP2
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle

@testable import OpenFinanceTransport
@testable import ofp_sandbox

/// A real TLS server on a free loopback port that answers as a test wants it to, with the sandbox's PKI.
struct LoopbackServer: Sendable {
    typealias Answer = @Sendable (Request) async throws -> Response

    let pki: SandboxPKI
    let port: Int
    let roots: URL

    struct Behaviour: Sendable {
        var names = ["server.localhost"]
        var wantsClientCertificate = false
        var newestTLS: TLSVersion?
        var cipherSuites: [NIOTLSCipher]?
        var speaksHTTP2 = false
    }

    /// Serves for as long as `body` runs.
    static func serve(
        _ behaviour: Behaviour = .init(), answer: @escaping Answer,
        to body: @escaping @Sendable (LoopbackServer) async throws -> Void
    ) async throws {
        let pki = try SandboxPKI.shared.get()
        let roots = FileManager.default.temporaryDirectory.appending(path: "roots-\(UUID()).pem")
        try Data(pki.serverRoot.certificate.pem()).write(to: roots)
        defer { try? FileManager.default.removeItem(at: roots) }
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "loopback")
        logger.logLevel = .critical
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in try await answer(request) },
            server: behaviour.speaksHTTP2
                ? try .http2Upgrade(tlsConfiguration: configuration(behaviour, pki), configuration: .init())
                : try .tls(.http1(), tlsConfiguration: configuration(behaviour, pki)),
            configuration: .init(address: .hostname("127.0.0.1", port: 0), serverName: nil, backlog: 1_024),
            onServerRunning: { channel in
                listening.yield(channel.localAddress?.port ?? 0)
                listening.finish()
            }, logger: logger)
        let services = ServiceGroup(configuration: .init(services: [application], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            group.addTask {
                for await port in ports {
                    let outcome = await Result.catching {
                        try await body(LoopbackServer(pki: pki, port: port, roots: roots))
                    }
                    await services.triggerGracefulShutdown()
                    try outcome.get()
                }
            }
            try await group.waitForAll()
        }
    }

    /// Never answers, as long as the server runs.
    static func hang() async throws -> Response {
        try await gracefulShutdown()
        return Response(status: .serviceUnavailable)
    }

    private static func configuration(_ behaviour: Behaviour, _ pki: SandboxPKI) throws -> TLSConfiguration {
        let certificate = try pki.serverRoot.server(names: behaviour.names, key: pki.serverKey)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(try NIOSSLCertificate(bytes: certificate.pem(), format: .pem))],
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: pki.serverKey.pem(), format: .pem)))
        configuration.minimumTLSVersion = .tlsv1
        configuration.maximumTLSVersion = behaviour.newestTLS
        if let suites = behaviour.cipherSuites { configuration.cipherSuiteValues = suites }
        if behaviour.wantsClientCertificate {
            configuration.trustRoots = .certificates(
                try NIOSSLCertificate.fromPEMBytes(pki.clientRoot.certificate.pem()))
            configuration.certificateVerification = .noHostnameVerification
        }
        return configuration
    }

    /// The TPP's certificate with its chain, and its key.
    func identity() throws -> ClientIdentity {
        ClientIdentity(
            certificateChain: Data(try pki.tpp.transportChain.flatMap { try $0.pem() }),
            privateKey: Data(try pki.tpp.transportKey.pem()))
    }

    func transport(identity: ClientIdentity? = nil, trustsServer: Bool = true) throws -> CurlTransport {
        try CurlTransport(
            identity: identity, trustRoots: trustsServer ? .file(roots.path) : .system, userAgent: "transport-tests")
    }

    func request(
        _ path: String = "/", method: HTTPRequest.Method = .get, host: String = "server.localhost",
        fields: HTTPFields = [:], body: Data? = nil, limits: TransferLimits = .hours
    ) -> TransportRequest {
        TransportRequest(
            head: HTTPRequest(
                method: method, scheme: "https", authority: "\(host):\(port)", path: path, headerFields: fields),
            body: body, limits: limits)
    }
}

extension Result where Failure == any Error {
    static func catching(_ body: () async throws -> Success) async -> Self {
        do {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
}

extension TransferLimits {
    /// For tests that are not about time: none may fail for want of it.
    static let hours = TransferLimits(connect: .seconds(3_600), total: .seconds(3_600))

    static func hours(bodyBytes: Int = hours.bodyBytes, headerBytes: Int = hours.headerBytes) -> TransferLimits {
        TransferLimits(connect: hours.connect, total: hours.total, bodyBytes: bodyBytes, headerBytes: headerBytes)
    }
}
