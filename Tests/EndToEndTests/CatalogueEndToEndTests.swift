import Foundation
import Testing

@Suite("Products as people compare them, against the sandbox")
struct CatalogueEndToEndTests {
    /// A list that the sandbox's banks gave, asked for once.
    private static let saved = Task<String, any Error> {
        let path = FileManager.default.temporaryDirectory.appending(path: "ofp-saved-\(UUID()).json").path
        let outcome = try await Tool.ofp(["products", "--format", "json", "--output", path])
        guard outcome.status == 0, outcome.output.isEmpty else { throw Unsaved(outcome: outcome) }
        return path
    }

    private struct Unsaved: Error { var outcome: Tool.Outcome }

    private func ofp(_ arguments: String...) async throws -> Tool.Outcome {
        try await Tool.run("ofp", arguments + ["--from", try await Self.saved.value])
    }

    private func ids(_ outcome: Tool.Outcome) throws -> [String] {
        struct Line: Decodable { var ProductId: String }
        return try outcome.outputLines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)).ProductId }
    }

    @Test("a saved list is the same list: json of it is the file, byte for byte")
    func sameBytes() async throws {
        let outcome = try await ofp("products", "--format", "json")
        #expect(outcome.status == 0)
        #expect(Data(outcome.output.utf8) == FileManager.default.contents(atPath: try await Self.saved.value))
        #expect(outcome.errors.contains("87 products, as of "))
    }

    @Test("what the banks are asked and what a saved list is asked gives the same products")
    func liveAndSaved() async throws {
        for arguments in [
            ["--category", "CreditCard", "--sort", "annual-fee"], ["--sharia", "--sort", "rate", "--order", "desc"],
            ["--updated-since", "2026-08-01", "--sort", "updated"], ["--search", "توفير", "--sort", "id"],
            ["--salary", "6000", "--age", "66", "--residence", "gccnational", "--sort", "name", "--limit", "9"],
        ] {
            let live = try await Tool.ofp(["products", "--format", "ndjson"] + arguments)
            let saved = try await Tool.run(
                "ofp", ["products", "--format", "ndjson", "--from", try await Self.saved.value] + arguments)
            #expect(live.status == 0)
            #expect(live.output == saved.output)
            #expect(!live.output.isEmpty)
        }
    }

    @Test("the API is asked for what it can filter")
    func asked() async throws {
        let outcome = try await Tool.ofp(
            [
                "products", "--category", "creditcard", "--no-sharia", "--updated-since", "2026-06-01T04:00:00+04:00",
                "-v",
            ], sandbox: [])
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains("no rule broken"))
        #expect(!outcome.errors.contains("Most memory"), "that is for -vv")
        #expect(outcome.output.contains("Travel Card"))
    }

    @Test("an order is total and the same on every run")
    func stable() async throws {
        let first = try ids(
            try await ofp("products", "--format", "ndjson", "--sort", "rate", "--category", "SavingsAccount"))
        #expect(first.count == 40)
        // The last one states no rate.
        #expect(first.first == "saqr-pots" && Array(first.suffix(2)) == ["SAV-003", "SAV-004"])
        let again = try ids(
            try await ofp(
                "products", "--format", "ndjson", "--sort", "rate", "--category", "SavingsAccount", "--order", "desc"))
        #expect(again.first == "saqr-pots" && again.last == "SAV-004")
        #expect(Set(again) == Set(first))
    }

    @Test("preferences leave out what excludes the user, and mark what says nothing")
    func preferences() async throws {
        let outcome = try await ofp("products", "--category", "CreditCard", "--salary", "7000", "--format", "json")
        struct Document: Decodable {
            struct Product: Decodable { var ProductId: String }
            struct Meta: Decodable {
                struct Open: Decodable {
                    var AuthorisationServerId, ProductId: String
                    var Criteria: [String]
                }
                var Products: Int
                var LeftOpen: [Open]
            }
            var Products: [Product]
            var Meta: Meta
        }
        let document = try JSONDecoder().decode(Document.self, from: Data(outcome.output.utf8))
        #expect(document.Products.map(\.ProductId).contains("CC-001"))
        #expect(!document.Products.map(\.ProductId).contains("q-card"))
        #expect(document.Meta.LeftOpen.map(\.ProductId) == ["CC-010"])
        #expect(document.Meta.LeftOpen.first?.Criteria == ["salary"])
        #expect(document.Meta.Products == document.Products.count)
    }

    @Test("ofp product shows a product in sections, under its Sharia brand, with what to do next")
    func product() async throws {
        let outcome = try await ofp("product", "N100")
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.first == "Noor Profit Saver")
        for text in [
            "Waha Retail · SavingsAccount · Sharia-compliant", "Profit rate", "up to 2.17%", "DEPOSIT RATES", "CHARGES",
            "WHO CAN HAVE IT", "DOCUMENTS", "LINKS", "ofp apply 'Waha Retail/N100'\n",
            "ofp lead --product 'Waha Retail/N100'\n",
            "Leave it",
        ] { #expect(outcome.output.contains(text)) }
        let json = try await ofp("product", "N100", "--format", "json")
        let all = try await ofp("products", "--format", "ndjson")
        // The same, and behind it when that was.
        let line = try #require(all.outputLines.first { json.output.hasPrefix($0.dropLast()) })
        let rest = json.output.dropFirst(line.count - 1)
        #expect(
            rest.wholeMatch(of: /,"Meta":{"Failures":\[\],"Filters":\[.*\],"RetrievedAt":"20[^"]*"}}\n/) != nil,
            "\(rest)")
    }

    @Test(
        "an id that nobody or several have is refused with advice",
        arguments: [
            (["product", "SAV-001"], 66, "2 products have the id 'SAV-001'", "Liwa Bank/SAV-001"),
            (["product", "n100"], 66, "has a product 'n100'", "Did you mean 'N100'"),
            (["product", "nothing-like-it"], 66, "has a product 'nothing-like-it'", "ofp products"),
            (["product", "N100", "--lfi", "Nobody"], 66, "is called 'Nobody'", "whole name"),
            (["compare", "N100", "N100"], 66, "named 2 times", "once"),
            (["compare", "N100"], 64, "Two to five", "--help"),
            (["products", "--limit", "0"], 64, "'0' for --limit", "--help"),
            (["products", "--updated-since", "soon"], 64, "'soon'", "--help"),
            (["products", "--salary", "much"], 64, "'much'", "--help"),
            (["products", "--age", "200"], 64, "'200' for --age", "--help"),
            (["products", "--age", "-1"], 64, "'-1' for --age", "--help"),
            (["products", "--limit", "-3"], 64, "'-3' for --limit", "--help"),
            (["products", "--salary", "-5"], 64, "'-5' for --salary: give an amount", "--help"),
            (["products", "--amount", "10.005"], 64, "'10.005' for --amount: give an amount", "--help"),
            (["products", "--columns", "name"], 64, "annual-fee, minimum-balance", "--help"),
            (["products", "--output", "list.pdf"], 64, ".pdf", ".csv"),
            (["products", "--columns", "id,rate", "--columns", "id"], 64, "names 'id' twice", "--help"),
            (["lead", "--lfi", "Liwa Bank", "--lfi", "Saqr"], 64, "one bank", "--help"),
            (["products", "--residence", "Moon"], 64, "Moon", "--help"),
            (["products", "--sort", "luck"], 64, "luck", "--help"),
            (["products", "--excel"], 64, "--excel", "--help"),
            (["products", "--output", "/no-such/a.json"], 64, "/no-such/a.json", "--output"),
        ] as [([String], Int32, String, String)])
    func refused(arguments: [String], status: Int32, what: String, advice: String) async throws {
        let outcome = try await Tool.run("ofp", arguments + ["--from", try await Self.saved.value])
        #expect(outcome.status == status)
        #expect(outcome.output.isEmpty)
        let error = try #require(outcome.errorLines.first { $0.hasPrefix("ofp: error: ") })
        #expect(error.contains(what) && error.contains(advice))
    }

    @Test("a saved list that is none is data that is wrong; one that is missing is not found")
    func badList() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-bad-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "half.json")
        let whole = try #require(FileManager.default.contents(atPath: try await Self.saved.value))
        try whole.prefix(whole.count / 2).write(to: file)
        for command in [["products"], ["product", "N100"], ["compare", "N100", "CC-001"]] {
            let half = try await Tool.run("ofp", command + ["--from", file.path])
            #expect(half.status == 65)
            #expect(half.errors.contains("is not JSON"))
            let missing = try await Tool.run("ofp", command + ["--from", folder.appending(path: "none").path])
            #expect(missing.status == 66)
        }
    }

    @Test("compare marks what differs, and takes one id twice for two banks' products")
    func compare() async throws {
        let outcome = try await ofp("compare", "CC-001", "CC-002")
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.contains { $0.hasPrefix("≠ Annual fee ") && $0.contains("AED 1,575") })
        #expect(outcome.outputLines.contains { $0.hasPrefix("  Product category ") })
        let twice = try await ofp(
            "compare", "SAV-001", "SAV-001", "--lfi", "Liwa Bank", "--lfi", "Sidr Bank", "--format", "markdown")
        #expect(twice.status == 0)
        #expect(twice.outputLines.first == "|  |  | Everyday Saver | Personal Savings Account |")
    }

    @Test("an output file stays as it was when no bank answers")
    func kept() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "ofp-kept-\(UUID()).json")
        try Data("before".utf8).write(to: file)
        let codes = ["liwa", "sidr"].flatMap { ["--fault", "\($0):token:status:500"] }
        let failed = try await Tool.ofp(
            ["products", "--lfi", "Liwa Bank", "--lfi", "Sidr Bank", "--format", "json", "--output", file.path],
            sandbox: codes)
        #expect(failed.status == 69)
        #expect(try Data(contentsOf: file) == Data("before".utf8))
        let partial = try await Tool.ofp(
            ["products", "--lfi", "Liwa Bank", "--lfi", "Sidr Bank", "--format", "json", "--output", file.path],
            sandbox: Array(codes.prefix(2)))
        #expect(partial.status == 3)
        #expect(try Data(contentsOf: file).starts(with: Data("{\"Products\":[".utf8)))
    }
}
