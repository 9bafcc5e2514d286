import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("ofp products, against the sandbox")
struct ProductsEndToEndTests {
    /// What `--report` wrote.
    private struct Report: Decodable {
        var requests: [String: Int]
        var rulesBroken: [String: Int]
        var peakLines: Int
    }

    private struct Document: Decodable {
        struct Product: Decodable {
            var ProductId, LFIName, AuthorisationServerId: String
            var ProductCategory: String
            var IsShariaCompliant: Bool?
        }
        struct Failure: Decodable {
            var LFIName, AuthorisationServerId, Stage, Reason: String
            var Status: Int?
            var Code, Message, InteractionId: String?
        }
        struct Meta: Decodable {
            var LFIsAsked, LFIsAnswered, Products: Int
            var RetrievedAt: String
        }
        var Products: [Product]
        var Failures: [Failure]
        var Meta: Meta
    }

    private func document(_ outcome: Tool.Outcome) throws -> Document {
        try JSONDecoder().decode(Document.self, from: Data(outcome.output.utf8))
    }

    private func withReport(
        _ options: [String], _ arguments: [String]
    ) async throws -> (outcome: Tool.Outcome, report: Report) {
        let file = FileManager.default.temporaryDirectory.appending(path: "report-\(UUID()).json")
        defer { try? FileManager.default.removeItem(at: file) }
        let outcome = try await Tool.ofp(arguments, sandbox: ["--report", file.path] + options)
        return (outcome, try JSONDecoder().decode(Report.self, from: Data(contentsOf: file)))
    }

    @Test("shows forty savings accounts in a table, and breaks no rule of the hubs")
    func savings() async throws {
        let (outcome, report) = try await withReport([], ["products", "--category", "SavingsAccount"])
        #expect(outcome.status == 0)
        let lines = outcome.outputLines
        #expect(lines.count == 41)
        #expect(lines.first?.hasPrefix("PRODUCT ") == true)
        #expect(outcome.output.contains("Noor Profit Saver"), "a Sharia product goes by its Sharia brand")
        #expect(outcome.errors.contains("40 products from 14 of 14 banks."))
        #expect(report.rulesBroken.isEmpty)
        #expect(report.requests["directory"] == 1)
        #expect(report.requests["discovery"] == 14)
        #expect(report.requests["token"] == 14)
    }

    @Test("asks 83 LFIs together and prints 1,660 products")
    func manyLFIs() async throws {
        let (outcome, report) = try await withReport(
            ["--lfis", "83", "--products", "20", "--think-time", "200"],
            ["products", "--format", "json", "--timeout", "120"])
        #expect(outcome.status == 0)
        let document = try document(outcome)
        #expect(document.Products.count == 1_660)
        #expect(document.Meta.Products == 1_660)
        #expect(document.Meta.LFIsAsked == 83)
        #expect(document.Meta.LFIsAnswered == 83)
        #expect(Set(document.Products.map { "\($0.AuthorisationServerId) \($0.ProductId)" }).count == 1_660)
        #expect(report.peakLines == 83)
        #expect(report.rulesBroken.isEmpty)
    }

    @Test("prints every product as the LFI sent it, member for member, number spelling included")
    func untouched() async throws {
        let outcome = try await Tool.ofp(["products", "--format", "json"])
        #expect(outcome.status == 0)
        let printed = outcome.outputLines.filter { $0.hasPrefix(#"{"LFIId":"#) }.map { line in
            String(line.hasSuffix(",") ? line.dropLast() : line)
        }
        let files = try sentProducts()
        #expect(printed.count == files.count)
        for (file, sent) in files {
            // Four members of ofp's own, then what the LFI sent within its braces, then the headlines.
            let rest = "," + sent.dropFirst().dropLast() + #","Headlines":{"#
            let matches = printed.compactMap { line in line.range(of: rest).map { line[..<$0.lowerBound] } }
            #expect(matches.count == 1, "\(file)")
            let own = try #require(matches.first)
            let names = own.split(separator: "\"").map(String.init)
            #expect(names[1] == "LFIId" && own.contains(#","LFIBrandId":""#) && own.contains(#","LFIName":""#))
            #expect(own.contains(#","AuthorisationServerId":""#))
        }
        #expect(outcome.output.contains(#""Weight":1.250,"Flags":[true,null,1E2]"#))
    }

    /// Every product file of the fixtures, on one line.
    private func sentProducts() throws -> [(file: String, json: String)] {
        let folder = Tool.fixtures.appending(path: "catalogues")
        return try Tool.productFiles().map {
            ($0, onOneLine(try String(contentsOf: folder.appending(path: $0), encoding: .utf8)))
        }
    }

    /// The fixtures are indented by lines of their own; no string in them has a line break or holds `": "`.
    private func onOneLine(_ json: String) -> String {
        json.split(separator: "\n").map { line in
            let line = line.trimmingCharacters(in: .whitespaces)
            guard line.hasPrefix("\""), let colon = line.range(of: "\": ") else { return line }
            return line.replacingCharacters(in: colon, with: "\":")
        }.joined()
    }

    @Test("one LFI answers 500, one refuses the certificate, one hangs, one sends rubbish: the others are all there")
    func faults() async throws {
        let outcome = try await withEnoughTime {
            $0.errors.contains("from 10 of 14 banks") && $0.errors.contains("Liwa Bank failed at products (http")
        } _: { seconds in
            try await Tool.ofp(
                ["products", "--format", "json", "--timeout", "\(seconds)"],
                sandbox: [
                    "--fault", "liwa:products:status:500", "--fault", "waha:token:refuse-certificate",
                    "--fault", "hajar:discovery:hang", "--fault", "sidr:products:garbage",
                ])
        }
        #expect(outcome.status == 3)
        let document = try document(outcome)
        let faulty = ["Liwa Bank", "Waha Retail", "Hajar National Bank", "Sidr Bank"]
        #expect(Set(document.Failures.map(\.LFIName)) == Set(faulty))
        #expect(document.Products.allSatisfy { !faulty.contains($0.LFIName) })
        let missing = try ["liwa", "waha", "hajar", "sidr"].map { try Tool.productFiles(of: $0).count }.reduce(0, +)
        #expect(try document.Products.count == Tool.productFiles().count - missing)
        #expect(document.Meta.LFIsAnswered == 10)

        func failure(_ name: String) throws -> Document.Failure {
            try #require(document.Failures.first { $0.LFIName == name })
        }
        let (liwa, waha) = (try failure("Liwa Bank"), try failure("Waha Retail"))
        let (hajar, sidr) = (try failure("Hajar National Bank"), try failure("Sidr Bank"))
        #expect(liwa.Stage == "products" && liwa.Reason == "http" && liwa.Status == 500 && liwa.Code == "GenericError")
        #expect(waha.Stage == "token" && waha.Reason == "tls")
        #expect(hajar.Stage == "discovery" && hajar.Reason == "timeout")
        #expect(sidr.Stage == "products" && sidr.Reason == "invalid-response")
        for failure in document.Failures {
            let id = try #require(failure.InteractionId)
            #expect(outcome.errors.contains("\(failure.LFIName) failed at \(failure.Stage) (\(failure.Reason)"))
            #expect(outcome.errors.contains(id))
        }
    }

    @Test("with --allow-partial some failures are no failure")
    func allowPartial() async throws {
        let outcome = try await Tool.ofp(
            ["products", "--allow-partial"], sandbox: ["--fault", "liwa:token:status:503"])
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains("Liwa Bank failed at token (http, status 503, GenericError, 4 attempts)"))
    }

    @Test("says 69 where nobody answers, and 77 where everybody refuses")
    func nobody() async throws {
        let broken = try await Tool.ofp(["products"], sandbox: ["--fault", "*:products:html:502"])
        #expect(broken.status == 69)
        #expect(broken.output.isEmpty)
        #expect(broken.errors.contains("14 banks failed at products (http, status 502, 4 attempts)"))
        #expect(broken.errors.contains("ofp: error: No bank answered."))

        let refused = try await Tool.ofp(["products", "--client-id", "somebody-else"])
        #expect(refused.status == 77)
        #expect(refused.errors.contains("ofp: error: Every bank refused this client."))

        let certificate = try await Tool.ofp(["products"], sandbox: ["--fault", "*:token:refuse-certificate"])
        #expect(certificate.status == 77)
    }

    @Test("filters by category and Sharia compliance, and asks the hubs to")
    func filters() async throws {
        let cards = try document(try await Tool.ofp(["products", "--category", "creditcard", "--format", "json"]))
        #expect(cards.Products.count == 12)
        #expect(cards.Products.allSatisfy { $0.ProductCategory == "CreditCard" })

        let sharia = try document(try await Tool.ofp(["products", "--sharia", "--format", "json"]))
        let others = try document(try await Tool.ofp(["products", "--no-sharia", "--format", "json"]))
        #expect(!sharia.Products.isEmpty && sharia.Products.allSatisfy { $0.IsShariaCompliant == true })
        #expect(!others.Products.isEmpty && others.Products.allSatisfy { $0.IsShariaCompliant == false })
        #expect(sharia.Products.count + others.Products.count == 87)

        let finance = try document(
            try await Tool.ofp(["products", "--category", "Finance", "--category", "Mortgage", "--format", "json"]))
        let categories = Set(finance.Products.map(\.ProductCategory))
        #expect(
            categories == ["Finance", "Loan", "Mortgage"], "older versions call Finance Loan, and it stays as sent")
    }

    @Test("asks the chosen LFIs alone")
    func selection() async throws {
        let (outcome, report) = try await withReport(
            [], ["products", "--lfi", "waha banking group", "--exclude-lfi", "Waha SME", "--format", "json"])
        #expect(outcome.status == 0)
        #expect(Set(try document(outcome).Products.map(\.LFIName)) == ["Waha Retail"])
        #expect(report.requests["products"] == 1)

        let byItsOwnID = try await Tool.ofp(["products", "--lfi", "liwa", "--format", "json"])
        #expect(Set(try document(byItsOwnID).Products.map(\.LFIName)) == ["Liwa Bank", "Liwa Private"])
        let unknown = try await Tool.ofp(["products", "--lfi", "liwabank"])
        #expect(unknown.status == 66)
        #expect(unknown.errors.contains("Did you mean 'Liwa Bank' or "))
    }

    @Test("ndjson prints each LFI's products while others still think, and Ctrl-C ends it with what has arrived")
    func streaming() async throws {
        try await serving(["--fault", "liwa:products:hang"]) { variables in
            let environment = variables.mapValues(Optional.some)
            let lines = Mutex<[String]>([])
            let expected = try Tool.productFiles().count - Tool.productFiles(of: "liwa").count
            let status = try await Tool.stream(
                "ofp", ["products", "--format", "ndjson", "--timeout", "600"], environment: environment
            ) { line, interrupt in
                let count = lines.withLock { lines in
                    lines.append(line)
                    return lines.count
                }
                // Everything but the one that hangs has come: without streaming there would be nothing yet.
                if count == expected { try interrupt() }
            }
            #expect(status == 130)
            for line in lines.withLock(\.self) {
                _ = try JSONDecoder().decode(Document.Product.self, from: Data(line.utf8))
            }
        }
    }

    @Test("with few file descriptors it takes turns, and loses nothing")
    func fewDescriptors() async throws {
        // For fifteen connections of three a bank, where a bound on them is missing.
        let command = "ulimit -n 80; exec '\(Tool.path("ofp"))' products --format json -v --timeout 1200"
        let outcome = try await Tool.run(
            "ofp-sandbox",
            [
                "run", "--fixtures", Tool.fixtures.path, "--lfis", "83", "--products", "1", "--", "/bin/sh", "-c",
                command,
            ])
        #expect(outcome.status == 0)
        #expect(try document(outcome).Products.count == 83)
        // They wait for their turn; what is tried without a descriptor would fail, and be tried again.
        #expect(!outcome.errors.contains(" failed: "))
        #expect(outcome.errors.contains("no rule broken"))
    }

    @Test("at the deadline what has arrived is printed, and the rest is named")
    func deadline() async throws {
        let outcome = try await withEnoughTime {
            $0.errors.contains("from 13 of 14 banks")
        } _: { seconds in
            try await Tool.ofp(
                ["products", "--format", "json", "--deadline", "\(seconds)", "--timeout", "600"],
                sandbox: ["--fault", "liwa:products:hang"])
        }
        #expect(outcome.status == 3)
        let document = try document(outcome)
        #expect(try document.Products.count == Tool.productFiles().count - Tool.productFiles(of: "liwa").count)
        #expect(document.Failures.map(\.Reason) == ["interrupted"])
    }

    @Test("the log names each request with its interaction id, and no secret", arguments: ["text", "json"])
    func log(format: String) async throws {
        try await serving { variables in
            let outcome = try await Tool.run(
                "ofp", ["products", "-v", "--log-format", format], environment: variables.mapValues(Optional.some))
            #expect(outcome.status == 0)
            let requests = outcome.errorLines.filter { $0.contains("GET https://rs1.") }
            #expect(requests.count >= 14)
            #expect(requests.allSatisfy { $0.contains("interaction-id") })
            #expect(!outcome.errors.contains("eyJ"), "no assertion")
            #expect(!outcome.errors.lowercased().contains("bearer"))
            if format == "json" {
                for line in outcome.errorLines where line.hasPrefix("{") {
                    _ = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
                }
            }
        }
    }
}
