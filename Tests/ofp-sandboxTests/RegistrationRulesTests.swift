import Foundation
import HTTPTypes
import Testing
import OpenFinanceTransport

@testable import ofp_sandbox

@Suite("The hubs' rules of registration")
struct RegistrationRulesTests {
    private func request(
        _ client: HubClient, _ body: String = "{}", _ name: HTTPField.Name? = nil, _ value: String? = nil
    ) -> TransportRequest {
        var fields: HTTPFields = [.contentType: "application/json"]
        if let name { fields[name] = value }
        return client.request(
            .post, client.hub.resourceHost, client.hub.registrationPath, fields, body: Data(body.utf8))
    }

    @Test("a client that has not registered gets no token; once it has, at once or never, as the bank is")
    func activation() async throws {
        for (activation, status) in [
            (Registrations.Activation.atOnce, HTTPResponse.Status.ok), (.byHand, .unauthorized),
        ] {
            try await HubClient.with(registrations: { Registrations(unregistered: $0, activation: activation) }) {
                client in
                #expect(try await client.transport.send(client.tokenRequest()).head.status == .unauthorized)
                let answer = try await client.transport.send(request(client))
                #expect(answer.head.status == .noContent && answer.body.isEmpty)
                #expect(try await client.transport.send(client.tokenRequest()).head.status == status)
                // Whoever registers again loses nothing.
                #expect(try await client.transport.send(request(client)).head.status == .noContent)
                #expect(try await client.transport.send(client.tokenRequest()).head.status == status)
            }
        }
    }

    @Test("each rule of the request is checked")
    func rules() async throws {
        try await HubClient.with { client in
            let cases: [(TransportRequest, HTTPResponse.Status, String)] = [
                (request(client, ""), .badRequest, "registration.body"),
                (request(client, #"{"a":1}"#), .badRequest, "registration.body"),
                (request(client, "[]"), .badRequest, "registration.body"),
                (request(client, "{}", .contentType, "text/plain"), .unsupportedMediaType, "registration.content-type"),
                (request(client, "{}", .interactionID, "x"), .badRequest, "registration.interaction-id"),
            ]
            for (request, status, rule) in cases {
                let answer = try await client.transport.send(request)
                #expect(answer.head.status == status)
                #expect(client.sandbox.journal.report.rulesBroken[rule] ?? 0 > 0, "\(rule)")
            }
            var wrongMethod = request(client)
            wrongMethod.head.method = .get
            let answer = try await client.transport.send(wrongMethod)
            #expect(answer.head.status == .methodNotAllowed)
        }
    }

    @Test("the keystore publishes the signing key under its kid, for everybody")
    func keystore() async throws {
        try await HubClient.with { client in
            let tpp = client.sandbox.pki.tpp
            let answer = try await client.withoutCertificate.send(
                client.request(.get, Hosts.keystore, tpp.keysPath))
            struct Keys: Decodable {
                struct Key: Decodable { var kty, kid, n, e: String }
                var keys: [Key]
            }
            let key = try #require(try JSONDecoder().decode(Keys.self, from: answer.body).keys.first)
            #expect(key.kty == "RSA" && key.kid == tpp.signingKeyID && key.e == "AQAB")
            #expect(Data(base64URL: key.n)?.count == 256)
        }
    }
}
