import Foundation
import Testing

@testable import ofp_sandbox

@Suite("A catalogue of the user's own")
struct CatalogueTests {
    private static let fixtures = URL(filePath: #filePath).appending(path: "../../../fixtures").standardized.path

    /// A small one that is right.
    private static let good = [
        "hubs.json":
            #"""
        [{"Code": "mine", "LFIId": "MINE", "Name": "Mine \"&\" Yours"},
         {"Code": "old1", "LFIId": "OLD", "Version": "v1.2", "TakesLeads": false}]
        """#,
        "catalogues/mine/BRAND/a.json": #"{"ProductId": "A", "ProductCategory": "Finance"}"#,
        "catalogues/mine/BRAND/b.json":
            #"""
        {"ProductId": "B", "ProductCategory": "Mortgage", "IsShariaCompliant": true,
         "LastUpdatedDateTime": "2026-11-29T08:00:00Z", "Else": [1e30]}
        """#,
        "catalogues/mine/.DS_Store": "",
        "catalogues/old1/OLD/a.json": #"{"ProductId": "A", "ProductCategory": "Loan"}"#,
    ]

    /// A directory of one server that offers products.
    private static func offering(_ issuer: String) -> String {
        """
        [{"Status": "Active", "AuthorisationServers": [{"Status": "Active", "Issuer": "\(issuer)",
          "ApiResources": [{"ApiFamilyType": "product", "Status": "Active"}]}]}]
        """
    }

    /// The mistakes in the good one with some files changed; nil takes a file away.
    private static func mistakes(_ changes: [String: String?]) throws -> [String] {
        try inFolder(changes) { Catalogue.mistakes(in: $0).map(\.description) }
    }

    private static func inFolder<Result>(_ changes: [String: String?], _ body: (String) throws -> Result) throws
        -> Result
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "catalogue-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in good.mapValues(Optional.some).merging(changes, uniquingKeysWith: { $1 }) {
            guard let text else { continue }
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return try body(folder.path)
    }

    @Test("is found right where it is, the fixtures among them")
    func good() throws {
        #expect(Catalogue.mistakes(in: Self.fixtures) == [])
        let world = try Self.inFolder([:]) { try Catalogue.world(in: $0) }
        #expect(world.hubs.map(\.code) == ["mine", "old1"] && world.hubs.map(\.products.count) == [2, 1])
        struct Organisation: Decodable {
            struct Server: Decodable {
                struct Resource: Decodable {
                    struct Endpoint: Decodable { var ApiEndpoint: String }
                    var ApiVersion: String
                    var ApiDiscoveryEndpoints: [Endpoint]
                }
                var CustomerFriendlyName: String
                var ApiResources: [Resource]
            }
            var AuthorisationServers: [Server]
        }
        let servers = try JSONDecoder().decode([Organisation].self, from: Data(world.participants(port: 1).utf8))
            .flatMap(\.AuthorisationServers)
        #expect(servers.map(\.CustomerFriendlyName) == [#"Mine "&" Yours"#, "old1"])
        #expect(servers.map(\.ApiResources[0].ApiVersion) == ["2.1", "1.2"])
        // One takes leads, and one does not.
        #expect(servers.map(\.ApiResources[0].ApiDiscoveryEndpoints.count) == [2, 1])
    }

    @Test(
        "tells each mistake by file and place",
        arguments: [
            ("hubs.json", nil, "hubs.json: cannot be read"),
            ("hubs.json", "[]", "hubs.json: has to be a list with at least one hub"),
            ("hubs.json", "[\n {\"Code\": mine}]", "hubs.json, line 2, column 11: is not valid JSON here"),
            ("hubs.json", "[\n", "hubs.json, line 2, column 1: is not valid JSON here"),
            (
                "hubs.json", #"[{"Code":"mine","Code":"mine"}]"#,
                "hubs.json, line 1, column 17: has a name twice in one object"
            ),
            ("hubs.json", "[] []", "hubs.json, line 1, column 4: has something behind its value"),
            ("hubs.json", "\u{FEFF}[]", "hubs.json, line 1, column 1: has a byte order mark"),
            ("hubs.json", "[7]", "hubs.json, /0: has to be an object"),
            ("hubs.json", #"[{"Code":"mine"}]"#, "hubs.json, /0: has no LFIId"),
            ("hubs.json", #"[{"Code":"My Bank","LFIId":"M"}]"#, "hubs.json, /0/Code: has to be small letters"),
            ("hubs.json", #"[{"Code":"a.b","LFIId":"M"}]"#, "hubs.json, /0/Code: has to be small letters"),
            ("hubs.json", #"[{"Code":"mine","LFIId":"\""}]"#, "hubs.json, /0/LFIId: has to be letters"),
            (
                "hubs.json", #"[{"Code":"mine","LFIId":"M","Version":"2.1"}]"#,
                "hubs.json, /0/Version: has to be one of v1.2"
            ),
            ("hubs.json", #"[{"Code":"mine","LFIId":"M","PageSize":0}]"#, "hubs.json, /0/PageSize: has to be a number"),
            ("hubs.json", #"[{"Code":"mine","LFIId":"M","TakesLeads":1}]"#, "hubs.json, /0/TakesLeads: has to be true"),
            ("hubs.json", #"[{"Code":"mine","LFIId":"M","Port":1}]"#, "hubs.json, /0/Port: is unknown here"),
            (
                "hubs.json", #"[{"Code":"mine","LFIId":"M"},{"Code":"mine","LFIId":"M"}]"#,
                "hubs.json, /1/Code: is also the Code of another hub"
            ),
            ("catalogues/elsewhere/B/a.json", "{}", "catalogues/elsewhere: belongs to no hub"),
            ("catalogues/mine/BRAND/a.json", "[]", "catalogues/mine/BRAND/a.json: has to be an object"),
            ("catalogues/mine/BRAND/a.json", "{}", "catalogues/mine/BRAND/a.json: has no ProductId"),
            (
                "catalogues/mine/BRAND/a.json", #"{"ProductId": "B", "ProductCategory": "Finance"}"#,
                "catalogues/mine/BRAND/b.json, /ProductId: is also the id of catalogues/mine/BRAND/a.json"
            ),
            (
                "catalogues/mine/BRAND/a.json", #"{"ProductId": 1, "ProductCategory": "Finance"}"#,
                "catalogues/mine/BRAND/a.json, /ProductId: has to be a text"
            ),
            (
                "catalogues/mine/BRAND/a.json", #"{"ProductId": "C", "ProductCategory": "Loan"}"#,
                "catalogues/mine/BRAND/a.json, /ProductCategory: has to be one of SavingsAccount"
            ),
            (
                "catalogues/mine/BRAND/a.json",
                #"{"ProductId": "C", "ProductCategory": "Finance", "LastUpdatedDateTime": "today"}"#,
                "catalogues/mine/BRAND/a.json, /LastUpdatedDateTime: has to be a date-time"
            ),
            (
                "catalogues/mine/BRAND/a.json",
                #"{"ProductId": "C", "ProductCategory": "Finance", "IsShariaCompliant": null}"#,
                "catalogues/mine/BRAND/a.json, /IsShariaCompliant: has to be true or false"
            ),
            (
                "catalogues/old1/OLD/a.json", #"{"ProductId": "A", "ProductCategory": "Finance"}"#,
                "one of SavingsAccount, CurrentAccount, CreditCard, Loan"
            ),
            ("catalogues/mine/a.json", "{}", "catalogues/mine/a.json: has to be a folder"),
            ("catalogues/mine/B\"/a.json", "{}", "catalogues/mine/B\": has to be a folder"),
            ("participants.json", "{}", "participants.json: has to be a list"),
            ("participants.json", "[", "participants.json, line 1, column 2: is not valid JSON here"),
            (
                "participants.json", "[]",
                "participants.json: lists no authorisation server with the Issuer https://auth1.mine."
            ),
            ("participants.json", "[3]", "participants.json, /0: has to be an object"),
            (
                "participants.json",
                offering("https://auth1.nobody.sandbox.apihub.localhost:{port}"),
                "participants.json, /0/AuthorisationServers/0/Issuer: belongs to no hub"
            ),
            (
                "participants.json",
                offering("https://auth1.mine.sandbox.apihub.localhost:8443"),
                "participants.json, /0/AuthorisationServers/0/Issuer: belongs to no hub"
            ),
            (
                "participants.json",
                #"[{"AuthorisationServers":[{"Issuer":"https://auth1.mine.sandbox.apihub.localhost:{port}"}]}]"#,
                "participants.json, /0/AuthorisationServers/0/OpenIDDiscoveryDocument: has to be https://auth1.mine."
            ),
            (
                "participants.json",
                #"[{"AuthorisationServers":[{"Issuer":"https://auth1.mine.sandbox.apihub.localhost:{port}"}]}]"#,
                "participants.json, /0/AuthorisationServers/0/ApiResources: has no ApiEndpoint https://rs1.mine."
            ),
        ] as [(String, String?, String)])
    func mistake(file: String, text: String?, says: String) throws {
        let mistakes = try Self.mistakes([file: text])
        #expect(mistakes.contains { $0.contains(says) }, "\(mistakes)")
    }

    @Test("misses folders of hubs that it names")
    func missing() throws {
        let mistakes = try Self.mistakes(["catalogues/old1/OLD/a.json": String?.none])
        #expect(mistakes.count == 1 && mistakes[0].hasPrefix("catalogues/old1: is not a folder"))
    }

    @Test("is looked at to its end, so that a mistake hides no other and makes none up")
    func severalMistakes() throws {
        let mistakes = try Self.mistakes([
            "hubs.json":
                #"[{"Code": "mine", "LFIId": 1, "a/b": 2}, {"Code": "old1", "LFIId": "OLD", "Version": "v1.2"}]"#,
            "catalogues/mine/BRAND/a.json": #"{"ProductId": 1, "ProductCategory": "Finance"}"#,
        ])
        #expect(
            mistakes.map { $0.prefix { $0 != ":" } } == [
                "hubs.json, /0/LFIId", "hubs.json, /0/a~1b", "catalogues/mine/BRAND/a.json, /ProductId",
            ], "\(mistakes)")
        #expect(try Self.mistakes(["hubs.json": "{"]).count == 1)
    }

    @Test("is served whole or not at all, and says all that is wrong, as long as that can be read")
    func all() throws {
        let broken = Dictionary(
            uniqueKeysWithValues: (0..<30).map { ("catalogues/mine/BRAND/x\($0).json", String?.some("{")) })
        try Self.inFolder(broken) { path in
            do {
                _ = try Catalogue.world(in: path)
                Issue.record("it is served")
            } catch let error as SandboxError {
                #expect(error.status == 78)
                #expect(
                    error.description.contains("x0.json, line 1, column 2") && error.description.contains("and 10 more")
                )
            }
        }
    }
}
