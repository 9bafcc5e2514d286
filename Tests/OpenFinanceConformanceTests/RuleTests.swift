import Foundation
import OpenFinanceTransport
import TestSupport
import Testing

@testable import OpenFinance
@testable import OpenFinanceConformance

@Suite("The table of rules")
struct RuleTests {
    @Test(
        "rates and the ends of ranges are known by the names that any version has for them",
        arguments: [
            ("StartingFrom", "UpTo", true), ("MinimumRate", "MaximumRate", true), ("MinRate", "MaxRate", true),
            ("MinimumTierRate", "MaximumTierRate", true), ("MinimumTierValue", "MaximumTierValue", false),
            ("LTVStart", "LTVEnd", false), ("MinimumLoanTenure", "MaximumLoanTenure", false), ("From", "To", false),
            ("MinBalance", "MaxBalance", false), ("MinimumFinanceAmount", "MaximumFinanceAmount", false),
        ])
    func namesOfFigures(low: String, high: String, areRates: Bool) throws {
        func found(_ text: String) throws -> Set<RuleID> {
            Set(FigureCheck(try JSONValue(Data(text.utf8))).found.map(\.rule))
        }
        #expect(try found(#"{"\#(low)":9,"\#(high)":5}"#) == [.rangeOrder])
        #expect(try found(#"{"\#(low)":5,"\#(high)":9}"#) == [])
        #expect(try found(#"{"\#(low)":5,"\#(high)":5000}"#) == (areRates ? [.plausibleRate] : []))
    }

    @Test("is held against an object in time that grows with its members alone")
    func hostile() throws {
        let members = Array(repeating: #""From":1"#, count: 40_000) + [#""To":0"#]
        let object = try JSONValue(Data("{\(members.joined(separator: ","))}".utf8))
        let time = ContinuousClock().measure {
            #expect(FigureCheck(object).found.count { $0.rule == .rangeOrder } == 1)
        }
        #expect(time < .seconds(20))
    }

    @Test("has each rule once, with a source and a sentence")
    func table() {
        #expect(Rule.all.map(\.id.rawValue).sorted() == RuleID.allCases.map(\.rawValue).sorted())
        for rule in Rule.all {
            #expect(!rule.source.isEmpty && !rule.sentence.hasSuffix("."), "\(rule.id.rawValue)")
            #expect(rule.sentence.first?.isUppercase == true, "\(rule.id.rawValue)")
        }
    }

    @Test("has no rule that nothing breaks")
    func broken() {
        // The schemas of today have no place at which two kinds fit at once.
        let untold = Set(RuleID.allCases).subtracting(RuleCase.all.flatMap(\.rules)).subtracting([.schemaOneOf])
        #expect(untold.map(\.rawValue) == [])
    }

    @Test("is broken by what a bank does in just those rules that speak of it", arguments: RuleCase.all)
    func cases(one: RuleCase) throws {
        let found = try one.found()
        #expect(Set(found.map(\.rule)) == one.rules, "\(found)")
    }
}

@Suite("Deviations")
struct DeviationsTests {
    private let lfi = LFI.Identity(id: "1", name: "Liwa Bank")

    @Test("of one rule at one kind of place are one, with a count and three examples, whatever the indices")
    func grouping() throws {
        var deviations = Deviations(of: lfi)
        for index in 0..<1_000 {
            deviations.add(
                .schemaType, at: "/Channels/\(index)/Type", of: "P\(index)", value: "\(index)", expected: "a text",
                by: .init())
        }
        deviations.add(.schemaType, at: "/Channels/1/Description", expected: "a text", by: .init())
        #expect(deviations.all.map(\.place) == ["/Channels/*/Type", "/Channels/*/Description"])
        let first = try #require(deviations.all.first)
        #expect(first.count == 1_000)
        #expect(first.examples.map(\.pointer) == ["/Channels/0/Type", "/Channels/1/Type", "/Channels/2/Type"])
        #expect(first.examples.map(\.productID) == ["P0", "P1", "P2"])
    }

    @Test(
        "from a schema name its version",
        arguments: [(APIVersion(1, 2), "v1.2-errata1"), (.v2_1, "v2.1"), (APIVersion(2, 3), "v2.2-rc2")])
    func version(version: APIVersion, document: String) throws {
        var deviations = Deviations(of: lfi)
        var check = ProductCheck(shapes: try PublishedShapes(answersOf: version), version: version, now: Date())
        check.check(try #require(ListedProduct(json: Data("{}".utf8), of: lfi)), by: .init(), &deviations)
        #expect(deviations.all.first?.schema == "Product/ProductId of \(document)")
    }

    @Test("stand with the gravest first")
    func order() {
        var deviations = Deviations(of: lfi)
        for rule in [RuleID.directoryName, .applyNow, .schemaType] { deviations.add(rule, expected: "", by: .init()) }
        #expect(deviations.all.map(\.severity) == [.error, .warning, .note])
    }

    @Test("of one rule in several brands stand in the order of the answer, on every run")
    func brands() throws {
        let groups = (0..<8).map { brand in
            let products = ["2026-02", "2026-01"].map { month in
                #"{"ProductId":"\#(brand)-\#(month)","LastUpdatedDateTime":"\#(month)-01T00:00:00Z"}"#
            }
            return #"{"LFIId":"L","LFIBrandId":"\#(brand)","Products":[\#(products.joined(separator: ","))]}"#
        }
        let answer = #"{"Data":[\#(groups.joined(separator: ","))]}"#
        var deviations = Deviations(of: lfi)
        FilterCheck.checkDefaultOrder(
            of: ListedProduct.all(in: Data(answer.utf8), of: lfi), by: .init(), &deviations)
        let found = try #require(deviations.all.first)
        #expect(found.count == 8)
        #expect(found.examples.map(\.productID) == ["0-2026-01", "1-2026-01", "2-2026-01"])
    }

    @Test("have places by bytes, whatever a name begins with")
    func places() {
        var deviations = Deviations(of: lfi)
        for index in 0..<3 {
            deviations.add(.schemaType, at: "/a/\(index)/\u{301}x/\(index)/7a", expected: "", by: .init())
        }
        #expect(deviations.all.map(\.place) == ["/a/*/\u{301}x/*/7a"])
    }

    @Test("keep values, names and places within bounds, however a bank makes them up")
    func bounds() throws {
        var deviations = Deviations(of: lfi)
        let long = String(repeating: "é", count: 100_000)
        for index in 0..<2_000 {
            deviations.add(
                .schemaAdditional, at: "/x\(index)\(long)", of: long, value: long, expected: "no such member",
                by: .init())
        }
        // The rest are counted together, and no other rule is left out for them.
        deviations.add(.schemaType, at: "/Channels", expected: "a list", by: .init())
        #expect(deviations.all.count == 202)
        #expect(deviations.all.map(\.count).reduce(0, +) == 2_001)
        #expect(deviations.all[200].place == "/…" && deviations.all[200].count == 1_800)
        #expect(deviations.all[200].examples.first?.pointer.hasPrefix("/x200é") == true)
        let example = try #require(deviations.all.first?.examples.first)
        #expect(example.pointer.unicodeScalars.count == 301 && example.value?.unicodeScalars.count == 101)
        #expect(example.productID?.unicodeScalars.count == 101)
    }

    @Test("of a token never have the token in them")
    func secrets() throws {
        var deviations = Deviations(of: lfi)
        TokenCheck.check(
            RuleCase.seen(
                #"{"access_token":"se cret","token_type":{"a":"se cret"},"expires_in":"se cret","access_token":"se cret"}"#,
                .token),
            scope: "products", &deviations)
        #expect(deviations.all.count >= 3)
        #expect(deviations.all.flatMap(\.examples).allSatisfy { $0.pointer != "/access_token" || $0.value == nil })
    }

    @Test("have nothing in any part of them that a request carried in confidence, however it is escaped there")
    func hidden() throws {
        var deviations = Deviations(of: lfi)
        // Between two slashes is less of it than tells.
        let secret = "one-part/another/and-more/yet-more/the-last"
        deviations.secrets = RequestSecrets(assertion: "header.\(secret)")
        let member = secret.replacing("/", with: "~1")
        deviations.add(
            .schemaType, at: "/Channels/0/\(member)", of: secret, value: "'\(secret)'", expected: "no \(secret)",
            by: .init())
        let deviation = try #require(deviations.all.first)
        let example = try #require(deviation.examples.first)
        #expect([deviation.place, example.pointer] == ["/(hidden)", "/(hidden)"])
        #expect([deviation.expected, example.value, example.productID] == ["(hidden)", "(hidden)", "(hidden)"])
    }

    @Test("are looked for in products of the chosen categories, and in those that say none")
    func categories() throws {
        let scope = ConformanceScope(categories: [.finance])
        for (category, isIncluded) in [("Finance", true), ("Loan", true), ("Mortgage", false), (nil, true)] {
            let member = category.map { #","ProductCategory":"\#($0)""# } ?? ""
            let json = Data(#"{"ProductId":"1"\#(member)}"#.utf8)
            #expect(scope.includes(try #require(ListedProduct(json: json, of: lfi))) == isIncluded, "\(member)")
        }
    }

    @Test("name a suite as the registry does", arguments: [(10, "suite 0x000A"), (0xC027, "suite 0xC027")])
    func suite(number: Int, shown: String) {
        var deviations = Deviations(of: lfi)
        let answer = TLSOffer.Answer.accepted(suite: UInt16(number))
        TLSCheck.check(.init(place: "token", offer: .otherSuites, answer: answer), at: Date(), &deviations)
        #expect(deviations.all.first?.examples.first?.value == shown)
    }

    @Test("are none in generated products of a version, but for what chance makes of their figures")
    func noFalseAlarm() throws {
        // Made values know nothing of each other: a minimum may be above its maximum, a card have no way to apply.
        let ofChance: Set<RuleID> = [.rangeOrder, .applyNow, .minorUnits, .validity, .updateTime]
        for (document, version) in [("v1.2-errata1", APIVersion(1, 2)), ("v2.0-errata1", .v2_0), ("v2.1", .v2_1)] {
            var products = try PublishedProduct(version: document, seed: 20_261_131)
            var deviations = Deviations(of: lfi)
            var check = ProductCheck(shapes: try PublishedShapes(answersOf: version), version: version, now: Date())
            for index in 0..<Soak.count(3_000, usually: 60) {
                let json = Data(products.next(id: "\(index)").text.utf8)
                let listed = try #require(ListedProduct(json: json, of: lfi))
                check.check(listed, by: .init(), &deviations)
            }
            let found = deviations.all.filter { !ofChance.contains($0.rule) }
            #expect(found == [], "\(document)")
        }
    }
}
