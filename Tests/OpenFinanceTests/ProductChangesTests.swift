import FoundationEssentials
import TestSupport
import Testing

@testable import OpenFinance

@Suite("What has changed of a product")
struct ProductChangeTests {
    private func product(_ json: String) throws -> ListedProduct {
        try #require(ListedProduct(json: Data(json.utf8), of: .init(id: "s1", name: "Liwa Bank")))
    }

    @Test(
        "is nothing where both mean the same",
        arguments: [
            (#"{"A":2.50}"#, #"{"A":2.5}"#), (#"{"A":2.5}"#, #"{"A":25e-1}"#), (#"{"A":0}"#, #"{"A":-0.0E7}"#),
            (#"{"A":100}"#, #"{"A":1E+2}"#), (#"{"A":0.10}"#, #"{"A":1e-1}"#),
            // No sensible exponent: such a number is compared as it is spelled.
            (#"{"A":1e-9223372036854775808}"#, #"{"A":1e-9223372036854775808}"#),
            (#"{"Amount":"2.50"}"#, #"{"Amount":2.5}"#), (#"{"Amount":"1,000.00"}"#, #"{"Amount":"1000"}"#),
            (#"{"Rate":"3.50 %"}"#, #"{"Rate":3.5}"#),
            (#"{"A":[1,2,{"B":[3,4]}]}"#, #"{"A":[{"B":[4,3]},2,1]}"#), (#"{"A":1,"B":2}"#, #"{"B":2, "A" : 1}"#),
            (#"{"A":null,"B":1}"#, #"{"B":1}"#), (#"{"A":{"B":1}}"#, #"{"A":[{"B":1}]}"#),
            (#"{"A":["Retail","SME"]}"#, #"{"A":[{"Type":"SME"},{"Type":"Retail"}]}"#),
            (#"{"A":"\u0041"}"#, #"{"A":"A"}"#),
            // What says nothing.
            (#"{"A":"","B":1}"#, #"{"B":1}"#), (#"{"A":[],"B":1}"#, #"{"B":1}"#), (#"{"A":{},"B":1}"#, #"{"B":1}"#),
            (#"{"A":{"C":"","D":[{}]},"B":1}"#, #"{"B":1}"#), (#"{"A":[null,""]}"#, #"{"A":{}}"#),
            (#"{"A":{"B":1,"C":[]}}"#, #"{"A":{"B":1}}"#),
            // One moment.
            (#"{"A":"2026-05-01T04:00:00+04:00"}"#, #"{"A":"2026-05-01T00:00:00Z"}"#),
            (#"{"A":"2026-05-01T00:00:00.000Z"}"#, #"{"A":"2026-05-01T00:00:00Z"}"#),
        ])
    func same(old: String, new: String) throws {
        #expect(ProductChange(from: try product(old), to: try product(new)) == nil)
        #expect(ProductChange(from: try product(new), to: try product(old)) == nil)
    }

    @Test(
        "has its place in both, and what stood and stands there",
        arguments: [
            (#"{"A":1}"#, #"{"A":2}"#, ["/A /A 1 2"]), (#"{"A":5}"#, #"{"A":-5}"#, ["/A /A 5 -5"]),
            (
                #"{"A":0.1e-9223372036854775808}"#, #"{"A":10e9223372036854775807}"#,
                ["/A /A 0.1e-9223372036854775808 10e9223372036854775807"]
            ),
            (#"{"A":1}"#, #"{"A":"1"}"#, [#"/A /A 1 "1""#]),
            // Only a lone type is what the guide writes as a text.
            (#"{"A":{"Name":"x"}}"#, #"{"A":"x"}"#, [#"/A /A {"Name":"x"} "x""#]),
            (#"{"A":"1.10"}"#, #"{"A":"1.1"}"#, [#"/A /A "1.10" "1.1""#]),
            (#"{"A":"\u00e9"}"#, #"{"A":"e\u0301"}"#, [#"/A /A "é" "é""#]),
            (#"{"A":1}"#, #"{"B":1}"#, ["- /B - 1", "/A - 1 -"]), (#"{"A":1}"#, #"{"A":null}"#, ["/A /A 1 -"]),
            (#"{"A":"x"}"#, #"{"A":""}"#, [#"/A /A "x" """#]), (#"{"A":[1]}"#, #"{"A":[]}"#, ["/A/0 - 1 -"]),
            (
                #"{"A":"2026-05-01T04:00:00+04:00"}"#, #"{"A":"2026-05-01T04:00:00Z"}"#,
                [#"/A /A "2026-05-01T04:00:00+04:00" "2026-05-01T04:00:00Z""#]
            ),
            (
                #"{"A":"2026-05-01"}"#, #"{"A":"2026-05-01T00:00:00Z"}"#,
                [#"/A /A "2026-05-01" "2026-05-01T00:00:00Z""#]
            ),
            (#"{"a/b~c":1}"#, #"{"a/b~c":2}"#, ["/a~1b~0c /a~1b~0c 1 2"]),
            (#"{"A":[1,2,3]}"#, #"{"A":[3,2]}"#, ["/A/0 - 1 -"]),
            (#"{"A":{"B":1}}"#, #"{"A":[{"B":2}]}"#, ["/A/B /A/0/B 1 2"]),
            (#"{"A":[[null]]}"#, #"{"A":[[7]]}"#, ["/A/0/0 /A/0/0 - 7"]),
            (#"{"A":["Retail"]}"#, #"{"A":[{"Type":"Retail","Description":"x"}]}"#, [#"- /A/0/Description - "x""#]),
            (
                #"{"A":["Retail"]}"#, #"{"A":[{"Type":"SME","Description":"x"},1]}"#,
                [
                    #"- /A/0 - {"Type":"SME","Description":"x"}"#, #"/A/0 /A/1 "Retail" 1"#,
                ]
            ),
            (
                #"{"C":[{"Type":"AnnualFees","Name":"a","N":1},{"Type":"LatePayment","Name":"b","N":2}]}"#,
                #"{"C":[{"Type":"LatePayment","Name":"b","N":3},{"Type":"AnnualFees","Name":"c","N":4}]}"#,
                ["/C/0/N /C/1/N 1 4", #"/C/0/Name /C/1/Name "a" "c""#, "/C/1/N /C/0/N 2 3"]
            ),
            (
                #"{"C":[{"Type":"Other","Name":"courier","N":1}]}"#, #"{"C":[{"Type":"Other","Name":"gold","N":2}]}"#,
                [
                    #"- /C/0 - {"Type":"Other","Name":"gold","N":2}"#,
                    #"/C/0 - {"Type":"Other","Name":"courier","N":1} -"#,
                ]
            ),
            (
                #"{"R":[{"RateCategory":"Standard","Tier":{"MinBalance":0},"AnnualRate":1},{"RateCategory":"Standard","Tier":{"MinBalance":9},"AnnualRate":2}]}"#,
                #"{"R":[{"RateCategory":"Standard","Tier":{"MinBalance":9},"AnnualRate":1},{"RateCategory":"Standard","Tier":{"MinBalance":0},"AnnualRate":2}]}"#,
                ["/R/0/AnnualRate /R/1/AnnualRate 1 2", "/R/1/AnnualRate /R/0/AnnualRate 2 1"]
            ),
        ])
    func places(old: String, new: String, expected: [String]) throws {
        let change = try #require(ProductChange(from: try product(old), to: try product(new)))
        #expect(change.members.map(\.told).sorted() == expected)
    }

    @Test(
        "says by how much a figure has changed",
        arguments: [
            (#"{"Rate":2.25}"#, #"{"Rate":"2.50"}"#, FigureDifference.percentagePoints(Decimal(string: "0.25") ?? 0)),
            (
                #"{"X":{"Amount":"100.00","Currency":"AED"}}"#, #"{"X":{"Amount":"99","Currency":"AED"}}"#,
                .money(Money(-1, "AED"))
            ),
            (#"{"X":{"Amount":"100","Currency":"AED"}}"#, #"{"X":{"Amount":"99","Currency":"USD"}}"#, nil),
            (#"{"X":{"Amount":"100"}}"#, #"{"X":{"Amount":"99"}}"#, nil),
            (
                #"{"Tier":{"MinBalance":1,"Currency":"AED"}}"#, #"{"Tier":{"MinBalance":5,"Currency":"AED"}}"#,
                .money(Money(4, "AED"))
            ),
            (#"{"Value":"21"}"#, #"{"Value":18}"#, .count(-3)), (#"{"X":1}"#, #"{"X":2}"#, nil),
        ])
    func difference(old: String, new: String, expected: FigureDifference?) throws {
        let change = try #require(ProductChange(from: try product(old), to: try product(new)))
        #expect(change.members.first?.difference == expected)
    }

    private static let earned =
        #"{"DepositRates":{"RateDetails":[{"AnnualRateRange":{"MinRate":LOW,"MaxRate":HIGH}}]}}"#
    private static let paid = #"{"FinanceRates":{"AnnualPercentageRate":{"StartingFrom":LOW,"UpTo":HIGH}}}"#

    @Test(
        "is none of a headline that shows the other end of a range",
        arguments: [
            ("SavingsAccount", earned, "LOW", false), ("SavingsAccount", earned, "HIGH", true),
            ("Finance", paid, "LOW", true), ("Finance", paid, "HIGH", false),
        ])
    func range(category: String, details: String, changed: String, isAnother: Bool) throws {
        func product(_ details: String) throws -> ListedProduct {
            let figures = details.replacing("LOW", with: "3.00").replacing("HIGH", with: "8.50")
            return try self.product(#"{"ProductCategory":"\#(category)","Product":\#(figures)}"#)
        }
        let change = try #require(
            ProductChange(
                from: try product(details), to: try product(details.replacing(changed, with: "5.00"))))
        #expect(change.members.count == 1)
        #expect(change.headlines.map(\.headline) == (isAnother ? [.rate] : []))
    }

    @Test("has figures first and the time of the change last, and its headlines beside them")
    func order() throws {
        func json(_ time: String, _ text: String, _ rate: String, fee: String) -> String {
            #"{"LastUpdatedDateTime":"\#(time)","ProductCategory":"SavingsAccount","Description":"\#(text)","Product":{"#
                + #""DepositRates":{"RateDetails":[{"RateCategory":"Standard","AnnualRate":\#(rate)}]},"SavingsAccount":{"#
                + #""Charges":[{"Type":"AnnualFees","Charge":[{"Amount":{"Amount":"\#(fee)","Currency":"AED"}}]}]}}}"#
        }
        let change = try #require(
            ProductChange(
                from: try product(json("2026-01-01T00:00:00Z", "a", "2.10", fee: "100")),
                to: try product(json("2026-02-01T00:00:00Z", "b", "2.35", fee: "150"))))
        #expect(
            change.members.map(\.place) == [
                "/Product/DepositRates/RateDetails/0/AnnualRate",
                "/Product/SavingsAccount/Charges/0/Charge/0/Amount/Amount", "/Description", "/LastUpdatedDateTime",
            ])
        #expect(change.headlines.map(\.headline) == [.rate, .annualFee])
        #expect(
            change.headlines.map(\.difference) == [
                .percentagePoints(Decimal(string: "0.25") ?? 0), .money(Money(50, "AED")),
            ])
    }
}

@Suite("What has changed between two lists of products")
struct ProductChangesTests {
    private func snapshot(
        _ products: [(bank: String, id: String, name: String)], failed: [String] = [], incomplete: [String] = [],
        asked: [String] = []
    ) throws -> ProductSnapshot {
        func own(_ bank: String) -> String { #""LFIName":"\#(bank)","AuthorisationServerId":"id-\#(bank)""# }
        let list = products.map { #"{\#(own($0.bank)),"ProductId":"\#($0.id)","ProductName":"\#($0.name)"}"# }
        let failures = failed.map { #"{\#(own($0)),"Stage":"token","Reason":"timeout","Message":"no"}"# }
        let warnings = incomplete.map { #"{\#(own($0)),"Message":"odd","Incomplete":true}"# }
        let lfis = asked.map { "{\(own($0))}" }
        return ProductSnapshot(
            try SavedProducts(
                Data(
                    """
                    {"Products":[\(list.joined(separator: ","))],"Failures":[\(failures.joined(separator: ","))],
                    "Warnings":[\(warnings.joined(separator: ","))],"Meta":{"LFIs":[\(lfis.joined(separator: ","))]}}
                    """.utf8)))
    }

    private func told(_ changes: ProductChanges) -> [String] {
        changes.added.map { "+\($0.lfi.name)/\($0.product.id ?? "")" }
            + changes.withdrawn.map { "-\($0.lfi.name)/\($0.product.id ?? "")" }
            + changes.changed.map { "\($0.old.product.id ?? "")>\($0.new.product.id ?? "")" }
            + changes.notCompared.map { "?\($0.lfi.name) \($0.list) \($0.products.count)" }
    }

    @Test("is what came, went and is another, by bank and id, whatever the bank is called")
    func list() throws {
        let old = try snapshot([("A", "1", "x"), ("A", "2", "x"), ("B", "1", "y"), ("B", "3", "z")])
        let new = try snapshot([("B", "1", "y"), ("A", "1", "other"), ("B", "4", "new"), ("A", "2", "x")])
        #expect(told(ProductChanges(from: old, to: new)) == ["+B/4", "-B/3", "1>1"])
        #expect(told(ProductChanges(from: new, to: old)) == ["+B/3", "-B/4", "1>1"])
        #expect(ProductChanges(from: old, to: new).unchanged.count == 2)
        let renamed = try SavedProducts(
            Data(
                #"{"Products":[{"LFIName":"A plc","AuthorisationServerId":"id-A","ProductId":"1","ProductName":"x"}]}"#
                    .utf8))
        #expect(ProductChanges(from: try snapshot([("A", "1", "x")]), to: ProductSnapshot(renamed)).isEmpty)
    }

    @Test("is a new id where exactly the same stands under another")
    func newID() throws {
        let old = try snapshot([("A", "1", "x"), ("A", "2", "same"), ("A", "3", "same")])
        let new = try snapshot([("A", "7", "x"), ("A", "8", "same"), ("A", "9", "same")])
        #expect(told(ProductChanges(from: old, to: new)) == ["+A/8", "+A/9", "-A/2", "-A/3", "1>7"])
        let one = ProductChanges(from: try snapshot([("A", "1", "x")]), to: try snapshot([("A", "7", "x")]))
        #expect(one.changed.first?.members.map(\.told) == [#"/ProductId /ProductId "1" "7""#])
        // Not of another bank.
        let others = ProductChanges(
            from: try snapshot([("A", "1", "x")], asked: ["B"]), to: try snapshot([("B", "7", "x")], asked: ["A"]))
        #expect(told(others) == ["+B/7", "-A/1"])
    }

    @Test("has every product of an id that a bank uses for several")
    func sharedID() throws {
        let old = try snapshot([("A", "1", "x"), ("A", "1", "y"), ("A", "1", "y")])
        #expect(told(ProductChanges(from: old, to: try snapshot([("A", "1", "y"), ("A", "1", "x")]))) == [])
        #expect(told(ProductChanges(from: old, to: try snapshot([("A", "1", "y"), ("A", "1", "z")]))) == ["1>1"])
        #expect(told(ProductChanges(from: old, to: try snapshot([("A", "1", "y")]))) == ["-A/1"])
    }

    @Test("says nothing of what a bank that failed, was not asked or gave some only may have")
    func notCompared() throws {
        let full = try snapshot([("A", "1", "x"), ("B", "1", "y")], asked: ["C"])
        let failed = try snapshot([("A", "1", "x")], failed: ["B"], asked: ["C"])
        #expect(told(ProductChanges(from: full, to: failed)) == ["?B new 1"])
        #expect(told(ProductChanges(from: failed, to: full)) == ["?B old 1"])
        let incomplete = try snapshot([("A", "1", "x"), ("B", "2", "z")], incomplete: ["B"], asked: ["C"])
        #expect(told(ProductChanges(from: full, to: incomplete)) == ["+B/2", "?B new 1"])
        #expect(told(ProductChanges(from: incomplete, to: full)) == ["-B/2", "?B old 1"])
        let unasked = try snapshot([("A", "1", "x")])
        #expect(told(ProductChanges(from: full, to: unasked)) == ["?B new 1"])
        #expect(told(ProductChanges(from: unasked, to: full)) == ["?B old 1"])
        // Whoever answered with nothing has withdrawn it.
        let nothing = try snapshot([("A", "1", "x")], asked: ["A", "B"])
        #expect(told(ProductChanges(from: full, to: nothing)) == ["-B/1"])
        #expect(told(ProductChanges(from: full.restricted(to: ["id-A"]), to: failed.restricted(to: ["id-A"]))) == [])
    }

    @Test("leaves out what the list itself says of a product")
    func ownMembers() throws {
        func list(_ own: String) throws -> ProductSnapshot {
            ProductSnapshot(
                try SavedProducts(
                    Data(#"{"Products":[{"AuthorisationServerId":"s","ProductId":"1",\#(own),"X":1}]}"#.utf8)))
        }
        let old = try list(#""LFIName":"A","LFIMembers":{"LFIName":"its own"}"#)
        let new = try list(
            #""LFIName":"B","LFIId":"L","Headlines":{"Rate":{"Figure":"1"}},"ExcludedBy":["age"],"LFIMembers":{"LFIName":"its own"}"#
        )
        #expect(ProductChanges(from: old, to: new).isEmpty)
        // What stands aside in one is where the LFI had it in the other.
        let sent = try #require(
            ListedProduct(
                json: Data(#"{"ProductId":"1","X":1,"LFIName":"its own!"}"#.utf8), of: .init(id: "s", name: "A")))
        let change = try #require(ProductChange(from: old.products[0], to: sent))
        #expect(change.members.map(\.told) == [#"/LFIName /LFIName "its own" "its own!""#])
    }

    @Test("can be that of some categories, before or after")
    func categories() throws {
        func list(_ category: String) throws -> ProductSnapshot {
            ProductSnapshot(
                try SavedProducts(
                    Data(
                        #"{"Products":[{"LFIName":"A","AuthorisationServerId":"s","ProductId":"1","ProductCategory":"\#(category)"}]}"#
                            .utf8)))
        }
        let changes = ProductChanges(from: try list("Loan"), to: try list("Mortgage"))
        #expect(changes.ofCategories([.finance]).changed.count == 1)
        #expect(changes.ofCategories([.mortgage]).changed.count == 1)
        #expect(changes.ofCategories([.creditCard]).isEmpty)
        #expect(changes.ofCategories([]).changed.count == 1)
    }
}

extension MemberChange {
    /// `/old/place /new/place old new`, with a dash for what is not there.
    var told: String {
        func text(_ json: JSONText?) -> String { json.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "-" }
        return "\(oldPlace ?? "-") \(newPlace ?? "-") \(text(old)) \(text(new))"
    }
}
