import Foundation
import OpenFinance
import Testing

@testable import ofp
@testable import ofp_sandbox

@Suite("ofp assertion")
struct AssertionCommandTests {
    private struct Decoded: Decodable {
        struct Claims: Decodable { var aud: String }
        var Claims: Claims
    }

    private struct Listed: Decodable {
        struct LFI: Decodable { var LFIName, AuthorisationServerId, Issuer: String }
        var LFIs: [LFI]
    }

    private func audience(_ outcome: SandboxWorld.Outcome) throws -> String {
        try JSONDecoder().decode(Decoded.self, from: Data(outcome.output.utf8)).Claims.aud
    }

    @Test("is for the issuer of the bank that a name or an id means beyond doubt")
    func bank() async throws {
        try await SandboxWorld.with { world in
            let list = try await world.run(["lfis", "--format", "json"]).output
            let lfis = try JSONDecoder().decode(Listed.self, from: Data(list.utf8)).LFIs
            let lfi = try #require(lfis.first { $0.LFIName == "Liwa Bank" })
            for name in ["Liwa Bank", lfi.AuthorisationServerId] {
                let outcome = try await world.run(["assertion", "--decode", "--lfi", name])
                #expect(outcome.status == .success && outcome.errors.isEmpty, "\(outcome.errors)")
                #expect(try audience(outcome) == lfi.Issuer)
            }
            let barred = ["OFP_EXCLUDE_LFI": "Liwa Bank"]
            for (name, variables) in [("Liwa", [:]), ("Atlantis Bank", [:]), ("Liwa Bank", barred)] {
                let outcome = try await world.run(["assertion", "--lfi", name], variables: variables)
                #expect(outcome.status == .notFound && outcome.output.isEmpty, "\(name): \(outcome.errors)")
            }
        }
    }

    @Test(
        "warns of an audience that can be no issuer, and goes on",
        arguments: [
            ("https://auth1.liwa.example", nil), ("https://auth1.liwa.example/tokens", nil),
            ("http://auth1.liwa.example", "not an https URL"), ("auth1.liwa.example", "not an https URL"),
            ("Liwa Bank", "not an https URL"), ("https://auth1.liwa.example/token", "token endpoint"),
        ] as [(String, String?)])
    func odd(audience: String, says: String?) async throws {
        let outcome = try await SandboxWorld.run(
            ["assertion", "--decode", "--audience", audience], variables: keys.environment)
        #expect(outcome.status == .success)
        #expect(try self.audience(outcome) == audience)
        #expect(outcome.errors.isEmpty == (says == nil))
        if let says { #expect(outcome.errors.hasPrefix("ofp: warning: ") && outcome.errors.contains(says)) }
    }

    @Test("is not printed where the key is damaged, so that its own public half refuses it")
    func damagedKey() async throws {
        let pem = try String(contentsOfFile: keys.key, encoding: .utf8)
        let text = pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
        var der = try #require(Data(base64Encoded: text))
        // The public exponent 65537 as ASN.1 has it; with another one the two halves are no pair.
        let exponent = try #require(der.firstRange(of: Data([0x02, 0x03, 0x01, 0x00, 0x01])))
        der[exponent.upperBound - 1] = 0x03
        let damaged =
            "-----BEGIN PRIVATE KEY-----\n\(der.base64EncodedString(options: .lineLength64Characters))\n"
            + "-----END PRIVATE KEY-----\n"
        let outcome = try await SandboxWorld.run(
            ["assertion", "--audience", "https://auth1.liwa.example"],
            variables: keys.environment.merging(["OFP_SIGNING_KEY": damaged]) { $1 })
        #expect(outcome.status == .internal)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("does not match its private half"), "\(outcome.errors)")
    }

    private static let keys = Result { try TestKeys() }
    private let keys: TestKeys

    init() throws { keys = try Self.keys.get() }
}
