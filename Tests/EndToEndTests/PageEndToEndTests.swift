import Foundation
import Testing

/// The page in a browser: what it shows has to be what the command says.
@Suite(
    "The page in Chromium", .enabled(if: Browser.isInstalled, "chromium and chromium-driver are not installed"),
    .serialized)
struct PageEndToEndTests {
    private static let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-pages-\(UUID())")

    /// The sandbox's products, saved once for all tests.
    private static let saved = Task {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let list = folder.appending(path: "all.json")
        let outcome = try await Tool.ofp(["products", "--output", list.path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        return list
    }

    private static func page(_ arguments: [String] = ["products"], of list: URL? = nil) async throws -> URL {
        let saved = try await saved.value
        let outcome = try await Tool.run("ofp", arguments + ["--from", (list ?? saved).path, "--format", "html"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let file = folder.appending(path: "\(UUID()).html")
        try Data(outcome.output.utf8).write(to: file)
        return file
    }

    private static func ids(_ arguments: [String]) async throws -> [String] {
        struct Line: Decodable { let ProductId: String, LFIName: String }
        let list = try await saved.value
        let outcome = try await Tool.run("ofp", ["products", "--from", list.path, "--format", "ndjson"] + arguments)
        return try outcome.outputLines.map {
            let line = try JSONDecoder().decode(Line.self, from: Data($0.utf8))
            return "\(line.LFIName)/\(line.ProductId)"
        }
    }

    /// Bank and id of every row that is shown.
    private static let shown = """
        const heads = Array.from(document.querySelectorAll('#table thead th'), head => head.textContent);
        const [bank, id] = [heads.indexOf('Bank'), heads.indexOf('ID')];
        return Array.from(document.querySelectorAll('#table tbody tr:not(.detail)'))
            .filter(row => row.cells.length > 1)
            .map(row => row.cells[bank].textContent + '/' + row.cells[id].textContent);
        """

    // MARK: - Filters and orders

    struct Choice: Sendable, CustomTestStringConvertible {
        var arguments: [String]
        var script: String
        var testDescription: String { arguments.joined(separator: " ") }
    }

    private static func type(_ text: String, in id: String) -> String {
        "const \(id) = document.getElementById('\(id)'); \(id).value = '\(text)';"
            + "\(id).dispatchEvent(new Event('input', { bubbles: true }));"
    }

    private static func tick(_ text: String) -> String {
        "Array.from(document.querySelectorAll('.option')).find(option => option.querySelector('bdi').textContent === "
            + "'\(text)').click();"
    }

    private static func order(_ title: String, clicks: Int) -> String {
        String(
            repeating: "Array.from(document.querySelectorAll('thead button')).find(button => button.textContent === "
                + "'\(title)').click();", count: clicks)
    }

    private static let choices: [Choice] = [
        Choice(arguments: ["--category", "SavingsAccount"], script: tick("SavingsAccount")),
        Choice(arguments: ["--category", "Finance,Mortgage"], script: tick("Finance") + tick("Mortgage")),
        Choice(arguments: ["--lfi", "Waha Retail"], script: tick("Waha Retail")),
        Choice(arguments: ["--sharia"], script: type("y", in: "sharia")),
        Choice(arguments: ["--no-sharia"], script: type("n", in: "sharia")),
        Choice(arguments: ["--age", "19"], script: type("19", in: "age")),
        Choice(arguments: ["--age", "66"], script: type("66", in: "age")),
        Choice(arguments: ["--salary", "7000"], script: type("7000", in: "salary")),
        Choice(arguments: ["--residence", "UaeResident"], script: type("0", in: "residence")),
        Choice(arguments: ["--residence", "NonUaeResident"], script: type("3", in: "residence")),
        Choice(arguments: ["--search", "SÁVER noor"], script: type("SÁVER noor", in: "words")),
        Choice(arguments: ["--search", "التَّوفير"], script: type("التَّوفير", in: "words")),
        Choice(arguments: ["--search", "دائره الجمعيه"], script: type("دائره الجمعيه", in: "words")),
        Choice(
            arguments: ["--category", "CreditCard", "--age", "30", "--salary", "9000", "--sort", "annual-fee"],
            script: tick("CreditCard") + type("30", in: "age") + type("9000", in: "salary")
                + order("Fee/year", clicks: 1)),
        Choice(arguments: ["--sort", "name", "--order", "desc"], script: order("Product", clicks: 1)),
        Choice(arguments: ["--sort", "rate"], script: order("Rate", clicks: 1)),
        Choice(arguments: ["--sort", "rate", "--order", "asc"], script: order("Rate", clicks: 2)),
        Choice(arguments: ["--sort", "rate", "--order", "desc"], script: order("Rate", clicks: 3)),
        Choice(arguments: ["--sort", "minimum-balance"], script: order("Min balance", clicks: 1)),
        Choice(arguments: ["--sort", "minimum-salary", "--order", "desc"], script: order("Min salary", clicks: 2)),
        Choice(arguments: ["--sort", "id"], script: order("ID", clicks: 1)),
    ]

    @Test("shows the same products in the same order as the command that is asked the same")
    func choices() async throws {
        let page = try await Self.page()
        try await Browser.run { browser in
            for choice in Self.choices {
                try await browser.open(page)
                let seen: [String] = try await browser.evaluate(
                    "\(choice.script) const shown = (() => { \(Self.shown) })();"
                        + "return shown.concat(document.getElementById('count').textContent);")
                let expected = try await Self.ids(choice.arguments)
                #expect(seen.dropLast() == expected, "\(choice)")
                #expect(!expected.isEmpty && expected.count <= 100, "\(choice)")
                #expect(seen.last?.hasPrefix("\(expected.count) ") == true, "\(choice)")
            }
            #expect(try await browser.complaints() == [])
        }
    }

    @Test("marks what a product leaves open, leaves out what costs more, and takes all of it back")
    func marks() async throws {
        let page = try await Self.page()
        let all = try await Self.ids([])
        try await Browser.run { browser in
            try await browser.open(page)
            try await browser.run(Self.type("30", in: "age") + Self.type("100", in: "fee"))
            let marks: [String] = try await browser.evaluate(
                "return Array.from(document.querySelectorAll('.open'), mark => mark.textContent)")
            #expect(Set(marks).isSubset(of: ["open: age", "open: fee", "open: age, fee"]) && marks.count > 1)
            let fees: [String] = try await browser.evaluate(
                """
                const at = Array.from(document.querySelectorAll('#table thead th'), head => head.textContent).indexOf('Fee/year');
                return Array.from(document.querySelectorAll('#table tbody tr'), row => row.cells[at].textContent);
                """)
            #expect(Set(fees).isSubset(of: ["–", "AED 0"]))
            try await browser.run("document.getElementById('reset').click()")
            // A form's own reset comes after the click.
            let _: Bool = try await browser.evaluate(
                "const done = arguments[arguments.length - 1]; setTimeout(() => done(true), 0)", waits: true)
            #expect(try await browser.evaluate(Self.shown) == all)
            #expect(try await browser.evaluate("return document.querySelectorAll('.open').length") == 0)
        }
    }

    // MARK: - One, and several

    @Test("puts two to five products side by side, line by line as the command does")
    func comparison() async throws {
        struct Row: Codable, Equatable {
            let Name: String
            let Values: [String?]
            let Differs: Bool
        }
        struct Answer: Decodable { let Rows: [Row] }
        let page = try await Self.page()
        let list = try await Self.saved.value
        let all = try await Self.ids([])
        try await Browser.run { browser in
            for places in [[0, 9], [3, 8, 20], [1, 12, 25, 30, 44]] {
                try await browser.open(page)
                let ticks = places.map { "document.querySelectorAll('#table tbody input')[\($0)].click();" }
                try await browser.run(ticks.joined() + "document.getElementById('view-compare').click()")
                let rows: [Row] = try await browser.evaluate(
                    """
                    return Array.from(document.querySelectorAll('#compared tbody tr:not(.section)'), row => ({
                      Name: row.cells[0].textContent.replace('≠ ', ''), Differs: row.cells[0].textContent.startsWith('≠'),
                      Values: Array.from(row.cells).slice(1).map(cell => cell.textContent) }));
                    """)
                let outcome = try await Tool.run(
                    "ofp", ["compare"] + places.map { all[$0] } + ["--from", list.path, "--format", "json"])
                let expected = try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8)).Rows
                #expect(
                    rows
                        == expected.map { Row(Name: $0.Name, Values: $0.Values.map { $0 ?? "–" }, Differs: $0.Differs) }
                )
            }
            let isFull: Bool = try await browser.evaluate(
                "return Array.from(document.querySelectorAll('#table tbody input')).filter(box => !box.disabled).length === 5"
            )
            #expect(isFull)
            let left: [Int] = try await browser.evaluate(
                """
                document.getElementById('differences').click();
                const rows = Array.from(document.querySelectorAll('#compared tbody tr:not(.section)'));
                return [rows.filter(row => row.offsetHeight > 0 && row.matches('.same')).length,
                    rows.filter(row => row.offsetHeight > 0).length];
                """)
            #expect(left[0] == 0 && left[1] > 0)
        }
    }

    @Test("can be used by keys alone: skip, filter, order, open, tick, compare")
    func keyboard() async throws {
        let page = try await Self.page()
        try await Browser.run { browser in
            try await browser.open(page)
            func focused() async throws -> String {
                try await browser.evaluate(
                    "const it = document.activeElement; return it.id || it.className || it.textContent")
            }
            try await browser.press(Browser.tab)
            #expect(try await focused() == "skip")
            try await browser.press(Browser.enter, Browser.tab)
            #expect(try await focused() == "view-list")
            var steps = 0
            while try await !focused().hasPrefix("name"), steps < 40 {
                try await browser.press(Browser.tab)
                steps += 1
            }
            try await browser.press(Browser.enter)
            #expect(try await browser.evaluate("return document.querySelectorAll('.detail').length") == 1)
            #expect(try await browser.evaluate("return document.activeElement.getAttribute('aria-expanded')") == "true")
            try await browser.press(Browser.enter)
            #expect(try await browser.evaluate("return document.querySelectorAll('.detail').length") == 0)
            for _ in 0..<2 { try await browser.press(Browser.tab, Browser.space, Browser.tab) }
            let ticked: Int = try await browser.evaluate(
                "return document.querySelectorAll('#table tbody :checked').length")
            #expect(ticked == 2)
            try await browser.run("document.getElementById('view-charts').focus()")
            try await browser.press(Browser.tab, Browser.enter)
            #expect(try await focused() == "comparison-title")
            #expect(try await browser.complaints() == [])
        }
    }

    // MARK: - Hostile text, size

    @Test("runs nothing of a bank's, and shows it as it is", arguments: [["products"], ["product", "P1"]])
    func hostile(command: [String]) async throws {
        let text = #"</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>{{rows}}"#
        let list = Self.folder.appending(path: "hostile-\(command[0]).json")
        _ = try await Self.saved.value
        let document = """
            {"Products":[{"LFIId":"L","LFIName":"\(text)","AuthorisationServerId":"a","ProductId":"P1",
            "ProductCategory":"\(text)","ProductName":"\(text)","Description":"\(text)",
            "Links":{"KfsUri":"javascript:window.hacked=1","ApplicationUri":"https://bank.example/a"}}],"Failures":[]}
            """
        try Data(document.utf8).write(to: list)
        let page = try await Self.page(command, of: list)
        try await Browser.run { browser in
            try await browser.open(page)
            try await browser.run(
                "document.querySelectorAll('.name').forEach(name => name.click());"
                    + "const charts = document.getElementById('view-charts'); if (charts) charts.click();")
            #expect(try await browser.evaluate("return 'hacked' in window") == false)
            #expect(try await browser.evaluate("return document.querySelectorAll('img').length") == 0)
            let seen: Bool = try await browser.evaluate(
                "return document.body.textContent.includes(\(String(decoding: try JSONEncoder().encode(text), as: UTF8.self)))"
            )
            #expect(seen)
            let links: [String] = try await browser.evaluate(
                "return Array.from(document.links, link => link.protocol + ' ' + link.rel)")
            #expect(links.filter { !$0.hasPrefix("file:") } == ["https: noopener noreferrer"])
            #expect(try await browser.complaints() == [])
        }
    }

    @Test("is fluent with 83 banks of 20 products each, in less than three megabytes, on paper too")
    func large() async throws {
        _ = try await Self.saved.value
        let file = Self.folder.appending(path: "large.html")
        let outcome = try await Tool.ofp(
            ["products", "--output", file.path], sandbox: ["--lfis", "83", "--products", "20"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try Data(contentsOf: file).count < 3_000_000)
        try await Browser.run { browser in
            try await browser.open(file)
            _ = try await browser.workTime()
            var times: [Double] = []
            for words in ["s", "sa", "sav", "savings", "نور", ""] {
                let before = try await browser.workTime()
                try await browser.run(Self.type(words, in: "words") + "document.body.offsetHeight;")
                times.append(try await browser.workTime() - before)
            }
            print("filter: \(times.map { Int($0 * 1_000) }) ms")
            // Ten times what it is to take: for what would be slow on any machine, whatever else that does.
            #expect(times.sorted()[times.count / 2] < 1)
            let shown: Int = try await browser.evaluate("return document.querySelectorAll('#table tbody tr').length")
            #expect(shown == 100)
            // All that fit, not the first hundred; few enough for the browser's patience with printing.
            let count: Int = try await browser.evaluate(
                """
                window.addEventListener('beforeprint', () => { window.printed = document.querySelectorAll('#table tbody tr').length; });
                Array.from(document.querySelectorAll('.option')).find(option => {
                  const count = Number(option.querySelector('span').textContent);
                  return count > 100 && count < 400;
                }).click();
                return parseInt(document.getElementById('count').textContent, 10);
                """)
            #expect(try await browser.pdf().starts(with: Data("%PDF".utf8)))
            #expect(try await browser.evaluate("return window.printed") == count)
            #expect(try await browser.evaluate("return document.querySelectorAll('#table tbody tr').length") == 100)
        }
    }
}
