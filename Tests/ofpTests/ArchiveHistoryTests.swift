import Foundation
import OpenFinanceTransport
import Testing

@testable import OpenFinance
@testable import ofp

@Suite("The history in an archive of lists")
struct ArchiveHistoryTests {
    private func history(_ arguments: [String], in folder: URL) async throws -> String {
        try await Seen(["history"] + arguments + ["--archive", folder.path]).text(columns: nil, isColoured: false)
    }

    @Test("tells a product's headlines over time, where its bank failed, and what could not be read")
    func history() async throws {
        let folder = ArchiveTests.folder()
        defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
        let archive = try Archive(writingTo: folder.path)
        for (day, rate) in ["2.10", "2.10", "2.35", "2.50"].enumerated() {
            _ = try archive.keep(
                ArchiveTests.report(day == 2 ? 0 : 40, at: "2026-11-1\(day)T08:00:00Z", rate: rate, failed: day == 2))
        }
        let whole = try await history(["P/3"], in: folder)
        #expect(whole.contains(/2026-11-10  2026-11-11      2 +2\.10%/))
        #expect(whole.contains("2026-11-12  2026-11-12      1  bank failed"))
        #expect(whole.contains(/2026-11-13  2026-11-13      1 +2\.50%/))
        #expect(whole.contains("4 lists from 2026-11-10 to 2026-11-13; in 3 of them."))

        // What others put there is read, too, and what is none is named.
        try ReportFormat.json.data(ArchiveTests.report(40, at: "2026-11-09T08:00:00Z", rate: "1.90"))
            .write(to: folder.appending(path: "by-hand.json"))
        try Gzip.member(ReportFormat.json.data(ArchiveTests.report(40, at: "2026-11-08T08:00:00Z", rate: "1.80")))
            .write(to: folder.appending(path: "packed.json.gz"))
        let kept = try Data(contentsOf: folder.appending(path: "2026-11-10T08-00-00Z.json.gz"))
        try kept.prefix(kept.count / 2).write(to: folder.appending(path: "cut.json.gz"))
        try Data().write(to: folder.appending(path: "empty.json.gz"))
        try Data(#"{"Products":[]}"#.utf8).write(to: folder.appending(path: "timeless.json"))
        let odd = try await history(["Liwa Bank/P/3", "--format", "csv"], in: folder)
        for rate in ["1.8", "1.9", "2.1", "2.5"] { #expect(odd.contains(",listed,\(rate),")) }
        // In the order of time, whatever the files are called.
        let files =
            ["packed.json.gz", "by-hand.json"]
            + ["2026-11-10", "2026-11-11", "2026-11-13"].map { "\($0)T08-00-00Z.json.gz" }
        let rows = odd.split(whereSeparator: \.isNewline).filter { $0.contains(",listed,") }
        #expect(rows.compactMap { row in files.first { row.contains(",\($0),") } } == files, "\(odd)")
        for file in ["cut.json.gz", "empty.json.gz", "timeless.json"] {
            #expect(odd.contains("warning: The list '\(file)' is skipped"))
        }
        #expect(odd.contains("exit code 3"))
    }

    /// A list of a bank's one product, at a time.
    private func write(_ product: String, at time: String, in folder: URL) throws {
        let list = #"""
            {"Products":[{"LFIName":"بنك <Liwa>","AuthorisationServerId":"l","ProductId":"1",\#(product)}],
            "Meta":{"RetrievedAt":"\#(time)"}}
            """#
        try Data(list.utf8).write(to: folder.appending(path: "\(time.replacing(":", with: "-")).json"))
    }

    @Test("is a page with a chart of each headline, in words, too, that loads and runs nothing")
    func page() async throws {
        let folder = ArchiveTests.folder()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
        for (day, (rate, currency)) in [("2.10", "USD"), ("2.10", "AED"), ("2.50", "AED"), ("2.40", "AED")].enumerated()
        {
            try write(
                #"""
                "ProductName":"</title><script>x","ProductCategory":"SavingsAccount","Product":{"SavingsAccount":
                {"MinimumBalance":{"Amount":"3000","Currency":"\#(currency)"}},"DepositRates":{"RateDetails":
                [{"AnnualRate":\#(rate)}]}}
                """#, at: "2026-11-1\(day)T08:00:00Z", in: folder)
        }
        try Data("{".utf8).write(to: folder.appending(path: "broken.json"))
        let page = try await history(["1", "--format", "html"], in: folder)
        #expect(page.contains("<!doctype html>") && page.contains("script-src &#39;none&#39;"))
        for loader in ["<script", "src=", "<link", "style=", "url(", "href=\"http"] { #expect(!page.contains(loader)) }
        #expect(page.matches(of: /<svg [^>]*role="img" aria-labelledby="([^"]*)"><title id="([^"]*)">/).count == 2)
        for words in [
            "Rate: 2.10% on 2026-11-10, 2.40% on 2026-11-13; lowest 2.10%, highest 2.50%.",
            "Min balance: AED 3,000 in all of 3 lists.", "1 list has a figure of another kind",
            "<bdi>بنك &lt;Liwa&gt;</bdi> · <bdi>1</bdi>", "The list &#39;broken.json&#39; is skipped",
            "4 lists from 2026-11-10 to 2026-11-13; in 4 of them. Days are those of the UAE.",
            "neither tailored quotes nor pre-approved offers",
            "<th scope=\"row\" dir=\"auto\">2026-11-12<td dir=\"auto\">2026-11-12<td class=\"n\">1<td class=\"n\">2.50%",
        ] { #expect(page.contains(words), "\(words)") }
        // A step up and one down: the path goes as the figures do.
        let path = try #require(
            page.firstMatch(of: /<path class="course" d="M([0-9.]+) 106.0H[0-9.]+V106.0H[0-9.]+V12.0H350.0V35.5"/))
        #expect(Double(path.1).map { (40...80).contains($0) } == true)
    }

    @Test("calls a product by its bank's own name for programs, by its brand for people, and says when that changed")
    func names() async throws {
        let folder = ArchiveTests.folder()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
        for (day, name) in ["Saver", "Saver", "Saver Plus"].enumerated() {
            let sharia = #""IsShariaCompliant":true,"AlternativeBrandName":"Noor \#(name)""#
            try write(#""ProductName":"\#(name)",\#(sharia)"#, at: "2026-11-1\(day)T08:00:00Z", in: folder)
        }
        let text = try await history(["1"], in: folder)
        #expect(text.hasPrefix("Noor Saver Plus\nبنك <Liwa> · 1\n"), "\(text)")
        for row in ["2026-11-10  2026-11-11      2     –  Noor Saver\n", "2026-11-12      1     –  Noor Saver Plus\n"] {
            #expect(text.contains(row), "\(text)")
        }
        let markdown = try await history(["1", "--format", "markdown"], in: folder)
        #expect(markdown.contains("- Noor Saver Plus · بنك"), "\(markdown)")
        #expect(markdown.contains(" · 1\n") && markdown.contains("| Product |"))
        #expect(
            try await history(["1", "--format", "html"], in: folder).contains("<td dir=\"auto\">Noor Saver\n") == false)
        let csv = try await history(["1", "--format", "csv"], in: folder)
        #expect(csv.contains(",1,Saver,2026-11-10") && csv.contains(",1,Saver Plus,2026-11-12"), "\(csv)")
        let json = try await history(["1", "--format", "json"], in: folder)
        #expect(json.contains(#""ProductName":"Saver Plus""#) && json.contains(#""ProductName":"Saver","#), "\(json)")
        #expect(!json.contains("Noor"))
    }

    @Test("passes over what is no list with a word, and minds only lists that cannot be used")
    func others() async throws {
        let folder = ArchiveTests.folder()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
        let nothing = try await history(["1"], in: folder)
        #expect(nothing.contains("has no lists") && nothing.contains("exit code 66"))
        try Data(#"{"Findings":[]}"#.utf8).write(to: folder.appending(path: "conformance.json"))
        let none = try await history(["1"], in: folder)
        #expect(none.contains("has no lists") && none.contains("exit code 66"), "\(none)")
        try write(#""ProductName":"Saver""#, at: "2026-11-10T08:00:00Z", in: folder)
        // What other programs leave beside files is none of the archive's.
        try Data("x".utf8).write(to: folder.appending(path: "._2026-11-10T08-00-00Z.json"))
        let report = folder.appending(path: "report.json").path
        for _ in 0..<2 {
            let seen = try await history(["1", "--output", report], in: folder)
            #expect(!seen.contains("exit code"), "\(seen)")
            #expect(seen.contains("The file 'conformance.json', which is not a list, is skipped"))
        }
        #expect(try await history(["1"], in: folder).contains("The file 'report.json', which is not a list"))
        #expect(try await history(["1", "--format", "json"], in: folder).contains(#""Unreadable":[]"#))
    }

    @Test("has its chart in the order of time, and within its picture, whatever the year and the figure")
    func chart() async throws {
        let folder = ArchiveTests.folder()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
        let figures = ["12345678901234567890123456", "98765432109876543210987654.25"]
        for (time, figure) in zip(["9999-12-30T08:00:00Z", "9999-12-31T22:00:00Z"], figures) {
            try write(
                #"""
                "ProductName":"Saver","ProductCategory":"SavingsAccount","Product":{"SavingsAccount":{"MinimumBalance":
                {"Amount":"\#(figure)","Currency":"AED"}}}
                """#, at: time, in: folder)
        }
        let page = try await history(["1", "--format", "html"], in: folder)
        let days = page.matches(of: /text-anchor="(start|end)">([0-9]+-[0-9-]+)</).map { "\($0.1) \($0.2)" }
        #expect(days == ["start 9999-12-30", "end 10000-01-01"], "\(page)")
        let places = page.matches(of: /(?:[MH]| x1="| x2="| x="| cx=")([0-9.-]+)/).compactMap { Double($0.1) }
        #expect(places.count > 8 && places.allSatisfy { (60...360).contains($0) }, "\(places)")
        #expect(page.contains("AED 98,765,432,109,876,543,210,987,654.25"))
    }

    @Test(
        "has days and times of the UAE, and says so",
        arguments: [
            (
                ["2026-11-10T19:59:00Z", "2026-11-10T20:01:00Z"], "2026-11-10  2026-11-11      2",
                "2 lists from 2026-11-10 to 2026-11-11; in 2 of them. Days are those of the UAE."
            ),
            (
                ["2026-11-10T20:00:00Z", "2026-11-11T19:59:59Z"], "2026-11-11 00:00:00  2026-11-11 23:59:59      2",
                "2 lists of 2026-11-11; in 2 of them. Days and times are those of the UAE."
            ),
        ])
    func days(times: [String], row: String, summary: String) async throws {
        let folder = ArchiveTests.folder()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
        for time in times { try write(#""ProductName":"Saver""#, at: time, in: folder) }
        let seen = try await history(["1"], in: folder)
        #expect(seen.contains(row) && seen.contains(summary), "\(seen)")
    }

    @Test(
        "has exit code 66 or 65 where there is nothing to tell",
        arguments: [
            (["nobody"], "No list of the archive has a product 'nobody'", 66),
            (["P/3", "--lfi", "Nobody"], "No list of the archive has a product 'P/3'", 66),
        ])
    func nothing(arguments: [String], message: String, status: Int) async throws {
        let folder = ArchiveTests.folder()
        defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
        _ = try Archive(writingTo: folder.path).keep(ArchiveTests.report(10))
        let seen = try await history(arguments, in: folder)
        #expect(seen.contains(message) && seen.contains("exit code \(status)"))
    }

    @Test("of nothing, or of nothing that can be read, is refused")
    func empty() async throws {
        let folder = ArchiveTests.folder()
        #expect(try await history(["P/3"], in: folder).contains("exit code 66"))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
        #expect(try await history(["P/3"], in: folder).contains("has no lists"))
        try Data([0x1F, 0x8B]).write(to: folder.appending(path: "x.json.gz"))
        let seen = try await history(["P/3"], in: folder)
        #expect(seen.contains("No list of the archive") && seen.contains("exit code 65"))
    }

    @Test(
        "sets no two rates of different kinds beside each other",
        arguments: [
            #"{"Rate":3,"InterestCalculationMethod":"InitialDrawdownAmount"}"#,
            #"{"AnnualPercentageRate":{"StartingFrom":4}}"#,
        ])
    func course(other: String) throws {
        func state(_ rates: String) throws -> ProductHistory.State {
            let json = #"{"ProductId":"1","ProductCategory":"Finance","Product":{"FinanceRates":\#(rates)}}"#
            let listed = try #require(ListedProduct(json: Data(json.utf8), of: LFI.Identity(id: "l", name: "Liwa")))
            return .listed(listed.headlines(in: Scenario()))
        }
        let states = try [other, #"{"Rate":5}"#, #"{"Rate":6}"#].map { try state($0) }
        let course = try #require(HeadlineCourse(.rate, states))
        #expect(course.figures == [nil, 5, 6] && course.others == 1)
    }

    @Test("has a line of bars for a figure that has changed, on a terminal that shows them alone")
    func bars() throws {
        let readings = try ["2.10", "2.50"].enumerated().map { day, rate in
            let report = try ArchiveTests.report(1, at: "2026-11-1\(day)T08:00:00Z", rate: rate)
            let list = try ArchivedList.whole(ArchivedList.packed(report))
            let time = try #require(list.retrievedAt)
            return ProductHistory.Reading(list, file: "\(day).json", products: list.products, at: time)
        }
        let report = HistoryReport(history: try ProductHistory(ProductReference("P/0"), readings) { _ in })
        var terminal = Terminal(width: 80)
        #expect(!report.text(on: terminal).contains("2.10% to 2.50%"))
        terminal.hasUTF8 = true
        #expect(report.text(on: terminal).contains("█  2.10% to 2.50%\n"))
    }

    @Test("says that a product's bank was not asked, and that it has several products of one id")
    func bankNotAsked() async throws {
        let folder = ArchiveTests.folder()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
        try write(#""ProductName":"Saver""#, at: "2026-11-10T08:00:00Z", in: folder)
        let other = #"{"LFIName":"A","AuthorisationServerId":"a"}"#
        let others = #"{"Products":[],"Meta":{"RetrievedAt":"2026-11-11T08:00:00Z","LFIs":[\#(other)]}}"#
        try Data(others.utf8).write(to: folder.appending(path: "others.json"))
        let once = try await history(["1", "--format", "csv"], in: folder)
        #expect(once.contains("others.json,not-asked,") && !once.contains("several products"), "\(once)")
        let again = #""ProductName":"Saver"},{"LFIName":"بنك <Liwa>","AuthorisationServerId":"l","ProductId":"1""#
        try write(again, at: "2026-11-12T08:00:00Z", in: folder)
        let twice = try await history(["1"], in: folder)
        #expect(twice.contains("has several products with the id '1': the first of each list is shown"), "\(twice)")
    }

    @Test("finds a product by its bank's organisation, too")
    func organisation() async throws {
        let folder = ArchiveTests.folder()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
        let list = #"""
            {"Products":[{"LFIName":"A","AuthorisationServerId":"a","ProductId":"1"},
            {"LFIName":"B","AuthorisationServerId":"b","ProductId":"1"}],"Meta":{"RetrievedAt":"2026-11-09T08:00:00Z",
            "LFIs":[{"LFIName":"A","AuthorisationServerId":"a","OrganisationName":"Liwa Group"},
            {"LFIName":"B","AuthorisationServerId":"b","OrganisationName":"Falaj Group"}]}}
            """#
        try Data(list.utf8).write(to: folder.appending(path: "x.json"))
        let seen = try await history(["1", "--lfi", "Falaj Group", "--format", "csv"], in: folder)
        #expect(seen.contains("B,b,1,") && !seen.contains("A,a,1,"), "\(seen)")
    }

    @Test("tells apart the products of several banks with one id")
    func ambiguous() async throws {
        let folder = ArchiveTests.folder()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
        let list = #"""
            {"Products":[{"LFIId":"AA","LFIName":"A","AuthorisationServerId":"a","ProductId":"1"},
            {"LFIName":"B","AuthorisationServerId":"b","ProductId":"1"}],"Meta":{"RetrievedAt":"2026-11-09T08:00:00Z"}}
            """#
        try Data(list.utf8).write(to: folder.appending(path: "x.json"))
        #expect(try await history(["1"], in: folder).contains("2 banks have a product '1': 'A' (a), 'B' (b)"))
        for named in [["a/1"], ["AA/1"], ["1", "--lfi", "A"], ["1", "--lfi", "aa"], ["1", "--lfi", "nobody, A"]] {
            #expect(try await history(named, in: folder).contains("in 1 of them"), "\(named)")
        }
    }
}

@Suite("A sparkline")
struct SparklineTests {
    @Test(
        "has a bar for each figure, a gap for none, and no more columns than there are",
        arguments: [
            ([1, 2, 3, 4, 5, 6, 7, 8], 8, "▁▂▃▄▅▆▇█"), ([1, nil, 8], 10, "▁ █"), ([5, 5], 10, "▅▅"), ([nil], 10, ""),
            ([1, 2, 3, 4, 5, 6, 7, 8], 4, "▁▃▆█"), ([1, nil, 8, nil], 2, "▁█"), ([], 10, ""),
        ] as [([Int?], Int, String)])
    func bars(figures: [Int?], width: Int, expected: String) {
        #expect(Sparkline.text(figures.map { $0.map { Decimal($0) } }, width: width) == expected)
    }
}
