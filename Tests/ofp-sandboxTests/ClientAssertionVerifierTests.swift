import Foundation
import OpenFinanceCrypto
import Testing

@testable import ofp_sandbox

@Suite("The sandbox's check of assertions")
struct ClientAssertionVerifierTests {
    private let tpp: SandboxPKI.TPP
    private let verifier: ClientAssertionVerifier
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    init() throws {
        tpp = try HubClient.pki.get().tpp
        verifier = ClientAssertionVerifier(issuer: "https://auth1.liwa.localhost:1", tpp: tpp, used: UsedOnce())
    }

    /// JSON of the header and claims of a good assertion, by name.
    private var header: [String: String] { ["alg": #""PS256""#, "kid": "\"\(tpp.signingKeyID)\""] }
    private var claims: [String: String] {
        [
            "iss": "\"\(tpp.clientID)\"", "sub": "\"\(tpp.clientID)\"", "aud": #""https://auth1.liwa.localhost:1""#,
            "iat": "1800000000", "nbf": "1799999990", "exp": "1800000300", "jti": "\"\(UUID().uuidString)\"",
        ]
    }

    private func assertion(
        header: [String: String], claims: [String: String], key: PrivateKey? = nil
    ) throws -> String {
        func json(_ members: [String: String]) -> Data {
            Data("{\(members.map { "\"\($0)\":\($1)" }.joined(separator: ","))}".utf8)
        }
        let key = try key ?? PrivateKey(pem: Data(tpp.signingKey.pem()))
        return try JSONWebSignature.compact(header: json(header), payload: json(claims), key: key)
    }

    private func rule(of assertion: String) -> String? {
        do throws(Refusal) {
            try verifier.verify(assertion, at: now)
            return nil
        } catch {
            return error.rule.rawValue
        }
    }

    @Test("a good one passes")
    func good() throws {
        #expect(rule(of: try assertion(header: header, claims: claims)) == nil)
    }

    @Test(
        "each broken claim is refused under its own rule",
        arguments: [
            ("iss", #""other""#, "assertion.client"), ("sub", #""other""#, "assertion.client"),
            ("aud", #""https://as1.liwa.localhost:1/token""#, "assertion.aud"),
            ("aud", #"["https://auth1.liwa.localhost:1"]"#, "assertion.form"),
            ("aud", #""https://auth1.liwa.localhost:1/""#, "assertion.aud"),
            ("iat", "1800000100", "assertion.iat"), ("iat", "\"1800000000\"", "assertion.form"),
            ("nbf", "1800000000", "assertion.nbf"), ("exp", "1800000301", "assertion.lifetime"),
            ("exp", "1799999000", "assertion.exp"), ("jti", #""not a uuid""#, "assertion.jti"),
            ("jti", "17", "assertion.form"),
        ])
    func brokenClaim(name: String, value: String, rule: String) throws {
        var claims = claims
        claims[name] = value
        #expect(self.rule(of: try assertion(header: header, claims: claims)) == rule)
    }

    @Test(
        "extensions that have to be understood are understood by nobody", arguments: [#"["b64"]"#, #"["exp"]"#, "[]"])
    func criticalExtensions(names: String) throws {
        var header = header
        header["crit"] = names
        header["b64"] = "false"
        #expect(rule(of: try assertion(header: header, claims: claims)) == "assertion.crit")
    }

    @Test("each missing claim is missed", arguments: ["iss", "sub", "aud", "iat", "nbf", "exp", "jti"])
    func missingClaim(name: String) throws {
        var claims = claims
        claims[name] = nil
        #expect(rule(of: try assertion(header: header, claims: claims)) == "assertion.form")
    }

    @Test(
        "no other algorithm and no other key id is taken",
        arguments: [
            ("alg", #""RS256""#, "assertion.alg"), ("alg", #""none""#, "assertion.alg"),
            ("alg", #""ES256""#, "assertion.alg"),
            ("kid", #""other""#, "assertion.kid"),
        ])
    func brokenHeader(name: String, value: String, rule: String) throws {
        var header = header
        header[name] = value
        #expect(self.rule(of: try assertion(header: header, claims: claims)) == rule)
    }

    @Test("the signature has to be of the registered key, over this very text")
    func signature() throws {
        let other = try PrivateKey(pem: Data(KeyPair.generate(.rsa2048).pem()))
        #expect(rule(of: try assertion(header: header, claims: claims, key: other)) == "assertion.signature")
        let good = try assertion(header: header, claims: claims).split(separator: ".").map(String.init)
        let another = try assertion(header: header, claims: claims).split(separator: ".").map(String.init)
        #expect(rule(of: "\(good[0]).\(good[1]).\(another[2])") == "assertion.signature")
        #expect(rule(of: "\(good[0]).\(good[1]).") == "assertion.signature")
    }

    @Test("one is good once")
    func replay() throws {
        let assertion = try assertion(header: header, claims: claims)
        #expect(rule(of: assertion) == nil)
        #expect(rule(of: assertion) == "assertion.jti")
    }

    @Test("what is no JWT is refused", arguments: ["", "a", "a.b", "a.b.c", "a.b.c.d", "..", "é.é.é"])
    func form(text: String) { #expect(rule(of: text) == "assertion.form") }
}
