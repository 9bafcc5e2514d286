import Foundation
import OpenFinanceConformance
import TestSupport
import Testing

@testable import OpenFinance
@testable import ofp

/// Products as the official documents of every version allow them, hostile texts among them, through every way out: three
/// hundred, in `make soak` four thousand, and ten thousand through the formats.
@Suite("Generated products of every version")
struct GeneratedCatalogueTests {
    private static let seed: UInt64 = 20_261_123
    private static let count = Soak.count(4_000, usually: 300)
    private static let banks = 83

    /// As `ofp products --format json` saves them.
    private static let saved = made(count)

    /// As many as nobody's list has, for what writes them.
    private static let many = Soak.isOn ? made(10_000) : saved

    private static func made(_ count: Int) -> SavedProducts {
        var generator = GeneratedProduct(seed: seed)
        var versions = PublishedShapes.versions.compactMap { try? PublishedProduct(version: $0, seed: seed) }
        print("seed \(seed)")
        var document = #"{"Products":["#
        for index in 0..<count {
            let bank = index % banks
            let own =
                #""LFIId":"L\#(bank)","LFIBrandId":"B","LFIName":"Bank \#(bank)","AuthorisationServerId":"s\#(bank)","#
            let id = "P-\(index / banks)"
            // Half of the banks are on v2.1 and send what they like, the others keep to the document of their version.
            let product =
                bank.isMultiple(of: 2)
                ? generator.next(id: id) : versions[(bank / 2) % versions.count].next(id: id)
            document += (index == 0 ? "{" : ",{") + own + product.text.dropFirst()
        }
        document +=
            #"],"Failures":[],"Meta":{"LFIsAsked":83,"LFIsAnswered":83,"Products":\#(count),"RetrievedAt":"2026-11-23T00:00:00Z"}}"#
        do { return try SavedProducts(Data(document.utf8)) } catch { preconditionFailure("\(error)") }
    }

    private func report(
        _ query: ProductQuery = ProductQuery(), of saved: SavedProducts = saved, order: ProductOrder = ProductOrder(),
        limit: Int? = nil
    ) throws -> ProductsReport {
        ProductsReport(
            catalogue: try saved.catalogue(matching: query, of: LFISelection(), order: order, limit: limit),
            order: order, lfisAsked: 83, retrievedAt: saved.retrievedAt, isSaved: true)
    }

    @Test("come back from json byte for byte")
    func json() throws {
        let expected = Set(Self.many.products.map({ $0.outputJSON() }))
        #expect(expected.count == Self.many.products.count)
        let again = try SavedProducts(ReportFormat.json.data(try report(of: Self.many)))
        #expect(again.products.count == Self.many.products.count)
        #expect(Set(again.products.map({ $0.outputJSON() })) == expected)
    }

    @Test("are all there in every order, whichever way", arguments: ProductOrder.Key.allCases)
    func orders(key: ProductOrder.Key) throws {
        func names(_ products: [ListedProduct]) -> Set<String> {
            Set(products.map { "\($0.lfi.id) \($0.product.id ?? "")" })
        }
        let expected = names(Self.saved.products)
        for direction in [nil] + ProductOrder.Direction.allCases {
            let sorted = try report(order: ProductOrder(key, direction)).catalogue.products
            #expect(sorted.count == Self.count && names(sorted) == expected)
        }
    }

    @Test("are one line each in ndjson")
    func ndjson() throws {
        let text = try ReportFormat.ndjson.data(report(of: Self.many))
        let lines = text.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == Self.many.products.count)
        #expect(Set(lines.map { Data($0) }) == Set(Self.many.products.map({ $0.outputJSON() })))
    }

    @Test("are one row each in html, and one product of its data")
    func html() throws {
        let page = String(decoding: try ReportFormat.html.data(try report(of: Self.many)), as: UTF8.self)
        #expect(page.components(separatedBy: "<tr><th scope=\"row\"").count - 1 == Self.many.products.count)
        let data = try #require(
            page.components(separatedBy: "id=\"data\">").last?.components(separatedBy: "</script>").first)
        let content = try #require(try JSONSerialization.jsonObject(with: Data(data.utf8)) as? [String: Any])
        #expect((content["products"] as? [Any])?.count == Self.many.products.count)
        #expect(page.components(separatedBy: "</script").count == 3)
    }

    @Test(
        "are one row each in a workbook",
        .enabled(if: (try? XLSXLibrary.load()) != nil, "libxlsxwriter is not on this machine"))
    func workbook() throws {
        let report = try report(of: Self.many)
        let parts = try WorkbookParts(ReportFormat.xlsx.data(report))
        defer { parts.remove() }
        let sheet = try parts.sheet(1)
        let texts = try parts.texts
        // The number of a text stands where the text would; ids have the fifth column, below a heading with a style.
        let ids = sheet.matches(of: /<c r="E(\d+)" t="s"><v>(\d+)<\/v>/).map { texts[Int($0.2) ?? 0] }
        #expect(ids == report.catalogue.products.map { $0.product.id ?? "" })
        #expect(sheet.matches(of: /<row r="/).count == Self.many.products.count + 1 && !sheet.contains("<f>"))
    }

    @Test("are one row each in csv, with nothing that a spreadsheet would run")
    func csv() throws {
        let text = String(decoding: try ReportFormat.csv.data(report(of: Self.many)), as: UTF8.self)
        let rows = try #require(CSVReader.rows(of: text, separator: ","))
        #expect(rows.count == Self.many.products.count + 1)
        #expect(Set(rows.map(\.count)) == [rows[0].count])
        let id = try #require(rows[0].firstIndex(of: "ProductId"))
        #expect(rows.dropFirst().map { $0[id] } == (try report(of: Self.many)).catalogue.products.map { $0.product.id })
        let dangerous = CharacterSet(charactersIn: "=+-@＝＋－＠\t\r")
        for cell in rows.joined() {
            #expect(!cell.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
            let start = cell.trimmingCharacters(in: .whitespaces).unicodeScalars.first
            if let start, dangerous.contains(start) { Issue.record("a spreadsheet would run \(cell)") }
        }
        // Readers that take a semicolon or a tab for the separator get no formula either.
        for separator in [";", "\t"] as [Character] {
            for cell in (CSVReader.rows(of: text, separator: separator) ?? []).joined() {
                let start = cell.trimmingCharacters(in: .whitespaces).unicodeScalars.first
                if let start, "=@".unicodeScalars.contains(start) { Issue.record("a spreadsheet would run \(cell)") }
            }
        }
    }

    @Test("fit a terminal of 80 and of 160 columns, a line each, and cannot steer it", arguments: [80, 160])
    func table(width: Int) throws {
        let text = try report(order: ProductOrder(.updated)).text(on: Terminal(width: width))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect(lines.count == Self.count + 1)
        #expect((lines.map { String($0).displayWidth }.max() ?? 0) <= width)
        #expect(text.isHarmless)
    }

    @Test("are one row each in Markdown, with nothing that becomes markup")
    func markdown() throws {
        let text = String(decoding: try ReportFormat.markdown.data(report(of: Self.many)), as: UTF8.self)
        // What the table rests on follows it.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).prefix { !$0.isEmpty }
        #expect(lines.count == Self.many.products.count + 2)
        let cells = Set(lines.map { $0.replacing("\\|", with: "").filter { $0 == "|" }.count })
        #expect(cells.count == 1)
        #expect(text.isHarmless)
        // What stands for itself, and what keeps an address from being one.
        let bare = text.replacing(/\\./, with: "").replacing("@&#8288;", with: "")
        for forbidden in ["<", "`", "](", "://", "www.", "@", "**"] { #expect(!bare.contains(forbidden)) }
    }

    @Test("are each kept or left out by a filter, none is lost on the way")
    func filters() throws {
        func count(_ query: ProductQuery) throws -> Int { try report(query).catalogue.products.count }
        let categories = try GeneratedProduct.categories.map {
            try count(ProductQuery(categories: [ProductCategory(rawValue: $0)]))
        }
        let all = Self.saved.products
        let known = Set(ProductCategory.all)
        #expect(
            categories.reduce(0, +)
                == all.filter { $0.product.category.map { known.contains($0.canonical) } == true }.count)
        #expect(
            try count(ProductQuery(isShariaCompliant: true)) + count(ProductQuery(isShariaCompliant: false))
                == Self.count)
        let day = try #require(Timestamp.parse("2024-01-01"))
        let since = try count(ProductQuery(updatedSince: day))
        #expect(since == all.filter { ($0.product.lastUpdated ?? day) >= day }.count)
        #expect(since > 0 && since < Self.count)
        #expect(
            try count(ProductQuery(search: TextSearch("توفير")))
                == all.filter {
                    [$0.product.name, $0.product.alternativeBrandName, $0.product.description].contains {
                        $0?.contains("توفير") == true
                    }
                }.count)
    }

    @Test(
        "are left out for what their own criteria say, and marked where those say nothing",
        arguments: EligibilityCriterion.allCases)
    func preferences(criterion: EligibilityCriterion) throws {
        var preferences = Preferences()
        var scenario = Scenario()
        switch criterion {
        case .residence: preferences.residences = [.gccNational]
        case .employment: preferences.employment = .selfEmployed
        case .customerType: preferences.customerTypes = [.sme, .existing]
        case .age: preferences.age = 60
        case .salary: preferences.salary = Money(500, "AED")
        case .ownership: preferences.ownership = .joint
        case .salaryTransfer: preferences.movesSalary = false
        case .amount: scenario.amount = Money(100_000, "AED")
        case .term: scenario.months = 12
        }
        let report = try report(ProductQuery(preferences: preferences, scenario: scenario))
        let kept = report.catalogue.products
        #expect(kept.count > 0 && kept.count < Self.count)
        #expect(kept.contains { $0.leftOpen == [criterion] })
        #expect(kept.contains { $0.leftOpen.isEmpty })
        #expect(report.catalogue.excluded.allSatisfy { $0.excludedBy == [criterion] })
        #expect(kept.count + report.catalogue.excluded.count == Self.count)
        // A product that says nothing of anybody is there.
        let silent = Self.saved.products.filter { $0.terms == .none && $0.product.isSalaryTransferRequired == nil }
        let ids = Set(kept.map { "\($0.lfi.id) \($0.product.id ?? "")" })
        #expect(silent.allSatisfy { ids.contains("\($0.lfi.id) \($0.product.id ?? "")") })
    }

    @Test("are cut to a number that is the beginning of the whole")
    func limit() throws {
        let all = try report().catalogue.products
        for limit in [1, Self.count - 1, Self.count, 20_000] {
            let some = try report(limit: limit).catalogue.products
            #expect(some.map(\.json) == all.prefix(limit).map(\.json))
        }
    }

    @Test("lose nothing in full: every value that a bank sent is on the sheet (every fifth is looked at)")
    func sheets() throws {
        for listed in stride(from: 0, to: Self.count, by: 5).map({ Self.saved.products[$0] }) {
            let sheet = ProductSheet(listed)
            let values = sheet.sections.flatMap(\.lines).flatMap { [$0.label, $0.value ?? ""] }.joined(separator: "\n")
            let plain = values.replacing(",", with: "")
            for leaf in listed.json.value.leaves
            where plain.range(of: leaf.replacing(",", with: ""), options: .literal) == nil {
                Issue.record("'\(leaf)' of \(listed.json.text ?? "") is not on its sheet")
            }
            let text = SheetText(on: Terminal(width: 80)).text(sheet, next: [])
            if !text.isHarmless { Issue.record("the sheet of \(listed.product.id ?? "") steers the terminal") }
        }
    }

    @Test("stand side by side, two to five at a time, without a loss")
    func comparison() throws {
        var random = SeededRandom(seed: Self.seed)
        for _ in 0..<Soak.count(300, usually: 40) {
            let products = (0..<Int.random(in: 2...5, using: &random)).map { _ in random.pick(Self.saved.products) }
            let comparison = Comparison(products)
            for (index, product) in products.enumerated() {
                let values = ProductSheet(product).sections.flatMap(\.lines).compactMap(\.value)
                #expect(comparison.rows.compactMap { $0.values[index] }.count == values.count)
            }
            #expect(comparison.rows.allSatisfy { $0.values.count == products.count })
            for width in [60, 160] {
                let text = comparison.text(on: Terminal(width: width))
                #expect(text.isHarmless)
                #expect(text.split(separator: "\n").allSatisfy { String($0).displayWidth <= width }, "\(width)")
            }
            #expect(comparison.table.markdown.isHarmless)
            let sections = comparison.rows.map(\.section)
            let starts = sections.indices.filter { $0 == 0 || sections[$0] != sections[$0 - 1] }
            #expect(starts.count == Set(sections).count, "a section stands twice")
            let differences = Comparison(products, onlyDifferences: true).rows
            #expect(differences.map(\.name) == comparison.rows.filter(\.differs).map(\.name))
            let json = try ReportFormat.json.data(comparison)
            let document = try JSONDecoder().decode(ComparisonDocument.self, from: json)
            #expect(document.Rows.count == comparison.rows.count)
            #expect(document.Products.count == products.count)
        }
    }

    private struct ComparisonDocument: Decodable {
        struct Product: Decodable { var ProductId: String }
        struct Row: Decodable {
            var Section, Name: String
            var Values: [String?]
            var Differs: Bool
        }
        var Products: [Product]
        var Rows: [Row]
    }
}

extension String {
    /// Whether nothing in it but line ends could steer a terminal.
    fileprivate var isHarmless: Bool {
        !unicodeScalars.contains {
            ($0.value < 0x20 && $0 != "\n") || (0x7F...0x9F).contains($0.value) || (0x202A...0x202E).contains($0.value)
                || (0x2066...0x2069).contains($0.value)
        }
    }
}

extension JSONValue {
    /// Every scalar as a person would look for it; words for yes and no, and durations in words, are looked at elsewhere.
    fileprivate var leaves: [String] {
        switch self {
        case .object(let members): members.flatMap(\.value.leaves)
        case .array(let elements): elements.flatMap(\.leaves)
        case .string(""): []
        case .string(let text): text.wholeMatch(of: /P(\d+Y)?(\d+M)?/) == nil || text == "P" ? [text] : []
        case .brokenString(let text), .number(let text): [text]
        case .bool, .null: []
        }
    }
}
