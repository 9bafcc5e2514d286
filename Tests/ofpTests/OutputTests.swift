import Foundation
import Testing

@testable import OpenFinance
@testable import ofp

@Suite("Text in a terminal")
struct TerminalTextTests {
    @Test(
        "takes the columns that a terminal gives it",
        arguments: [
            ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("🌱", 2), ("👨‍👩‍👧", 2), ("🇦🇪", 2), ("❤️", 2),
            ("حساب", 4), ("حصّالة", 5), ("a–b…", 4),
        ])
    func width(text: String, columns: Int) { #expect(text.displayWidth == columns) }

    @Test("is cut to a width, never within a character")
    func truncation() {
        #expect("abcdef".truncated(to: 6) == "abcdef")
        #expect("abcdef".truncated(to: 5) == "abcd…")
        #expect("日本語".truncated(to: 4) == "日…")
        #expect("👨‍👩‍👧x👨‍👩‍👧".truncated(to: 4) == "👨‍👩‍👧x…")
        #expect("abc".truncated(to: 0) == "")
        for text in ["abcdef", "日本語日本語", "a日b本c", "🌱🌱🌱", "حساب التوفير"] {
            for width in 1...12 { #expect(text.truncated(to: width).displayWidth <= width) }
        }
    }

    @Test(
        "is wrapped at spaces, in words where a part of them ends, and never between a currency and its amount",
        arguments: [
            ("a fee of AED 105.00", 12, ["a fee of", "AED 105.00"]), ("AED 10,000.00", 8, ["AED", "10,000.", "00"]),
            ("SavingsAccount", 12, ["Savings", "Account"]),
            ("AverageMonthlyBalance", 12, ["Average", "Monthly", "Balance"]),
            ("2026-12-31T08:00:00Z", 12, ["2026-12-31", "T08:00:00Z"]), ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
            ("FATCA form", 12, ["FATCA form"]), ("حساب التوفير", 6, ["حساب", "التوفي", "ر"]), ("", 5, [""]),
        ])
    func wrapping(text: String, width: Int, lines: [String]) {
        #expect(text.wrapped(to: width, breakingWords: true) == lines)
    }

    @Test("cannot steer the terminal")
    func harmless() {
        #expect("a\u{1B}[31mb".forTerminal == "a\u{FFFD}[31mb")
        #expect("a\u{9B}31mb\u{7F}\u{0}".forTerminal == "a\u{FFFD}31mb\u{FFFD}\u{FFFD}")
        #expect("line\r\nline\ttab\u{2028}".forTerminal == "line  line tab ")
        #expect("\u{202E}abc\u{2066}\u{200F}".forTerminal == "\u{FFFD}abc\u{FFFD}")
        #expect("\u{FEFF}مرحبا\u{200F} (x)\u{200E}".forTerminal == "مرحبا (x)")
        #expect("حساب 👨‍👩‍👧 é".forTerminal == "حساب 👨‍👩‍👧 é")
    }
}

@Suite("The layout of tables")
struct TableLayoutTests {
    private let layout = TableLayout(columns: [
        .init(title: "Name", narrowest: 6), .init(title: "Bank", narrowest: 4),
        .init(title: "N", alignment: .trailing),
    ])
    private let rows = [["A rather long name", "Some bank", "1"], ["Short", "B", "100"]]

    private func widths(available: Int?) -> [Int] {
        layout.widths(natural: [18, 9, 3], available: available)
    }

    @Test("gives each column what it needs where there is room")
    func natural() {
        #expect(widths(available: nil) == [18, 9, 3])
        #expect(widths(available: 200) == [18, 9, 3])
    }

    @Test("takes from the widest first, and never below what a column needs at least")
    func narrow() {
        #expect(widths(available: 30) == [14, 9, 3])
        #expect(widths(available: 20) == [7, 6, 3])
        #expect(widths(available: 5) == [6, 4, 3])
    }

    @Test("wraps what may neither be left out nor cut, and loses no word of it")
    func wrapped() throws {
        let table = Table(
            [
                .init(title: "Product", narrowest: 8), .init(title: "Rate, best first", alignment: .trailing),
                .init(title: "Cashback"),
            ],
            [["A rather long name", "from AED 1,234.50", "3% on groceries, then 1%"], ["B", "1%", "–"]])
        for width in 36...80 {
            let text = table.text(on: Terminal(width: width))
            for line in text.split(separator: "\n") {
                #expect(String(line).displayWidth <= width && !line.hasSuffix(" "), "\(width): \(line)")
            }
            for word in ["BEST", "from", "AED 1,234.50", "groceries,", "then"] {
                #expect(text.contains(word), "\(width)")
            }
        }
        #expect(
            table.text(on: Terminal(width: 40)) == """
                PRODUCT       RATE, BEST  CASHBACK
                                   FIRST
                A rathe…            from  3% on
                            AED 1,234.50  groceries,
                                          then 1%
                B                     1%  –

                """)
    }

    @Test("fits the width in every line, without spaces at the end")
    func lines() {
        for width in 17...40 {
            let widths = self.widths(available: width)
            for row in rows { #expect(layout.line(row, widths: widths).displayWidth <= width) }
        }
        let text = TableLayout(columns: [.init(title: "A"), .init(title: "B")])
        #expect(text.line(["x", "y"], widths: [3, 5]) == "x    y")
    }
}

@Suite("What ofp products prints")
struct ProductsOutputTests {
    private let participants = """
        [{"OrganisationId":"o","OrganisationName":"Liwa PJSC","Status":"Active","AuthorisationServers":[
        {"AuthorisationServerId":"server-1","CustomerFriendlyName":"Liwa \\"Bank\\"","Status":"Active",
        "Issuer":"https://a.example","OpenIDDiscoveryDocument":"https://a.example/d","ApiResources":[
        {"ApiFamilyType":"product","Status":"Active","ApiDiscoveryEndpoints":[
        {"ApiEndpoint":"https://r.example/open-finance/product/v2.1/products"}]}]}]}]
        """

    private func lfi() throws -> LFI {
        try #require(try Directory(participants: Data(participants.utf8)).lfis.first)
    }

    private func failure(_ message: String = "why", isRefusal: Bool = false) throws -> LFIFailure {
        LFIFailure(
            lfi: try lfi().identity, stage: .token, reason: .oauth, status: 401, code: "invalid_client",
            message: message,
            interactionID: nil, isRefusal: isRefusal)
    }

    private func report(_ outcomes: [LFIOutcome]) -> ProductsReport {
        ProductsReport(
            catalogue: Catalogue(outcomes), lfisAsked: outcomes.count, retrievedAt: Date(timeIntervalSince1970: 0))
    }

    @Test(
        "of one product is the same, however it is looked at",
        arguments: [
            (["--columns", "id,updated"], #""LastUpdatedDateTime":"2026-11-29T08:00:00Z""#, "2026-11-29"),
            (["--columns", "id,updated"], #""LastUpdatedDateTime":"2026-11-29T08:00:00+0400""#, "2026-11-29"),
            // What begins with no day is shown whole: half of it would be another time.
            (["--columns", "id,updated"], #""LastUpdatedDateTime":"Fri, 11 Sep 2026""#, "Fri, 11 Sep 2026"),
            (["--columns", "id,updated"], #""LastUpdatedDateTime":"1789107720000""#, "1789107720000"),
            (
                ["--columns", "id,category", "--category", "SavingsAccount"],
                #""ProductCategory":"Takaful","Product":{"SavingsAccount":{}}"#, "Takaful"
            ),
            (["--format", "csv"], #""ProductCategory":"Takaful","Product":{"SavingsAccount":{}}"#, ",Takaful,"),
        ])
    func sameProduct(arguments: [String], member: String, shown: String) async throws {
        let list = FileManager.default.temporaryDirectory.appending(path: "ofp-product-\(UUID()).json")
        defer { try? FileManager.default.removeItem(at: list) }
        let product = #"{"LFIName":"Liwa","AuthorisationServerId":"a","ProductId":"1",\#(member)}"#
        try Data(#"{"Products":[\#(product)],"Failures":[]}"#.utf8).write(to: list)
        let outcome = try await SandboxWorld.run(["products", "--from", list.path] + arguments)
        #expect(outcome.output.contains(shown), "\(outcome.output)")
        #expect(!outcome.output.contains(",SavingsAccount,"))
    }

    @Test("an empty answer is whole JSON")
    func emptyJSON() throws {
        let json = String(decoding: try ReportFormat.json.data(report([])), as: UTF8.self)
        #expect(
            json == """
                {"Products":[
                ],"Failures":[
                ],"Meta":{"LFIsAnswered":0,"LFIsAsked":0,"Products":0,"RetrievedAt":"1970-01-01T00:00:00Z"}}

                """)
    }

    @Test("a failure has the members that are known, and no others")
    func failureJSON() throws {
        let json = String(decoding: try ReportFormat.json.data(report([.failed(try failure())])), as: UTF8.self)
        #expect(
            json.contains(
                #"{"AuthorisationServerId":"server-1","Code":"invalid_client","LFIName":"Liwa \"Bank\"","Message":"why","#
                    + #""Reason":"oauth","Stage":"token","Status":401}"#))
    }

    @Test("the exit code says how it went")
    func statuses() throws {
        func status(_ outcomes: [LFIOutcome], interrupted: Bool = false, allow: Bool = false) throws -> CommandStatus {
            let interruption = Interruption(after: nil) {}
            defer { interruption.end() }
            if interrupted { interruption.interrupt() }
            return try CollectedProducts(report: report(outcomes), interruption: interruption)
                .status(allowPartial: allow)
        }
        let answered = LFIOutcome.answered(try lfi(), LFIAnswer())
        let failed = LFIOutcome.failed(try failure())
        let refused = LFIOutcome.failed(try failure(isRefusal: true))
        #expect(try status([answered]) == .success)
        #expect(try status([answered, failed]) == .partial)
        #expect(try status([answered, refused]) == .partial)
        #expect(try status([answered, failed], allow: true) == .success)
        #expect(try status([answered], interrupted: true) == .interrupted)
        #expect { try status([failed], interrupted: true) } throws: {
            ($0 as? CommandFailure)?.status == .interrupted
        }
        #expect { try status([failed, refused], allow: true) } throws: {
            ($0 as? CommandFailure)?.status == .unavailable
        }
        #expect { try status([refused, refused]) } throws: { ($0 as? CommandFailure)?.status == .refused }
        var unknown = try failure()
        unknown.isServerUntrusted = true
        #expect { try status([.failed(unknown), .failed(unknown)]) } throws: {
            ($0 as? CommandFailure)?.status == .configuration
        }
        #expect { try status([.failed(unknown)]) } throws: { ($0 as? CommandFailure)?.status == .unavailable }
    }

    @Test("banks that failed alike are told one by one while they are few, together when they are many")
    func alike() throws {
        let few = report(Array(repeating: .failed(try failure()), count: 5) + [.failed(try failure("else"))])
        #expect(few.failureSentences.count == 6)
        let many = report(Array(repeating: .failed(try failure()), count: 6) + [.failed(try failure("else"))])
        #expect(many.failureSentences.count == 2)
        #expect(many.failureSentences[0].hasPrefix("6 banks failed at token (oauth, status 401, invalid_client): why."))
    }
}
