import Foundation
import HTTPTypes
import OpenFinance
import OpenFinanceConformance
import OpenFinanceTransport
import Testing

/// What a product may say, and what breaks a rule.
extension RuleCase {
    /// - Parameter members: of the product, behind the required ones.
    static func product(
        _ name: String, _ rules: Set<RuleID>, _ members: String,
        required: String = #""ProductId":"1","ProductName":"N","ProductCategory":"SavingsAccount""#
    ) -> RuleCase {
        products(name, rules, ["{\(required),\"Links\":{\"ApplicationEmail\":\"a@b.ae\"},\(members)}"])
    }

    static func products(_ name: String, _ rules: Set<RuleID>, _ products: [String]) -> RuleCase {
        RuleCase(name: name, rules: rules) {
            try deviations { lfi, deviations in
                var check = ProductCheck(shapes: try PublishedShapes(answersOf: .v2_1), version: .v2_1, now: time)
                for product in products {
                    guard let listed = ListedProduct(json: Data(product.utf8), of: lfi.identity) else { continue }
                    check.check(listed, by: .init(), &deviations)
                }
            }
        }
    }

    static func savings(_ name: String, _ rules: Set<RuleID>, _ members: String) -> RuleCase {
        product(name, rules, "\"Product\":{\(members)}")
    }

    static func deposit(_ name: String, _ rules: Set<RuleID>, _ members: String) -> RuleCase {
        savings(name, rules, "\"DepositRates\":{\"RateType\":\"FixedInterest\",\"RateDetails\":[{\(members)}]}")
    }

    static func link(_ name: String, _ rules: Set<RuleID>, _ address: String) -> RuleCase {
        products(
            "an address with \(name)", rules,
            [
                #"{"ProductId":"1","ProductName":"N","ProductCategory":"Finance","Links":{"ApplicationUri":"\#(address)"}}"#
            ])
    }

    static func limits(_ name: String, _ rules: Set<RuleID>, _ ages: [(type: String, value: Int)]) -> RuleCase {
        let list = ages.map { #"{"Type":"\#($0.type)","Value":\#($0.value)}"# }.joined(separator: ",")
        return product(name, rules, #""Eligibility":{"Age":[\#(list)]}"#)
    }

    static let products: [RuleCase] = [
        product("a product as it should be", [], #""IsShariaCompliant":false"#),
        product("a text for a boolean", [.schemaType], #""IsShariaCompliant":"false""#),
        product(
            "a product without name", [.schemaRequired], "\"X\":1",
            required: #""ProductId":"1","ProductCategory":"Finance""#),
        product(
            "an unknown category", [.schemaEnum], "\"X\":1",
            required: #""ProductId":"1","ProductName":"N","ProductCategory":"Gold""#),
        product("a currency in small letters", [.schemaPattern], #""DenominationCurrency":"aed""#),
        product("a day that there is not", [.schemaFormat], #""LastUpdatedDateTime":"2026-02-30T00:00:00Z""#),
        savings(
            "an amount with another member", [.schemaAdditional],
            #""SavingsAccount":{"MinimumBalance":{"Amount":"1","Currency":"AED","X":1}}"#),
        savings("no tenor in a list of them", [.schemaCount], "\"Tenor\":[]"),
        savings(
            "an amount of fils' parts", [.minorUnits],
            #""SavingsAccount":{"MinimumBalance":{"Amount":"1.005","Currency":"AED"}}"#),
        savings(
            "an amount with zeros behind its fils", [],
            #""SavingsAccount":{"MinimumBalance":{"Amount":"1.050","Currency":"AED"}}"#),
        deposit("a rate over 100", [.plausibleRate], "\"AnnualRate\":450"),
        deposit("a minimum above its maximum", [.rangeOrder], #""AnnualRateRange":{"MinRate":3.5,"MaxRate":2.5}"#),
        limits("a least age above the greatest", [.rangeOrder], [("MinimumAge", 65), ("MaximumAge", 21)]),
        limits("a least age below the greatest", [], [("MaximumAge", 65), ("MinimumAge", 21)]),
        limits(
            "least ages of two kinds of customers", [], [("MinimumAge", 21), ("MinimumAge", 65), ("MaximumAge", 60)]),
        limits(
            "least ages of two kinds of customers, the first above the greatest", [],
            [("MinimumAge", 65), ("MinimumAge", 21), ("MaximumAge", 60)]),
        limits(
            "greatest ages of two kinds of customers, the first below the least", [],
            [("MinimumAge", 21), ("MaximumAge", 18), ("MaximumAge", 60)]),
        product(
            "a least amount and a greatest in two currencies", [],
            #""Product":{"Finance":{"MinimumFinanceAmount":{"Amount":"9","Currency":"AED"},"MaximumFinanceAmount":{"Amount":"5","Currency":"USD"}}}"#,
            required: #""ProductId":"1","ProductName":"N","ProductCategory":"Finance""#),
        product(
            "an end at the moment of the beginning", [],
            #""EffectiveFromDateTime":"2026-03-01T00:00:00Z","EffectiveToDateTime":"2026-03-01T00:00:00Z""#),
        product(
            "an end before the beginning", [.validity],
            #""EffectiveFromDateTime":"2026-03-01T00:00:00Z","EffectiveToDateTime":"2026-02-01T00:00:00Z""#),
        product("a change in the future", [.updateTime], #""LastUpdatedDateTime":"2036-01-01T00:00:00Z""#),
        product("a change within the next day", [], #""LastUpdatedDateTime":"2026-09-22T14:13:20Z""#),
        product(
            "a change a second behind the next day", [.updateTime], #""LastUpdatedDateTime":"2026-09-22T14:13:21Z""#),
        product(
            "an address over http", [.secureURI],
            #""Links":{"ApplicationUri":"http://a.example","KfsUri":"https://a.example"}"#,
            required: #""ProductId":"1","ProductName":"N","ProductCategory":"SavingsAccount""#
        ).without(.repeatedName),
        link("no host", [.secureURI], "https:///apply"),
        link("no host, and a port", [.secureURI], "https://:443/apply"),
        link("no slashes", [.secureURI], "https:apply"),
        link("a user before the host", [.secureURI], "https://liwa.example@a.example/apply"),
        link("an @ behind the host", [], "https://a.example/@liwa?of=b@c#d@e"),
        link("a blank", [.schemaFormat], "https://a.example/apply now"),
        product("a name that comes twice", [.repeatedName], #""Description":"a","Description":"b""#),
        product("a card that is a mortgage", [.ownCategory], #""Product":{"Mortgage":{}}"#),
        product(
            "a blank name", [.blankText], "\"X\":1",
            required: #""ProductId":"1","ProductName":" ","ProductCategory":"Finance""#),
        products("no way to apply", [.applyNow], [#"{"ProductId":"1","ProductName":"N","ProductCategory":"Finance"}"#]),
        products(
            "an id that comes twice", [.productID],
            [#"{"ProductId":"1","ProductName":"N","ProductCategory":"Finance","Links":{"ApplicationEmail":"a@b.ae"}}"#]
                + [
                    #"{"ProductId":"1","ProductName":"M","ProductCategory":"Finance","Links":{"ApplicationEmail":"a@b.ae"}}"#
                ]),
        RuleCase(name: "an id that another bank of the same server has, too", rules: []) {
            try deviations { lfi, deviations in
                let group = #"]},{"LFIId":"M","LFIBrandId":"B","Products":[\#(one)]}],"Links""#
                let answer = body(one).replacing(#"]}],"Links""#, with: group)
                var check = ProductCheck(shapes: try PublishedShapes(answersOf: .v2_1), version: .v2_1, now: time)
                for listed in ListedProduct.all(in: Data(answer.utf8), of: lfi.identity) {
                    check.check(listed, by: .init(), &deviations)
                }
            }
        }.without(.applyNow),
        savings(
            "notes that are too long", [.schemaLength],
            "\"FinanceRates\":{\"RateType\":\"FixedInterest\",\"Notes\":\"\(String(repeating: "n", count: 501))\"}"),
        savings(
            "a rate of a charge over 100", [.schemaRange, .plausibleRate],
            #""SavingsAccount":{"Charges":[{"Name":"Late payment","Description":"d","Charge":[{"Rate":101}]}]}"#),
    ]

    /// Leaves one rule out of what is found: it is the way of the case itself that breaks it.
    private func without(_ rule: RuleID) -> RuleCase {
        let found = found
        return RuleCase(name: name, rules: rules) { try found().filter { $0.rule != rule } }
    }
}
