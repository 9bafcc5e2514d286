import Foundation
import OpenFinanceConformance
import TestSupport
import Testing

@testable import ofp
@testable import ofp_sandbox

@Suite("ofp conformance")
struct ConformanceCommandTests {
    /// Which rules a report in JSON says that each bank breaks.
    private func rules(_ json: String) throws -> [String: Set<String>] {
        struct Document: Decodable {
            struct Finding: Decodable { var LFIName, Rule: String }
            var Findings: [Finding]
        }
        let document = try JSONDecoder().decode(Document.self, from: Data(json.utf8))
        return Dictionary(grouping: document.Findings, by: \.LFIName).mapValues { Set($0.map(\.Rule)) }
    }

    @Test("finds the sandbox in order, but for the bank that speaks another dialect on purpose, and sends no lead")
    func sandbox() async throws {
        try await SandboxWorld.with { world in
            let all = try await world.run(["conformance", "--format", "json", "--probe"])
            #expect(try rules(all.output) == ["Sidr Bank": ["PL-PROD-SCHEMA-TYPE"]])
            #expect(all.status == .changed)
            let others = try await world.run(["conformance", "--exclude-lfi", "Sidr Bank"])
            #expect(others.status == .success && others.output.isEmpty, "\(others.output)")
            #expect(others.errors.contains("0 errors in"))
            #expect(world.sandbox.journal.report.requests["leads"] == nil)
            // By an LFIId only an answer would tell who is meant.
            let unknown = try await world.run(["conformance", "--lfi", "LIWA"])
            #expect(unknown.status == .notFound && unknown.output.isEmpty)
        }
    }

    /// By the code of the hub, in the fixtures' names.
    private static let names = [
        "liwa": "Liwa Bank", "liwaprivate": "Liwa Private", "waha": "Waha Retail", "wahasme": "Waha SME",
        "hajar": "Hajar National Bank", "dhow": "Dhow Commercial Bank", "ghaf": "Ghaf Finance", "qurm": "Qurm Bank",
        "jebel": "Jebel Cooperative Bank", "saqr": "Saqr", "rimal": "Rimal Bank", "zafaran": "Zafaran Bank",
        "falaj": "Falaj Islamic Bank · بنك الفلج الإسلامي", "sidr": "Sidr Bank",
    ]

    /// One product of each of nine banks, with one thing wrong.
    private static let products: [String: (rule: RuleID, members: String)] = [
        "liwa": (.schemaRequired, #""Product":{"DepositRates":{"RateType":"FixedInterest"}}"#),
        "liwaprivate": (.schemaType, #""IsSalaryTransferRequired":"no""#),
        "waha": (.schemaEnum, #""Channels":[{"Type":"Pigeon"}]"#),
        "wahasme": (.schemaPattern, #""DenominationCurrency":"Dirham""#),
        "hajar": (.schemaFormat, #""EffectiveFromDateTime":"1 May 2026""#),
        "dhow": (
            .schemaAdditional,
            #""Product":{"SavingsAccount":{"MinimumBalance":{"Amount":"1","Currency":"AED","Unit":"M"}}}"#
        ),
        "ghaf": (.schemaCount, #""Product":{"Tenor":[]}"#),
        "qurm": (
            .schemaLength,
            #""Product":{"FinanceRates":{"RateType":"FixedInterest","Notes":"\#(String(repeating: "long ", count: 101))"}}"#
        ),
        "jebel": (
            .schemaRange,
            #""Product":{"SavingsAccount":{"Charges":[{"Name":"N","Description":"d","Charge":[{"Rate":-1}]}]}}"#
        ),
    ]

    /// What goes wrong on the way, at four others.
    private static let faults: [String: (rule: RuleID, fault: String)] = [
        "falaj": (.tokenType, "token:token-type"), "saqr": (.discoveryIssuer, "discovery:wrong-issuer"),
        "rimal": (.productsStatus, "products:bare:403"), "zafaran": (.productsJSON, "products:garbage"),
    ]

    private static var expected: [String: RuleID] {
        products.mapValues(\.rule).merging(faults.mapValues(\.rule)) { $1 }.merging(["sidr": .schemaType]) { $1 }
    }

    private func withFourteen(_ body: @escaping @Sendable (SandboxWorld) async throws -> Void) async throws {
        try await SandboxWorld.with(faults: Self.faults.map { "\($0.key):\($0.value.fault)" }) { hub in
            guard let (_, members) = Self.products[hub.code] else { return nil }
            let product = #"""
                {"ProductId":"P-1","ProductName":"N","ProductCategory":"SavingsAccount",
                "LastUpdatedDateTime":"2026-01-01T00:00:00Z","Links":{"ApplicationEmail":"a@b.ae"},\#(members)}
                """#
            return [try SandboxProduct(json: Data(product.utf8), brandID: "B")]
        } _: { world in
            try await body(world)
        }
    }

    @Test("tells rightly what each of fourteen banks does wrong, in every format")
    func fourteen() async throws {
        try await withFourteen { world in
            let json = try await world.run(["conformance", "--format", "json"])
            let found = try rules(json.output)
            let expected = Dictionary(
                uniqueKeysWithValues: Self.expected.map { (Self.names[$0] ?? $0, [$1.rawValue] as Set) })
            #expect(expected.count == 14)
            for (bank, rules) in expected { #expect(found[bank] == rules, "\(bank)") }
            #expect(json.status == .changed)
            let formats = ["text", "csv", "markdown", "html", "junit"]
            for format in Soak.some(of: formats, every: 2, group: 0) {
                let seen = try await world.run(["conformance", "--format", format])
                for (code, rule) in Self.expected {
                    #expect(seen.output.contains(rule.rawValue), "\(format), \(code)")
                    #expect(seen.output.contains(Self.names[code] ?? code), "\(format), \(code)")
                }
            }
        }
    }

    @Test(
        "tells which endpoint does not require the client's certificate",
        arguments: [
            ("token:no-client-certificate", "PL-TLS-CLIENT-CERT", "/token"),
            ("products:no-client-certificate", "PL-TLS-CLIENT-CERT", "/products"),
            ("token:optional-client-certificate", "PL-TLS-CLIENT-CERT-REQUIRED", "/token"),
            ("products:optional-client-certificate", "PL-TLS-CLIENT-CERT-REQUIRED", "/products"),
        ])
    func certificate(fault: String, rule: String, place: String) async throws {
        try await SandboxWorld.with(faults: ["liwa:\(fault)"]) { world in
            let seen = try await world.run([
                "conformance", "--lfi", "Liwa Bank", "--level", "warning", "--format", "json",
            ])
            #expect(try rules(seen.output)["Liwa Bank"]?.filter { $0.hasPrefix("PL-TLS") } == [rule])
            #expect(seen.output.contains("\"\(place)\""))
        }
    }

    @Test(
        "tells which server's certificate is none to trust, and what is wrong with it, of a single bank, too",
        arguments: [
            ("discovery:expired-certificate", "expired"), ("token:expired-certificate", "expired"),
            ("products:expired-certificate", "expired"), ("discovery:wrong-name", "name"), ("token:wrong-name", "name"),
            ("products:wrong-name", "name"), ("discovery:unknown-authority", "issuer"),
            ("token:unknown-authority", "issuer"), ("products:unknown-authority", "issuer"),
        ])
    func untrusted(fault: String, words: String) async throws {
        try await SandboxWorld.with(faults: ["liwa:\(fault)"]) { world in
            let seen = try await world.run(["conformance", "--lfi", "Liwa Bank", "--format", "json"])
            #expect(seen.status == .changed)
            #expect(try rules(seen.output)["Liwa Bank"] == ["PL-TLS-CERT-TRUST"])
            let place = fault.prefix { $0 != ":" }
            #expect(seen.output.contains("\"\\/\(place)\"") || seen.output.contains("\"/\(place)\""))
            #expect(seen.output.contains(words), "\(seen.output)")
        }
    }

    @Test("has in the Markdown of a bank what a ticket needs: the request, and a mark where there is no place")
    func ticket() async throws {
        try await SandboxWorld.with(faults: ["liwa:products:bare:403"]) { world in
            let seen = try await world.run(["conformance", "--lfi", "Liwa Bank", "--format", "markdown"])
            #expect(seen.output.contains(#/\n## Liwa Bank\n\nIts products: GET https\S+\/product\/v2.1\/products\n/#))
            #expect(seen.output.contains("| – | – | status 403 | "))
        }
    }

    // MARK: - Saved lists

    private func withList(
        _ members: String, version: String? = nil, _ body: (_ path: String, _ folder: URL) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-conformance-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let list = folder.appending(path: "all.json")
        let product = #"""
            {"LFIName":"Liwa Bank","AuthorisationServerId":"l","LFIId":"LIWA","Headlines":{},"ProductId":"1","ProductName":"N",
            "ProductCategory":"SavingsAccount","Links":{"ApplicationEmail":"a@b.ae"},\#(members)}
            """#
        let bank = version.map { #"{"LFIName":"Liwa Bank","AuthorisationServerId":"l","Version":"\#($0)"}"# } ?? ""
        try Data(
            #"{"Products":[\#(product)],"Meta":{"RetrievedAt":"2026-05-01T00:00:00Z","LFIs":[\#(bank)]}}"#.utf8
        ).write(to: list)
        try await body(list.path, folder)
    }

    @Test(
        "shows what is as grave as it is asked for, and exits by it",
        arguments: [
            ("error", #""X":1"#, nil), ("note", #""X":1"#, nil), ("error", #""Channels":{}"#, "PL-PROD-SCHEMA-TYPE"),
            ("error", #""LastUpdatedDateTime":"2030-01-01T00:00:00Z""#, nil),
            ("note", #""LastUpdatedDateTime":"2030-01-01T00:00:00Z""#, "PL-PROD-UPDATED"),
            ("error", #""Product":{"Mortgage":{}}"#, nil),
            ("warning", #""Product":{"Mortgage":{}}"#, "PL-PROD-CATEGORY"),
        ] as [(String, String, String?)])
    func level(level: String, members: String, rule: String?) async throws {
        try await withList(members) { list, _ in
            let seen = try await SandboxWorld.run(["conformance", "--from", list, "--level", level])
            #expect(seen.status == (rule == nil ? .success : .changed))
            #expect(rule.map(seen.output.contains) ?? seen.output.isEmpty, "\(seen.output)")
        }
    }

    @Test(
        "holds products against the version that the bank was asked in, where the list says so",
        arguments: [("v2.0", true), ("v2.1", false), (nil, true)] as [(String?, Bool)])
    func version(version: String?, isBroken: Bool) async throws {
        // A member that only older versions have, by which a list that does not say it is told.
        try await withList(#""Product":{"SavingsAccount":{"AnnualReturn":"x"}}"#, version: version) { list, _ in
            let seen = try await SandboxWorld.run(["conformance", "--from", list])
            #expect(seen.output.contains("/Product/SavingsAccount/AnnualReturn") == isBroken, "\(seen.output)")
        }
    }

    @Test("shows only what an earlier report does not have")
    func baseline() async throws {
        try await withList(#""Channels":{},"Description":7"#) { list, folder in
            let report = folder.appending(path: "before.json").path
            let before = try await SandboxWorld.run(["conformance", "--from", list, "--output", report])
            #expect(before.status == .changed && before.errors.contains("2 errors"))
            let same = try await SandboxWorld.run(["conformance", "--from", list, "--baseline", report])
            #expect(same.status == .success && same.output.isEmpty)
            #expect(same.errors.contains("2 known from before"))
            try await withList(#""Channels":{},"Description":7,"ShariaInformation":7"#) { later, _ in
                let seen = try await SandboxWorld.run(["conformance", "--from", later, "--baseline", report])
                #expect(seen.status == .changed)
                #expect(seen.output.contains("/ShariaInformation") && !seen.output.contains("/Channels"))
            }
        }
    }

    @Test("keeps a bank's text text, in every format", arguments: ["text", "json", "csv", "markdown", "html", "junit"])
    func hostile(format: String) async throws {
        let hostile = #"=1+1\u001b[31m\u202e|<b>\n[a](http://b)]]>&\u0007"#
        let tenor = #""Product":{"Tenor":[{"MinimumTenor":"\#(hostile)"}]}"#
        try await withList(#""Channels":{},"DenominationCurrency":"\#(hostile)",\#(tenor)"#) { list, _ in
            let seen = try await SandboxWorld.run(["conformance", "--from", list, "--format", format]).output
            #expect(!seen.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x07 })
            if format != "json" { #expect(!seen.unicodeScalars.contains { $0.value == 0x202E }) }
            if format == "csv" { #expect(!seen.contains(/(?m)(?:^|,)"?[=+@]/)) }
            if format == "markdown" { #expect(!seen.contains("<b>") && !seen.contains("[a](")) }
            if format == "html" || format == "junit" { #expect(!seen.contains("<b>") && !seen.contains("]]>")) }
        }
    }

    @Test("lists every rule in every format", arguments: ["text", "json", "csv", "markdown", "html", "junit"])
    func rules(format: String) async throws {
        let seen = try await SandboxWorld.run(["conformance", "--rules", "--format", format])
        #expect(seen.status == .success)
        for rule in Rule.all { #expect(seen.output.contains(rule.id.rawValue)) }
    }

    @Test("has a case of JUnit for each rule of the level, those fail that are broken, and the counts are right")
    func junit() async throws {
        try await withList(#""Channels":{},"Description":7"#) { list, _ in
            let arguments = ["conformance", "--from", list, "--format", "junit", "--level", "note"]
            let seen = try await SandboxWorld.run(arguments).output
            #expect(seen.matches(of: #/<testcase /#).count == Rule.all.count)
            // What a saved list does not show is not said to be kept.
            let skipped = Rule.all.count { !ConformanceExtent.products.looks(at: $0) }
            #expect(skipped > 20 && seen.matches(of: #/<skipped /#).count == skipped)
            #expect(seen.contains("tests=\"\(Rule.all.count)\" failures=\"1\" skipped=\"\(skipped)\""))
            #expect(seen.contains("A saved list does not show it") && !seen.contains("--probe"))
            #expect(seen.matches(of: #/<failure /#).count == 1)
        }
    }

    @Test("has no rule in JUnit passed that nobody looked at, and counts no bank that failed as looked at")
    func unseen() async throws {
        try await SandboxWorld.with(faults: ["liwa:discovery:bare:404"]) { world in
            func cases(_ bank: String) async throws -> (passed: Set<String>, errors: String) {
                let seen = try await world.run([
                    "conformance", "--lfi", bank, "--format", "junit", "--level", "note",
                ])
                #expect(seen.output.contains("the answer to a wrong request shows it: --probe sends such requests"))
                let passed = seen.output.matches(of: #/<testcase name="(PL-[A-Z0-9-]+):[^>]*\/>/#).map { String($0.1) }
                return (Set(passed), seen.errors)
            }
            let failed = try await cases("Liwa Bank")
            #expect(failed.passed.filter { !$0.hasPrefix("PL-DIR-") && !$0.hasPrefix("PL-TLS-") } == [])
            #expect(failed.errors.contains("in 0 products of 0 banks; 1 bank failed"))
            let old = try await cases("Zafaran Bank")
            #expect(old.passed.isSuperset(of: ["PL-PROD-SCHEMA-TYPE", "PL-FILTER-CATEGORY", "PL-TLS-VERSION"]))
            #expect(old.passed.isDisjoint(with: ["PL-PROD-APPLY-NOW", "PL-FILTER-PAGE", "PL-ERR-BODY"]))
        }
    }

    @Test("is counted for each bank by the products' own command, for whoever wants a log")
    func counted() async throws {
        try await SandboxWorld.with { world in
            let outcome = try await world.run(["products", "--format", "json", "-v"])
            let lines = outcome.errors.split(separator: "\n").filter { $0.contains("by the published rules") }
            #expect(lines.count == 14)
            #expect(lines.count { $0.contains(" 2 errors, ") && $0.contains(#"lfi="Sidr Bank""#) } == 1)
            #expect(lines.count { $0.contains(" 0 errors, ") } == 13)
            #expect(!(try await world.run(["products", "--format", "json"])).errors.contains("published rules"))
            let page = try await world.run(["products", "--format", "html"]).output
            #expect(page.contains("<summary>The products of 10 banks break the published rules</summary>"))
            let counts = #/<li><bdi>[^<]+<\/bdi>: \d+ errors?, \d+ warnings? in \d+ products<\/li>/#
            #expect(page.matches(of: counts).count == 14)
            #expect(page.contains("<bdi>Sidr Bank</bdi>: 2 errors, "))
            #expect(page.contains("<code>ofp conformance --lfi BANK</code>"))
        }
    }
}
