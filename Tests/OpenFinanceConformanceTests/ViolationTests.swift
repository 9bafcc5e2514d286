import Foundation
import OpenFinance
import OpenFinanceConformance
import TestSupport
import Testing

@Suite("Violations of a shape")
struct ViolationTests {
    @Test("are none in what is made from the shapes", arguments: PublishedShapes.versions)
    func noFalseAlarm(version: String) throws {
        let shapes = try PublishedShapes(version: version)
        var random = SeededRandom(seed: 20_261_129)
        print("seed: \(random.seed)")
        for _ in 0..<Soak.count(3_000, usually: 100) {
            let product = shapes.make("Product", with: &random).text
            #expect(shapes.violations(of: try value(product), as: "Product") == [], "\(product)")
        }
    }

    @Test("are found in each keyword of each member, once it is broken", arguments: PublishedShapes.versions)
    func mutations(version: String) throws {
        let shapes = try PublishedShapes(version: version)
        var random = SeededRandom(seed: 20_261_130)
        print("seed: \(random.seed)")
        // Of one kind at one place a few are enough.
        var tried: [String: Int] = [:]
        var (found, all) = (0, 0)
        var missed: Set<String> = []
        for _ in 0..<Soak.count(400, usually: 10) {
            for mutant in shapes.mutants(of: shapes.make("Product", with: &random), as: "Product") {
                let kind = "\(mutant.keyword) of \(mutant.place)"
                tried[kind, default: 0] += 1
                guard tried[kind, default: 0] <= 3 else { continue }
                all += 1
                let violations = shapes.violations(of: try value(mutant.document.text), as: "Product")
                if violations.isEmpty { missed.insert(kind) } else { found += 1 }
            }
        }
        #expect(Double(found) >= 0.99 * Double(all), "\(all - found) of \(all) missed: \(missed.sorted())")
        // So that a maker of nothing does not pass.
        #expect(tried.count > 150, "\(tried.count) kinds")
    }

    /// What is broken, and how it is told: place, keyword, value, what is allowed.
    static let table: [(product: String, told: String)] = [
        (#"{}"#, "/ProductId required nil"),
        (#"{"ProductId":7,"ProductName":"N","ProductCategory":"Finance"}"#, "/ProductId type 7: a text"),
        (
            #"{"ProductId":"1","ProductName":"N","ProductCategory":"Loan"}"#,
            "/ProductCategory enum Loan: one of SavingsAccount, CurrentAccount, CreditCard, Finance, Mortgage"
        ),
        (
            #"{"ProductId":"1","ProductName":"N","ProductCategory":"Finance","LastUpdatedDateTime":"2026-02-29T00:00:00Z"}"#,
            "/LastUpdatedDateTime format 2026-02-29T00:00:00Z: a date-time"
        ),
        (
            #"{"ProductId":"1","ProductName":"N","ProductCategory":"Finance","DenominationCurrency":"aed"}"#,
            "/DenominationCurrency pattern aed: what matches ^[A-Z]{3}$"
        ),
        (
            #"{"ProductId":"1","ProductName":"N","ProductCategory":"SavingsAccount","#
                + #""Product":{"SavingsAccount":{"MinimumBalance":{"Amount":"1","Currency":"AED","a/b~":2}}}}"#,
            "/Product/SavingsAccount/MinimumBalance/a~1b~0 additionalProperties 2: no such member"
        ),
        (
            #"{"ProductId":"1","ProductName":"N","ProductCategory":"Finance","#
                + #""Product":{"FinanceRates":{"RateType":"VariableInterest","Rate":"4.5"}}}"#,
            "/Product/FinanceRates/Rate type 4.5: a number"
        ),
        (
            #"{"ProductId":"1","ProductName":"N","ProductCategory":"Finance","Product":{"Tenor":[]}}"#,
            "/Product/Tenor count 0: at least 1 elements"
        ),
        // What two schemas say of one member together is held to both.
        (
            #"{"ProductId":"1","ProductName":"N","ProductCategory":"Finance","Product":{"FinanceRates":{"#
                + #""RateType":"InterestRateOptions","RateOptions":[{"RateType":"HybridInterest","FixedRate":{"Rate":"4.5"}}]}}}"#,
            "/Product/FinanceRates/RateOptions/0/FixedRate/Rate type 4.5: a number"
        ),
        (
            #"{"ProductId":"1","ProductName":"N","ProductCategory":"Finance","Product":{"FinanceRates":{"#
                + #""RateType":"ProfitRateOptions","RateOptions":[{"RateType":"HybridProfit","FixedRate":{}}]}}}"#,
            "/Product/FinanceRates/RateOptions/0/FixedRate count {}: at least one member"
        ),
    ]

    @Test("say place, keyword, value and what is allowed", arguments: table)
    func told(product: String, told: String) throws {
        let violation = try #require(
            PublishedShapes(version: "v2.1").violations(of: try value(product), as: "Product").first)
        let rest = violation.value.map { "\($0): \(violation.expected)" } ?? "nil"
        #expect("\(violation.pointer) \(violation.keyword.rawValue) \(rest)" == told)
    }

    @Test("name the schema and the member below it")
    func schema() throws {
        let product =
            #"{"ProductId":"1","ProductName":"N","ProductCategory":"SavingsAccount","#
            + #""Product":{"SavingsAccount":{"MinimumBalance":{"Amount":"1,000","Currency":"AED"}}}}"#
        let violations = try PublishedShapes(version: "v2.1").violations(of: try value(product), as: "Product")
        #expect(violations.map(\.schema) == ["Money/Amount"])
    }

    @Test("are no more than a thousand, however many members a bank makes up")
    func many() throws {
        let members = (0..<3_000).map { "\"x\($0)\":0" }.joined(separator: ",")
        let product =
            #"{"ProductId":"1","ProductName":"N","ProductCategory":"SavingsAccount","#
            + #""Product":{"SavingsAccount":{"MinimumBalance":{"Amount":"1","Currency":"AED",\#(members)}}}}"#
        #expect(try PublishedShapes(version: "v2.1").violations(of: try value(product), as: "Product").count == 1_000)
    }

    private func value(_ json: String) throws -> JSONValue { try JSONValue(Data(json.utf8)) }
}

@Suite("A format of the documents")
struct FormatTests {
    @Test(
        "has URIs with a scheme, and with nothing that a URI has to encode",
        arguments: [
            ("https://a.example/x?y=%20#z", true), ("https://[::1]:8/", true), ("mailto:a@b.ae", true),
            ("https://a.example/(x)'*+,;=!$&", true), ("https:", false), ("//a.example", false), ("a.example", false),
            ("https://a b", false), ("https://a.example/é", false), ("https://a.example/{id}", false),
            ("https://a.example/\"x\"", false), ("https://a.example\\x", false), ("https://a.example/<x>", false),
            ("https://a.example/%zz", false), ("https://a.example/%2", false), ("https://a.example/#b#c", false),
            ("https://a.example/a|b^c`", false), ("https://a.example/%E2%9C%93", true), ("x:%", false), ("x:%4", false),
            ("x:#", false), ("x:y#", true), ("x:y#z%20", true), ("1x:y", false), ("é:y", false), ("x+1.-:y", true),
            (":y", false), ("", false), ("x:\u{0}", false), ("x:\u{7F}", false),
        ])
    func uri(text: String, fits: Bool) {
        #expect(Shape.Format.uri.fits(text) == fits)
    }
}

@Suite("A pattern of the documents")
struct PatternTests {
    static let table: [(pattern: String, fits: [String], others: [String])] = [
        (
            #"^\+[1-9]\d{1,14}$"#, ["+97", "+971501234567"],
            ["+9", "971", "+0971", "+9715012345678901", "+٩٧١", "+97\n"]
        ),
        ("^[A-Z]{3,3}$", ["AED"], ["AE", "AEDA", "aed", "ÄED", ""]),
        (
            #"^\d{1,13}$|^\d{1,13}\.\d{1,5}$"#, ["0", "1234567890123", "1.5", "1.12345"],
            ["", ".5", "1.", "1.123456", "12345678901234", "-1", "1,5", "١"]
        ),
        (#"^P(\d+Y)?(\d+M)?$"#, ["P", "P1Y", "P12M", "P1Y6M"], ["1Y", "P1M1Y", "P1D", "PY", "P1Y\u{301}"]),
        ("^[A-Za-z0-9._~+/=-]+$", ["a-b/c=", "-"], ["", "a b", "é"]),
        (#"^[!#-\[\]-~]+( [!#-\[\]-~]+)*$"#, ["products", "products openid"], ["", "a  b", "a\\b", "a\"b", " a"]),
    ]

    @Test("is read as ECMA-262 has it", arguments: table)
    func matching(pattern: String, fits: [String], others: [String]) {
        let pattern = Pattern(pattern)
        for text in fits { #expect(pattern.matches(text), "\(text)") }
        for text in others { #expect(!pattern.matches(text), "\(text)") }
    }

    @Test("of a hostile text takes no more than its length asks for")
    func hostile() {
        let pattern = Pattern(#"^[!#-~]+( [!#-~]+)*$"#)
        let text = String(repeating: "a ", count: 50_000)
        let time = ContinuousClock().measure { #expect(!pattern.matches(text)) }
        #expect(time < .seconds(20))
    }
}
