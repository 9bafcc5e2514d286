import Foundation
import Testing

@Suite("ofp lfis and ofp assertion")
struct DirectoryEndToEndTests {
    private struct Document: Decodable {
        struct LFI: Decodable {
            var LFIName, OrganisationId, OrganisationName, AuthorisationServerId, Issuer, ProductsEndpoint: String
            var Version, Status: String
            var Versions: [String]
            var LeadsEndpoint, LogoUri: String?
        }
        struct LeftOut: Decodable {
            var OrganisationName, Reason: String
            var LFIName: String?
        }
        var LFIs: [LFI]
        var LeftOut: [LeftOut]?
    }

    /// Nothing but the directory: no keys, no customer.
    private let keyless: [String: String?] = [
        "OFP_CLIENT_ID": nil, "OFP_SIGNING_KEY": nil, "OFP_SIGNING_KEY_ID": nil, "OFP_TRANSPORT_CERT": nil,
        "OFP_TRANSPORT_KEY": nil, "OFP_CUSTOMER_IP": nil,
    ]

    @Test("the directory's LFIs are listed with what each offers, without any key")
    func lfis() async throws {
        try await serving { variables in
            let environment = variables.mapValues(Optional.some).merging(keyless) { $1 }
            let json = try await Tool.run("ofp", ["lfis", "--format", "json"], environment: environment)
            #expect(json.status == 0)
            let document = try JSONDecoder().decode(Document.self, from: Data(json.output.utf8))
            #expect(document.LFIs.count == 14)
            #expect(document.LeftOut == nil)
            let jebel = try #require(document.LFIs.first { $0.LFIName == "Jebel Cooperative Bank" })
            #expect(jebel.Version == "v2.1")
            #expect(jebel.Versions == ["v1.2", "v2.0", "v2.1"])
            #expect(jebel.ProductsEndpoint.hasSuffix("/open-finance/product/v2.1/products"))
            #expect(jebel.Status == "Active")
            let zafaran = try #require(document.LFIs.first { $0.LFIName == "Zafaran Bank" })
            #expect(zafaran.Version == "v1.2")
            #expect(zafaran.LeadsEndpoint == nil)

            let table = try await Tool.run("ofp", ["lfis"], environment: environment)
            #expect(table.status == 0)
            #expect(table.outputLines.count == 15)
            #expect(table.errors.contains("14 banks offer products, 13 of them take leads."))
        }
    }

    @Test("--all names those left out, and why")
    func leftOut() async throws {
        let outcome = try await Tool.ofp(["lfis", "--all", "--format", "json"])
        let document = try JSONDecoder().decode(Document.self, from: Data(outcome.output.utf8))
        let reasons = (document.LeftOut ?? []).map { "\($0.LFIName ?? $0.OrganisationName): \($0.Reason)" }
        #expect(
            Set(reasons) == [
                "Amana Takaful: offers no product API", "Bahr Bank: offers no product API",
                "Liwa Legacy: is not active",
                "Noqta Fintech LLC: has no authorisation server", "Sahra Bank: is not active",
                "Wadi Bank: has a product API that is not active",
            ])
    }

    @Test("an assertion is printed in compact form, or decoded")
    func assertion() async throws {
        struct Decoded: Decodable {
            struct Header: Decodable { var alg, kid: String }
            struct Claims: Decodable {
                var iss, sub, aud, jti: String
                var iat, nbf, exp: Int
            }
            var Header: Header
            var Claims: Claims
        }
        let audience = ["--audience", "https://auth1.liwa.example"]
        let compact = try await Tool.ofp(["assertion"] + audience)
        #expect(compact.status == 0)
        #expect(compact.output.split(separator: ".").count == 3)
        #expect(compact.output.hasPrefix("eyJ"))

        let decoded = try await Tool.ofp(["assertion", "--decode"] + audience)
        let document = try JSONDecoder().decode(Decoded.self, from: Data(decoded.output.utf8))
        #expect(document.Header.alg == "PS256")
        #expect(document.Claims.aud == "https://auth1.liwa.example")
        #expect(document.Claims.iss == document.Claims.sub)
        #expect(document.Claims.nbf == document.Claims.iat - 10)
        #expect(document.Claims.exp == document.Claims.iat + 300)

        #expect(try await Tool.ofp(["assertion"]).status == 64)
        #expect(try await Tool.ofp(["assertion", "--lfi", "Liwa Bank"] + audience).status == 64)
    }
}
