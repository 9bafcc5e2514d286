import Foundation
import OpenFinanceTestSupport
import Testing

@testable import OpenFinance

/// Whom personal data, an assertion or a token goes to, where somebody in the directory pretends to be somebody else.
@Suite("Who is meant")
struct UnmistakableTests {
    private func entry(
        _ organisation: String, name: String, id: String? = nil, issuer: String, discovery: String? = nil,
        products: String? = nil
    ) -> String {
        let discovery = discovery ?? "\(issuer)/.well-known/openid-configuration"
        let products = products ?? issuer.replacing("auth1", with: "rs1") + "/open-finance/product/v2.1/products"
        return """
            {"OrganisationId":"\(organisation)","OrganisationName":"\(organisation)","Status":"Active","AuthorisationServers":[
            {"AuthorisationServerId":"\(id ?? organisation)-as","CustomerFriendlyName":"\(name)","Status":"Active",
            "Issuer":"\(issuer)","OpenIDDiscoveryDocument":"\(discovery)","ApiResources":[{"ApiFamilyType":"product",
            "Status":"Active","ApiDiscoveryEndpoints":[{"ApiEndpoint":"\(products)"}]}]}]}
            """
    }

    private func directory(_ entries: String...) throws -> Directory {
        try Directory(participants: Data("[\(entries.joined(separator: ","))]".utf8))
    }

    private var liwa: String { entry("Liwa", name: "Liwa Bank", issuer: "https://auth1.liwa.example") }

    // MARK: - Issuers

    @Test(
        "an issuer publishes what is below it, and nothing else",
        arguments: [
            ("https://a.example", "https://a.example/.well-known/openid-configuration", true),
            ("https://a.example/", "https://A.example:443/.well-known/openid-configuration", true),
            ("https://a.example/x", "https://a.example/x/.well-known/openid-configuration", true),
            ("https://a.example/x", "https://a.example/.well-known/openid-configuration/x", true),
            ("https://a.example", "https://b.example/.well-known/openid-configuration", false),
            ("https://a.example", "https://a.example.b.example/.well-known/openid-configuration", false),
            ("https://a.example", "https://a.example:444/.well-known/openid-configuration", false),
            ("https://a.example/x", "https://a.example/xy/.well-known/openid-configuration", false),
            ("https://a.example/x", "https://a.example/y", false), ("http://a.example", "https://a.example/d", false),
            ("a.example", "https://a.example/d", false),
        ])
    func publishes(issuer: String, document: String, does: Bool) {
        #expect(Issuer(issuer).publishes(Example.endpoint(document)) == does)
    }

    @Test("an entry with another's issuer and a document of its own is refused, and named")
    func foreignIssuer() throws {
        let directory = try directory(
            liwa,
            entry(
                "Evil", name: "Evil Bank", issuer: "https://auth1.liwa.example",
                discovery: "https://auth1.evil.example/.well-known/openid-configuration",
                products: "https://rs1.evil.example/open-finance/product/v2.1/products"))
        #expect(directory.lfis.map(\.name) == ["Liwa Bank"])
        #expect(directory.leftOut.first { $0.name == "Evil Bank" }?.isFault == true)
    }

    @Test("an entry that would have another's token at its own host is refused, and the other stays")
    func foreignToken() throws {
        let evil = entry(
            "Evil", name: "Evil Bank", issuer: "https://auth1.liwa.example",
            products: "https://rs1.evil.example/open-finance/product/v2.1/products")
        let spelled = entry(
            "Evil2", name: "Evil Two", issuer: "https://AUTH1.liwa.example/",
            discovery: "https://auth1.liwa.example/.well-known/openid-configuration",
            products: "https://rs1.evil.example/open-finance/product/v2.1/products")
        for entries in [[liwa, evil], [evil, liwa], [spelled, liwa], [evil, spelled, liwa]] {
            let directory = try Directory(participants: Data("[\(entries.joined(separator: ","))]".utf8))
            #expect(directory.lfis.map(\.name) == ["Liwa Bank"])
            #expect(directory.leftOut.filter { $0.reason.contains("another organisation") }.count == entries.count - 1)
        }
    }

    @Test("where it cannot be told whose an issuer is, nobody with it is asked")
    func undecided() throws {
        let twin = entry("Twin", name: "Twin Bank", issuer: "https://auth1.liwa.example")
        let directory = try directory(liwa, twin, entry("Sidr", name: "Sidr", issuer: "https://auth1.sidr.example"))
        #expect(directory.lfis.map(\.name) == ["Sidr"])
        #expect(directory.leftOut.filter(\.isFault).count == 2)
    }

    // MARK: - Names

    @Test(
        "a name that could be taken for another's means nobody, and the ids are told",
        arguments: [
            "LIWA BANK", "Liwa  Bank", "Liwa\u{A0}Bank", "Liwa\u{200B} Bank", "LiwaBank", "Liwa-Bank",
            "Li\u{301}wa Bank",
            "Liwа Bаnk", "Lıwa Bank", "Liwa Bank.", "ＬＩＷＡ Bank".lowercased(),
        ])
    func lookalikes(name: String) throws {
        let lfis = try directory(liwa, entry("Evil", name: name, issuer: "https://auth1.evil.example")).lfis
        #expect(lfis.count == 2)
        let isFullWidth = name.unicodeScalars.contains { (0xFF00...0xFFEF).contains($0.value) }
        for typed in ["Liwa Bank", "liwa bank", name] where !isFullWidth {
            let error = #expect(throws: OpenFinanceError.self) { try LFI.unmistakable(typed, among: lfis) }
            #expect(error?.message.contains("Liwa-as") == true && error?.message.contains("Evil-as") == true)
        }
        #expect(try LFI.unmistakable("Liwa-as", among: lfis).organisationName == "Liwa")
    }

    @Test("a name that is one bank's alone means it, in any case and with blanks folded")
    func plain() throws {
        let lfis = try directory(liwa, entry("Sidr", name: "Sidr Bank", issuer: "https://auth1.sidr.example")).lfis
        for typed in ["Liwa Bank", " liwa   BANK ", "Liwa-as", "Liwa"] {
            #expect(try LFI.unmistakable(typed, among: lfis).name == "Liwa Bank")
        }
        #expect(throws: OpenFinanceError.self) { try LFI.unmistakable("Lima Bank", among: lfis) }
    }

    @Test("an id that two entries have means nobody")
    func equalIDs() throws {
        let lfis = try directory(
            liwa, entry("Evil", name: "Evil Bank", id: "Liwa", issuer: "https://auth1.evil.example")
        ).lfis
        #expect(throws: OpenFinanceError.self) { try LFI.unmistakable("Liwa-as", among: lfis) }
    }
}
