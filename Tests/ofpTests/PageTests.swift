import Foundation
import OpenFinanceCrypto
import Testing

@testable import OpenFinance
@testable import ofp

@Suite("A page for a browser")
struct PageTests {
    private static let hostile = #"</script><script>hacked=1</script><img src=x onerror=hacked=1>"'&{{rows}}<!--"#

    /// A saved list of two products, with the given text wherever a bank has a say.
    private static func list(_ text: String, link: String = "https://bank.example/kfs") throws -> URL {
        func quoted(_ text: String) -> String { String(decoding: JSONOutput.encode(text), as: UTF8.self) }
        let name = quoted(text)
        let document = """
            {"Products":[{"LFIId":"L","LFIName":\(name),"AuthorisationServerId":"a","ProductId":"P1",
            "ProductCategory":"SavingsAccount","ProductName":\(name),"Description":\(name),\(name):\(name),
            "Links":{"KfsUri":\(quoted(link)),"TermsUri":"javascript:hacked=1","ApplicationUri":"http://bank.example/"},
            "Product":{"DepositRates":{"RateDetails":[{"RateCategory":"Standard","AnnualRate":"2.5"}]}}},
            {"LFIId":"L","LFIName":"Sidr Bank","AuthorisationServerId":"b","ProductId":"P2","ProductName":"Good"}],
            "Failures":[{"LFIName":\(quoted("Other \(text)")),"AuthorisationServerId":"c","Stage":"token","Reason":"oauth","Message":\(name)}],
            "Meta":{"LFIsAsked":3,"LFIsAnswered":2,"RetrievedAt":"2026-11-29T11:35:46Z"}}
            """
        let file = FileManager.default.temporaryDirectory.appending(path: "page-\(UUID()).json")
        try Data(document.utf8).write(to: file)
        return file
    }

    private static func page(_ arguments: [String], of text: String = "Noor", link: String? = nil) async throws
        -> String
    {
        let file = try link.map { try list(text, link: $0) } ?? list(text)
        defer { try? FileManager.default.removeItem(at: file) }
        let outcome = try await SandboxWorld.run(arguments + ["--from", file.path, "--format", "html"])
        #expect(outcome.status == .success)
        return outcome.output
    }

    private static let commands = [["products"], ["product", "P1"], ["compare", "P1", "P2"]]

    private static func data(of page: String) throws -> [String: Any] {
        let match = try #require(page.firstMatch(of: #/<script type="application/json" id="data">(?s)(.*?)</script>/#))
        return try #require(try JSONSerialization.jsonObject(with: Data(match.1.utf8)) as? [String: Any])
    }

    @Test(
        "says what is not known for want of a bank: its products, or whether it has those that were looked for",
        arguments: [
            (0, [], "Odd answers"), (1, [], "1 bank failed: its products are missing"),
            (2, [], "2 banks failed: their products are missing"), (0, ["a"], "Odd answers"),
            (1, ["a"], "1 bank failed: whether it has a product of this id is not known"),
            (2, ["a", "b"], "2 banks failed: whether they have a product of these ids is not known"),
        ])
    func gaps(failed: Int, ids: [String], title: String) {
        #expect(Provenance(failedBanks: failed, ids: ids).gapsTitle == title)
    }

    @Test("says of a saved list, too, how often each bank's products break the published rules")
    func findings() async throws {
        let page = try await Self.page(["products"], of: "Nine <b>")
        #expect(page.contains("<summary>The products of 2 banks break the published rules</summary>"))
        #expect(page.contains("<li><bdi>Nine &lt;b&gt;</bdi>: 2 errors, 2 warnings in 1 product</li>"))
        #expect(page.contains("<code>ofp conformance --from FILE --lfi BANK</code>"))
        for command in Self.commands.dropFirst() {
            #expect(!(try await Self.page(command)).contains("published rules"))
        }
    }

    // MARK: - Text

    @Test(
        "shows text as text",
        arguments: [
            ("a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#39;"), ("\u{202E}x\u{0}", "\u{FFFD}x\u{FFFD}"), ("&amp;", "&amp;amp;"),
            ("حساب", "حساب"), ("a\nb", "a b"), ("<\u{301}x", "&lt;\u{301}x"),
        ])
    func text(text: String, html: String) {
        let page: HTML = "<p>\(text)</p>"
        #expect(page.text == "<p>\(html)</p>")
    }

    @Test("fills a template once, whatever comes in")
    func template() {
        let html = HTML(template: Array("<{{a}}|{{b}}>".utf8), ["a": "{{b}}", "b": "}}{{a}}"])
        #expect(html.text == "<{{b}}|}}{{a}}>")
    }

    @Test("has nothing in its data that ends it, or that begins a comment")
    func data() {
        let html = HTML(json: #"["</script><!--&\u2028"]"#)
        #expect(html.text == #"["\u003c/script\u003e\u003c!--\u0026\u2028"]"#)
    }

    @Test("has no markup of a bank's", arguments: commands)
    func hostile(command: [String]) async throws {
        let page = try await Self.page(command, of: Self.hostile)
        let scripts = command == ["products"] ? 2 : 0
        #expect(page.matches(of: /<script/).count == scripts)
        #expect(page.matches(of: /<\/script/).count == scripts)
        #expect(!page.contains("<img") && !page.contains("<!--"))
        #expect(page.contains("&lt;/script&gt;&lt;script&gt;hacked=1"))
        #expect(page.contains("{{rows}}"))
        if command == ["products"] {
            let texts = try #require(try Self.data(of: page)["texts"] as? [String])
            #expect(texts.contains(Self.hostile))
        }
    }

    // MARK: - What it loads

    @Test("names its style and script by their digests, and forbids everything else", arguments: commands)
    func policy(command: [String]) async throws {
        let page = try await Self.page(command)
        let policy = try #require(page.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/)).1
            .replacing("&#39;", with: "'")
        let style = try #require(page.firstMatch(of: #/<style>(?s)(.*?)</style>/#)).1
        func source(_ text: some StringProtocol) -> String {
            "'sha256-\(Data(SHA256.digest(Array(text.utf8))).base64EncodedString())'"
        }
        let script = page.firstMatch(of: #/<script>(?s)(.*?)</script>/#).map { source($0.1) } ?? "'none'"
        #expect(
            policy
                == "default-src 'none'; style-src \(source(style)); script-src \(script); base-uri 'none'; form-action 'none'"
        )
    }

    @Test("loads nothing, and links to https alone", arguments: commands)
    func links(command: [String]) async throws {
        let page = try await Self.page(command)
        for loader in [
            "src=", "<link", "<iframe", "<object", "<base", "url(", "@import", "style=", "fetch(", "import(",
        ] {
            #expect(!page.contains(loader), "\(loader)")
        }
        let links = page.matches(of: /href="([^"]*)"/).map { String($0.1) }
        #expect(links == (command[0] == "product" ? ["#main", "https://bank.example/kfs"] : ["#main"]))
        if command[0] == "product" { #expect(page.contains(#"target="_blank" rel="noopener noreferrer">KFS link<"#)) }
    }

    @Test(
        "makes no link of what is no page of a bank's",
        arguments: [
            "javascript:hacked=1", "http://bank.example/", "data:text/html,x", "https://sara@bank.example/",
            "//bank.example",
            "https://bank.example/\" onclick=\"x",
        ])
    func badLinks(link: String) async throws {
        let page = try await Self.page(["product", "P1"], link: link)
        #expect(page.matches(of: /href="([^"]*)"/).map { String($0.1) } == ["#main"])
        #expect(
            try Self.data(of: try await Self.page(["products"], link: link))["products"].map { "\($0)" }?.contains(
                "links") == false)
    }

    @Test("has a script that any browser of the last five years can read, and that makes no markup of texts")
    func script() {
        let script = String(decoding: Page.scriptBytes, as: UTF8.self)
        for word in [
            "?.", "??", "innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval", "Function(", ".at(",
            "replaceAll", "structuredClone", "#main", "XMLHttpRequest", "</",
        ] { #expect(!script.contains(word), "\(word)") }
        let style = String(decoding: Page.styleBytes, as: UTF8.self)
        for word in [":has(", "color-mix", "@container", "@layer", "</"] { #expect(!style.contains(word), "\(word)") }
    }

    // MARK: - What it says

    @Test("says when, of whom and what was asked, who failed and why, and what is left out")
    func head() async throws {
        let page = try await Self.page(["products", "--category", "savingsaccount", "--search", "noor"])
        #expect(page.contains("1 product from 2 of 3 banks, asked on 2026-11-29, 15:35 in the UAE."))
        #expect(page.contains("neither tailored quotes nor pre-approved offers"))
        #expect(page.contains("<dt>Categories</dt><dd dir=\"auto\">SavingsAccount</dd>"))
        #expect(page.contains("<dt>With the words</dt><dd dir=\"auto\">noor</dd>"))
        #expect(page.contains("1 bank failed: its products are missing"))
        #expect(page.contains("Other Noor failed at token (oauth): Noor."))
    }

    @Test("has the columns that were asked for, in their order")
    func columns() async throws {
        let page = try await Self.page(["products", "--columns", "id,rate,product"])
        let heads = page.matches(of: /<th scope="col" class="([^"]*)">/).map { String($0.1) }
        #expect(heads == ["id", "n rate", "product"])
        #expect(page.contains("<tr><td dir=\"auto\">P2<td class=\"n\">–<th scope=\"row\" dir=\"auto\">Good"))
    }

    @Test("has every order as the command has it", arguments: ProductOrder.Key.allCases)
    func orders(key: ProductOrder.Key) throws {
        let listing = try GoldenPage.listing()
        let rows = listing.map { ProductRow($0, in: Scenario()) }
        for direction in [nil] + ProductOrder.Direction.allCases {
            let order = ProductOrder(key, direction)
            let indices = order.indices(of: rows.map { ($0.listed, $0.headlines) }, in: Scenario())
            #expect(indices.map { listing[$0] } == order.sorted(listing, in: Scenario()))
        }
    }

    @Test(
        "says of what the rate is",
        arguments: [
            (
                #""DepositRates":{"RateDetails":[{"RateCategory":"Standard","AnnualRate":"1"},{"RateCategory":"Standard","AnnualRate":"2.5","Tier":{"MinBalance":"5000","Currency":"AED"}}]}"#,
                "up to 2.50%: Standard: 2.5%; from AED 5,000"
            ),
            (
                #""FinanceRates":{"RateType":"FixedInterest","Tiers":[{"LTVTierDetails":[{"LTVEnd":"50","TierRate":"3.49"},{"LTVEnd":"80","TierRate":"3.99"}]}]}"#,
                "from 3.49%: loan to value up to 50%: 3.49%"
            ),
            (
                #""FinanceRates":{"AnnualPercentageRate":{"StartingFrom":"3.99","UpTo":"6"}}"#,
                "from 3.99% APR: Finance rates › Annual percentage rate › Starting from"
            ),
        ])
    func rateSource(product: String, source: String) throws {
        let listed = try #require(
            ListedProduct(
                json: Data("{\"ProductId\":\"P\",\"Product\":{\(product)}}".utf8), of: .init(id: "a", name: "Bank")))
        #expect(ProductRow(listed, in: Scenario()).rateSource == source)
    }

    @Test("marks in a comparison what differs, and keeps the rest apart")
    func comparison() async throws {
        let page = try await Self.page(["compare", "P1", "P2"])
        #expect(
            page.contains(
                "<tr><th scope=\"row\" dir=\"auto\"><b>≠</b> Bank<td dir=\"auto\">Noor<td dir=\"auto\">Sidr Bank"))
        #expect(page.contains("<tr class=\"same\"><th scope=\"row\" dir=\"auto\">Annual fee"))
    }

    @Test("is one document, where a bank has two products of one id, too")
    func sameIDs() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "page-\(UUID()).json")
        defer { try? FileManager.default.removeItem(at: file) }
        let product = #"{"LFIId":"L","LFIName":"Liwa Bank","AuthorisationServerId":"a","ProductId":"P","ProductName":""#
        try Data("{\"Products\":[\(product)One\"},\(product)Two\"}]}".utf8).write(to: file)
        let outcome = try await SandboxWorld.run(["product", "P", "--from", file.path, "--format", "html"])
        #expect(outcome.output.matches(of: /<!doctype html>/).count == 1)
        #expect(outcome.output.contains("One") && outcome.output.contains("Two"))
        // A bank's name goes its own way below a product's in Arabic.
        #expect(outcome.output.contains("One<small dir=\"auto\">Liwa Bank</small>"))
    }
}

/// Products of the sandbox's banks.
private enum GoldenPage {
    static func listing() throws -> [ListedProduct] {
        let catalogues = URL(filePath: #filePath).appending(path: "../../../fixtures/catalogues").standardized
        let paths = try FileManager.default.subpathsOfDirectory(atPath: catalogues.path).filter {
            $0.hasSuffix(".json")
        }
        return try paths.sorted().compactMap { path in
            let bank = path.split(separator: "/").first.map(String.init) ?? ""
            return ListedProduct(
                json: try Data(contentsOf: catalogues.appending(path: path)), of: .init(id: bank, name: bank),
                lfiID: bank)
        }
    }
}
