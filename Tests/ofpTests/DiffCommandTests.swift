import Foundation
import Testing

@testable import OpenFinance
@testable import ofp

@Suite("ofp diff")
struct DiffCommandTests {
    private func list(_ products: [String], failed: String? = nil) -> Data {
        let own = #""LFIName":"Liwa Bank","AuthorisationServerId":"l""#
        let failure = failed.map {
            #"{"LFIName":"\#($0)","AuthorisationServerId":"f","Stage":"token","Reason":"timeout"}"#
        }
        let list = products.map { "{\(own),\($0)}" }.joined(separator: ",")
        return Data(#"{"Products":[\#(list)],"Failures":[\#(failure ?? "")],"Meta":{"LFIs":[{\#(own)}]}}"#.utf8)
    }

    private func diff(_ old: Data, _ new: Data, _ arguments: [String] = [], columns: Int? = nil) async throws -> String
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-diff-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = ["old.json", "new.json"].map { folder.appending(path: $0) }
        for (file, data) in zip(files, [old, new]) { try data.write(to: file) }
        return try await Seen(["diff"] + files.map(\.path) + arguments).text(columns: columns, isColoured: false)
    }

    @Test(
        "says by its exit code whether something has changed, where that is asked for",
        arguments: [
            (["\"ProductId\":\"1\""], nil, [], nil), (["\"ProductId\":\"1\""], nil, ["--exit-code"], nil),
            (["\"ProductId\":\"2\""], nil, [], nil), (["\"ProductId\":\"2\""], nil, ["--exit-code"], 2),
            (["\"ProductId\":\"1\""], "Falaj", [], nil), (["\"ProductId\":\"1\""], "Falaj", ["--exit-code"], 3),
            (["\"ProductId\":\"1\""], "Falaj", ["--exit-code", "--allow-partial"], nil),
            (["\"ProductId\":\"2\""], "Falaj", ["--exit-code"], 2), ([], nil, ["--exit-code"], 2),
        ] as [([String], String?, [String], Int?)])
    func exitCode(products: [String], failed: String?, arguments: [String], status: Int?) async throws {
        let seen = try await diff(list(["\"ProductId\":\"1\""]), list(products, failed: failed), arguments)
        #expect(seen.contains("exit code") == (status != nil), "\(seen)")
        if let status { #expect(seen.contains("exit code \(status)")) }
    }

    @Test("keeps a bank's text text, in every format", arguments: ["table", "markdown", "csv", "json", "html"])
    func hostile(format: String) async throws {
        let name = #"=HYPERLINK(\"x\")\u001b[31m\u202e|<b>\n[a](http://b)"#
        let old = list([#""ProductId":"1","ProductName":"a","Product":{"\u001b[2J=1+1/~|":{"Rate":1}}"#])
        let new = list([#""ProductId":"1","ProductName":"\#(name)","Product":{"\u001b[2J=1+1/~|":{"Rate":2}}"#])
        let seen = try await diff(old, new, ["--format", format])
        #expect(!seen.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E && format != "json" })
        if format == "csv" { #expect(!seen.contains(/(?m)(?:^|,)"?[=+@]/)) }
        if format == "html" { #expect(!seen.contains("<b>") && seen.contains("&lt;b&gt;")) }
        if format == "markdown" { #expect(!seen.contains("<b>") && !seen.contains("[a](")) }
    }

    @Test("fits a terminal of any width, but for a place, which is there to be copied")
    func width() async throws {
        let text = String(repeating: "حساب توفير with long words ", count: 30)
        let old = list([#""ProductId":"1","ProductName":"a","Description":"\#(text)","Product":{"Rate":1}"#])
        let new = list([#""ProductId":"1","ProductName":"b","Description":"\#(text)!","Product":{"Rate":2}"#])
        for columns in [40, 80, 160] {
            let seen = try await diff(old, new, columns: columns).split(separator: "---")[0]
            for line in seen.split(separator: "\n") where !line.contains("/") {
                #expect(String(line).displayWidth <= columns, "\(columns): \(line)")
            }
        }
    }

    @Test("refuses what is no list, two lists from standard input, and a bank that neither list knows")
    func refused() async throws {
        let good = list(["\"ProductId\":\"1\""])
        #expect(try await diff(good, Data("{".utf8)).contains("exit code 65"))
        #expect(try await diff(Data("{".utf8), good).contains("exit code 65"))
        #expect(try await diff(good, good, ["--lfi", "Nobody"]).contains("exit code 66"))
        let twice = try await Seen(["diff", "-", "-"]).text(columns: nil, isColoured: false)
        #expect(twice.contains("exit code 64") && twice.contains("the earlier list, the later list"))
        let missing = try await Seen(["diff", "/nowhere.json", "/nowhere.json"]).text(columns: nil, isColoured: false)
        #expect(missing.contains("exit code 66"))
    }

    @Test("is a page of its own, with each product once, that loads and runs nothing")
    func page() async throws {
        let old = list([
            #""ProductId":"1","ProductName":"Saver","Product":{"DepositRates":{"RateDetails":[{"RateCategory":"Standard","AnnualRate":"2.5"}]}}"#,
            #""ProductId":"2","ProductName":"Gone""#, #""ProductId":"4","ProductName":"Same""#,
        ])
        let new = list(
            [
                #""ProductId":"1","ProductName":"Saver","Product":{"DepositRates":{"RateDetails":[{"RateCategory":"Standard","AnnualRate":"2.75"}]}}"#,
                #""ProductId":"3","ProductName":"حساب جديد""#, #""ProductId":"4","ProductName":"Same""#,
            ], failed: "Falaj <Bank>")
        let page = try await diff(old, new, ["--format", "html"])
        #expect(page.contains("<!doctype html>") && page.contains("script-src &#39;none&#39;"))
        for loader in ["<script", "src=", "<link", "style=", "url(", "href=\"http"] { #expect(!page.contains(loader)) }
        for heading in ["New (1)", "Withdrawn (1)", "Changed (1)"] { #expect(page.contains("<h2>\(heading)</h2>")) }
        for row in [
            "<th scope=\"row\" dir=\"auto\">حساب جديد", "<th scope=\"row\" dir=\"auto\">Gone",
            "<bdi>Saver</bdi> · <bdi>Liwa Bank</bdi> · <bdi>1</bdi>",
            "<td dir=\"auto\">2.50%<td dir=\"auto\">2.75%<td>+0.25 percentage points",
            "<small><bdi>/Product/DepositRates/RateDetails/0/AnnualRate</bdi></small>", "Falaj &lt;Bank&gt;",
            "<p>1 new, 1 withdrawn, 1 changed, 1 the same",
        ] { #expect(page.contains(row), "\(row)") }
        #expect(!page.contains("Same"))
        let nothing = try await diff(old, old, ["--format", "html"])
        #expect(nothing.contains("<p>Nothing has changed: 3 the same. <span") && !nothing.contains("<table"))
    }

    @Test(
        "says what is there where no figure can be made of it",
        arguments: [
            ("2.5", "1e400", "  Rate: 2.50% → 1e400%\n"), ("1e400", "2.5", "  Rate: 1e400% → 2.50%\n"),
            ("2.5", "\"on request\"", "  Rate: 2.50% → on request\n"), ("2.5", "null", "  Rate: 2.50% → –\n"),
        ])
    func noFigure(old: String, new: String, line: String) async throws {
        func product(_ rate: String, _ balance: String) -> String {
            #""ProductId":"1","ProductName":"Saver","ProductCategory":"SavingsAccount","Product":{"DepositRates":{"#
                + #""RateDetails":[{"AnnualRate":\#(rate)}]},"SavingsAccount":{"MinimumBalance":{"Amount":"\#(balance)","#
                + #""Currency":"AED"}}}"#
        }
        let seen = try await diff(list([product(old, "100")]), list([product(new, "1e400")]))
        #expect(seen.contains(line) && !seen.contains("Annual rate:"), "\(seen)")
        #expect(seen.contains("  Minimum balance: AED 100 → 1e400\n") && !seen.contains("→ –\n  Min"), "\(seen)")
    }

    @Test(
        "tells no change to a figure that only stands in for one that cannot be read",
        arguments: [
            (
                #""AnnualRateRange":{"MinRate":0.9,"MaxRate":2.17}"#,
                #""AnnualRateRange":{"MinRate":0.9,"MaxRate":"on request"}"#,
                "  Rate: up to 2.17% → on request\n"
            ),
            (
                #""AnnualRateRange":{"MinRate":0.9,"MaxRate":"on request"}"#,
                #""AnnualRateRange":{"MinRate":0.9,"MaxRate":2.17}"#,
                "  Rate: on request → up to 2.17%\n"
            ),
            (
                #""AnnualRateRange":{"MinRate":0.9,"MaxRate":2.17}"#,
                #""AnnualRateRange":{"MinRate":0.9,"MaxRate":1e400}"#,
                "  Rate: up to 2.17% → 1e400%\n"
            ),
            // One that is gone, or another one, is a change.
            (
                #""AnnualRateRange":{"MinRate":0.9,"MaxRate":2.17}"#, #""AnnualRateRange":{"MinRate":0.9}"#,
                "  Rate: up to 2.17% → 0.90% (-1.27\u{A0}percentage\u{A0}points)\n"
            ),
        ])
    func standIn(old: String, new: String, line: String) async throws {
        func product(_ rate: String) -> String {
            #""ProductId":"1","ProductName":"Saver","ProductCategory":"SavingsAccount","Product":{"DepositRates":{"#
                + #""RateDetails":[{\#(rate)}]}}"#
        }
        let seen = try await diff(list([product(old)]), list([product(new)]))
        #expect(seen.contains(line), "\(seen)")
        let json = try await diff(list([product(old)]), list([product(new)]), ["--format", "json"])
        #expect(json.contains(#""Difference":"-1.27""#) == line.contains("1.27"), "\(json)")
    }

    @Test("tells a headline that is new as that, where its figure was there already, of another day")
    func another() async throws {
        func product(_ rate: String) -> String {
            #""ProductId":"1","ProductName":"Saver","ProductCategory":"SavingsAccount","Product":{"DepositRates":{"#
                + #""RateDetails":[{"RateCategory":"Standard","AnnualRate":\#(rate)}]}}"#
        }
        let seen = try await diff(list([product(#"2.5,"ExpiryDate":"2020-01-01""#)]), list([product("3.5")]))
        #expect(seen.contains("  Rate: – → 3.50%\n") && seen.contains("Annual rate: 2.5% → 3.5%"), "\(seen)")
    }

    @Test("tells elements of one name by what they hold for, and by their numbers where that is the same")
    func namesakes() async throws {
        func product(_ first: String, _ second: String, _ rate: Int) -> String {
            let elements = [(first, 1), (second, rate)].map { #"{"Type":"x","Term":"\#($0)","Rate":\#($1)}"# }
            return #""ProductId":"1","A":[\#(elements.joined(separator: ","))]"#
        }
        let alike = try await diff(list([product("P1Y", "P1Y", 2)]), list([product("P1Y", "P1Y", 3)]))
        #expect(alike.contains("A › x (no. 2) › Rate: 2% → 3%"), "\(alike)")
        let told = try await diff(list([product("P1Y", "P2Y", 2)]), list([product("P1Y", "P2Y", 3)]))
        #expect(told.contains("A › x (") && !told.contains("no. 2"), "\(told)")
    }

    @Test("has the id that a product had, where it has changed that alone")
    func newID() async throws {
        func product(_ id: String) -> String { #""ProductId":"\#(id)","ProductName":"Saver","Description":"d""# }
        let json = try await diff(list([product("1")]), list([product("2")]), ["--format", "json"])
        #expect(json.contains(#""ProductId":"2","OldProductId":"1""#), "\(json)")
        let same = #""ProductId":"1","ProductName":"Saver","Description":"e""#
        let other = try await diff(list([product("1")]), list([same]), ["--format", "json"])
        #expect(!other.contains("OldProductId"), "\(other)")
    }

    @Test("calls a member by its name, whatever a pointer has to write for that")
    func pointers() async throws {
        let seen = try await diff(
            list([#""ProductId":"1","X~1":{"Rate":1}"#]), list([#""ProductId":"1","X~1":{"Rate":2}"#]))
        #expect(seen.contains("X~1 › Rate: 1% → 2%") && seen.contains("/X~01/Rate"), "\(seen)")
    }

    @Test("tells what reads the same, and is of two kinds, as JSON has it")
    func kinds() async throws {
        let seen = try await diff(list([#""ProductId":"1","B":1"#]), list([#""ProductId":"1","B":"1""#]))
        #expect(seen.contains(#"  B: 1 → "1""#), "\(seen)")
    }

    @Test("tells up to five banks that failed alike one by one, and more of them in one sentence", arguments: [5, 6])
    func failedAlike(count: Int) async throws {
        let own = #""LFIName":"Liwa Bank","AuthorisationServerId":"l""#
        let failures = (1...count).map {
            #"{"LFIName":"Bank \#($0)","AuthorisationServerId":"\#($0)","Stage":"token","Reason":"timeout"}"#
        }
        let later = #"{"Products":[{\#(own),"ProductId":"1"}],"Failures":[\#(failures.joined(separator: ","))]}"#
        let seen = try await diff(list([#""ProductId":"1""#]), Data(later.utf8))
        let words = "failed when the later list was made"
        #expect(seen.matches(of: try Regex(words)).count == (count == 5 ? 5 : 1), "\(seen)")
        #expect(seen.contains(count == 5 ? "Bank 5 \(words)" : "Each of 6 banks \(words)"), "\(seen)")
    }

    @Test("tells no change to an amount that only stands in for one that cannot be read")
    func standInAmount() async throws {
        func product(_ fee: String) -> String {
            #""ProductId":"1","ProductName":"Card","ProductCategory":"CreditCard","Product":{"CreditCard":{"Charges":["#
                + #"{"Type":"AnnualFees","Name":"main","Amount":{"Amount":"\#(fee)","Currency":"AED"}},"#
                + #"{"Type":"AnnualFees","Name":"other","Amount":{"Amount":"100","Currency":"AED"}}]}}"#
        }
        let seen = try await diff(list([product("500")]), list([product("on request")]), ["--format", "json"])
        #expect(!seen.contains(#""Difference""#), "\(seen)")
        #expect(try await diff(list([product("500")]), list([product("400")])).contains("-AED\u{A0}100"))
    }

    @Test("has in JSON what the banks sent, as they sent it")
    func json() async throws {
        let seen = try await diff(
            list([#""ProductId":"1","A":[{"Type":"x","Rate":2.50}],"B":1"#]),
            list([#""ProductId":"1","A":["y",{"Type":"x","Rate":3.00}],"C":{"k":[1.10]}"#]), ["--format", "json"])
        let changes = [
            #"{"What":"A › x › Rate","At":"/A/1/Rate","OldAt":"/A/0/Rate","Old":2.50,"New":3.00,"Difference":"0.5","Unit":"percentage points"}"#,
            #"{"What":"A › no. 1","At":"/A/0","New":"y"}"#, #"{"What":"C","At":"/C","New":{"k":[1.10]}}"#,
            #"{"What":"B","OldAt":"/B","Old":1}"#,
        ]
        #expect(seen.contains(#""Changes":[\#(changes.joined(separator: ","))]"#), "\(seen)")
        #expect(seen.contains(#""NotCompared":[],"Meta":{"Changed":1,"New":0,"Unchanged":0,"Withdrawn":0}"#))
    }
}
