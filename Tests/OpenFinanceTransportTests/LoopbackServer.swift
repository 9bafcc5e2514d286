import COpenSSL
import Foundation
import HTTPTypes

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
        /// Who has signed its certificate; nil for the root of the sandbox's servers.
        var issuer: CertificateAuthority?
        var wantsClientCertificate = false
        var goesOnWithoutCertificate = false
        var oldestTLS = TLS1_VERSION
        var newestTLS = TLS1_3_VERSION
        /// Of TLS 1.2, as OpenSSL names them.
        var cipherSuites = ["DEFAULT"]
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
        let listener = try Listener(port: 0)
        let service = Service(entrance: try context(behaviour, pki), answer: answer)
        try await HTTPServer(listener: listener, service: service).serve {
            try await body(LoopbackServer(pki: pki, port: listener.port, roots: roots))
        }
    }

    /// One context, whatever name is asked for.
    private struct Service: HTTPService {
        let entrance: TLSContext
        let answer: Answer

        func context(for _: String?) -> TLSContext? { entrance }
        func respond(to request: Request, on _: Exchange) async throws -> Response { try await answer(request) }
        func connectionEnded() {}
    }

    /// Never answers, as long as the server runs.
    static func hang() async throws -> Response {
        await Task.untilCancelled()
        return Response(status: .serviceUnavailable)
    }

    private static func context(_ behaviour: Behaviour, _ pki: SandboxPKI) throws -> TLSContext {
        let certificate = try (behaviour.issuer ?? pki.serverRoot).server(names: behaviour.names, key: pki.serverKey)
        var rules = TLSContext.Rules()
        rules.oldestVersion = behaviour.oldestTLS
        rules.newestVersion = behaviour.newestTLS
        rules.cipherSuites = behaviour.cipherSuites
        rules.protocols = behaviour.speaksHTTP2 ? ["h2", "http/1.1"] : ["http/1.1"]
        rules.clientRoot = behaviour.wantsClientCertificate ? pki.clientRoot.certificate : nil
        rules.goesOnWithoutCertificate = behaviour.goesOnWithoutCertificate
        return try TLSContext(rules, identity: (certificate, pki.serverKey))
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

extension TransferLimits {
    /// For tests that are not about time: none may fail for want of it.
    static let hours = TransferLimits(connect: .seconds(3_600), total: .seconds(3_600))

    static func hours(bodyBytes: Int = hours.bodyBytes, headerBytes: Int = hours.headerBytes) -> TransferLimits {
        TransferLimits(connect: hours.connect, total: hours.total, bodyBytes: bodyBytes, headerBytes: headerBytes)
    }
}

/// The code of the error that a request ends with.
func errorCode(_ transport: CurlTransport, _ request: TransportRequest) async -> TransportError.Code? {
    do {
        _ = try await transport.send(request)
        return nil
    } catch {
        return error.code
    }
}
