import Foundation
import HTTPTypes
import OpenFinanceCrypto
import Testing
import OpenFinanceTransport

@testable import ofp_sandbox

/// A client that does everything right, until a test changes one thing; and that holds every answer against the published
/// shapes.
struct HubClient: Sendable {
    let sandbox: Sandbox
    var hub: Hub
    let port: Int
    let transport: CheckingTransport
    let withoutCertificate: CheckingTransport

    /// `POST /token` with one parameter changed; nil takes it away.
    func tokenRequest(_ name: String? = nil, _ value: String? = nil) throws -> TransportRequest {
        var form: [String: String] = [
            "grant_type": "client_credentials", "scope": "products",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": try assertion(),
        ]
        if let name { form[name] = value }
        let body = form.map { "\($0)=\($1.replacing(":", with: "%3A").replacing(" ", with: "+"))" }
            .joined(separator: "&")
        return request(
            .post, hub.tokenHost, "/token", [.contentType: "application/x-www-form-urlencoded"],
            body: Data(body.utf8))
    }

    private func assertion() throws -> String {
        let now = Int(Date().timeIntervalSince1970)
        let tpp = sandbox.pki.tpp
        let claims = """
            {"iss":"\(tpp.clientID)","sub":"\(tpp.clientID)","aud":"\(hub.issuer(port: port))","iat":\(now),\
            "nbf":\(now - 10),"exp":\(now + 300),"jti":"\(UUID())"}
            """
        return try JSONWebSignature.compact(
            header: Data(#"{"alg":"PS256","kid":"\#(tpp.signingKeyID)"}"#.utf8), payload: Data(claims.utf8),
            key: PrivateKey(pem: Data(tpp.signingKey.pem())))
    }

    func token() async throws -> String {
        struct Answer: Decodable { var access_token: String }
        let response = try await transport.send(tokenRequest())
        return try JSONDecoder().decode(Answer.self, from: response.body).access_token
    }

    /// `GET /products` with one header changed; nil takes it away.
    func productsRequest(
        token: String, of hub: Hub? = nil, query: String = "", _ name: HTTPField.Name? = nil, _ value: String? = nil
    ) -> TransportRequest {
        var fields: HTTPFields = [
            .authorization: "Bearer \(token)", .accept: "application/json",
            .interactionID: UUID().uuidString.lowercased(), .customerIPAddress: "203.0.113.7",
        ]
        if let name { fields[name] = value }
        let hub = hub ?? self.hub
        return request(.get, hub.resourceHost, "/open-finance/product/\(hub.version)/products\(query)", fields)
    }

    /// `POST /leads` with one header changed; nil takes it away.
    func leadRequest(
        token: String, _ body: String? = nil, _ name: HTTPField.Name? = nil, _ value: String? = nil
    ) -> TransportRequest {
        let good = """
            {"Data":{"Email":"a@b.ae","EmiratesId":"784-1990-1234567-6","Name":{"FullName":"A"},\
            "MarketingOptOut":false,"ProductCategories":[\(!Hub.olderVersions.contains(hub.version) ? #""Finance""# : #"{"Type":"Loan"}"#)]}}
            """
        var request = productsRequest(token: token)
        request.head.method = .post
        request.head.path = hub.leadsPath
        request.head.headerFields[.contentType] = "application/json"
        if let name { request.head.headerFields[name] = value }
        request.body = Data((body ?? good).utf8)
        return request
    }

    func request(
        _ method: HTTPRequest.Method, _ host: String, _ path: String, _ fields: HTTPFields = [:], body: Data? = nil
    ) -> TransportRequest {
        TransportRequest(
            head: HTTPRequest(
                method: method, scheme: "https", authority: "\(host):\(port)", path: path, headerFields: fields),
            // None of these is about time.
            body: body, limits: TransferLimits(connect: .seconds(3_600), total: .seconds(3_600)))
    }

    /// Of all tests: making three RSA keys takes longer than most of them.
    static let pki = Result { try SandboxPKI(keys: .ofEnvironment) }

    /// Runs `body` with a client of the first hub of a sandbox that serves the fixtures.
    static func with(
        tokenLifetime: Int = 600, registrations: ([String]) -> Registrations = { _ in Registrations() },
        _ body: @escaping @Sendable (HubClient) async throws -> Void
    ) async throws {
        let fixtures = URL(filePath: #filePath).appending(path: "../../../fixtures").standardized.path
        let world = try Fixtures(path: fixtures).world()
        let sandbox = Sandbox(
            world: world, pki: try pki.get(), faults: Faults(all: []), thinkTime: .zero,
            tokenLifetime: tokenLifetime, registrations: registrations(world.hubs.map(\.code)))
        let hub = try #require(sandbox.world.hubs.first)
        let roots = FileManager.default.temporaryDirectory.appending(path: "roots-\(UUID()).pem")
        try Data(sandbox.pki.serverRoot.certificate.pem()).write(to: roots)
        defer { try? FileManager.default.removeItem(at: roots) }
        let tpp = sandbox.pki.tpp
        let identity = ClientIdentity(
            certificateChain: Data(try tpp.transportChain.flatMap { try $0.pem() }),
            privateKey: Data(try tpp.transportKey.pem()))
        try await SandboxServer(sandbox, port: 0).serve { port in
            let transport = try CurlTransport(identity: identity, trustRoots: .file(roots.path), userAgent: "test")
            let withoutCertificate = try CurlTransport(trustRoots: .file(roots.path), userAgent: "test")
            try await body(
                HubClient(
                    sandbox: sandbox, hub: hub, port: port,
                    transport: CheckingTransport(transport, sandbox.world),
                    withoutCertificate: CheckingTransport(withoutCertificate, sandbox.world)))
        }
    }
}
