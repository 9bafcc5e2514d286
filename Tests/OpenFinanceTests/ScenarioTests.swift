import FoundationEssentials
import Testing

@testable import OpenFinance

@Suite("The day somebody looks at products")
struct ScenarioTests {
    private func scenario(_ day: String) throws -> Scenario { Scenario(date: try #require(Timestamp.parse(day))) }

    @Test(
        "says whether a product can be had",
        arguments: [
            ("2026-01-01T00:00:00Z", nil, "2025-12-31", "not yet"),
            ("2026-01-01T00:00:00Z", nil, "2026-01-01", "current"),
            // What is not in the form of a time begins with its day.
            ("2026-01-01 09:00", nil, "2025-12-31", "not yet"), ("2026-01-01 09:00", nil, "2026-01-01", "current"),
            (nil, "2026-01-01T00:00:00Z", "2026-01-02", "ended"),
            (nil, "2026-01-01T00:00:00Z", "2025-12-31", "current"),
            // A day alone is all of it.
            (nil, "2026-01-01", "2026-01-01T20:00:00Z", "current"), ("soon", "some day", "2026-01-01", "current"),
            // Exchanged, it could never be had.
            ("2027-01-01", "2026-01-01", "2026-06-01", "current"), (nil, nil, "2026-01-01", "current"),
        ] as [(String?, String?, String, String)])
    func validity(from: String?, to: String?, day: String, expected: String) throws {
        let members = [("EffectiveFromDateTime", from), ("EffectiveToDateTime", to)].compactMap { name, value in
            value.map { #","\#(name)":"\#($0)""# }
        }
        let product = try Listing.listed(#"{"ProductId":"1"\#(members.joined())}"#).product
        let found =
            switch product.validity(at: try scenario(day).date) {
            case .current: "current"
            case .notYet: "not yet"
            case .ended: "ended"
            }
        #expect(found == expected)
    }

    @Test("puts products that cannot be had last, in every order and both ways", arguments: ProductOrder.Key.allCases)
    func last(key: ProductOrder.Key) throws {
        func product(_ id: String, _ more: String, rate: String) throws -> ListedProduct {
            try Listing.listed(
                #"{"ProductId":"\#(id)","ProductName":"\#(id)","ProductCategory":"SavingsAccount"\#(more),"Product":{"DepositRates":{"RateDetails":[{"AnnualRate":\#(rate)}]}}}"#
            )
        }
        let products = try [
            product("a", #","EffectiveToDateTime":"2025-01-01T00:00:00Z""#, rate: "9"),
            product("z", #","EffectiveFromDateTime":"2030-01-01T00:00:00Z""#, rate: "0"), product("m", "", rate: "1"),
        ]
        for direction in [nil] + ProductOrder.Direction.allCases {
            let sorted = ProductOrder(key, direction).sorted(products, in: try scenario("2026-01-01"))
            #expect(sorted.first?.product.id == "m")
        }
    }

    @Test("decides which rates count, however often and in whatever order somebody looks")
    func rates() throws {
        // The second one's two days are exchanged, as the document's descriptions have them.
        let details = """
            {"DepositRates":{"RateDetails":[{"AnnualRate":2,"EffectiveDate":"2025-01-01","ExpiryDate":"2025-12-31"},
            {"AnnualRate":3,"EffectiveDate":"2026-12-31","ExpiryDate":"2026-01-01"}]}}
            """
        let product = try Listing.listed("SavingsAccount", details: details)
        let untouched = try Listing.listed("SavingsAccount", details: details)
        let days = [
            ("2026-06-01", "3"), ("2025-06-01", "2"), ("2027-06-01", nil), ("2026-12-31", "3"), ("2026-01-01", "3"),
        ]
        for (day, expected) in days + days.reversed() {
            let headlines = product.headlines(in: try scenario(day))
            #expect(headlines.rate?.figure == expected.flatMap { Decimal(string: $0) }, "\(day)")
            #expect(headlines.hasRateOfAnotherDay == (expected == nil))
            #expect(headlines.annualReturn == headlines.rate?.figure)
        }
        // To look at a product makes it no other one.
        #expect(product == untouched && Set([product, untouched]).count == 1)
    }
}

@Suite("What is comparable")
struct ComparableCostTests {
    private func finance(_ id: String, _ rates: String) throws -> ListedProduct {
        try Listing.listed(
            #"{"ProductId":"\#(id)","ProductName":"\#(id)","ProductCategory":"Finance","Product":{"FinanceRates":{\#(rates)}}}"#
        )
    }

    @Test(
        "finance with an annual percentage rate, without one and at a flat rate are three rankings, one after the other"
    )
    func rankings() throws {
        let flat = #""InterestCalculationMethod":"InitialDrawdownAmount""#
        let products = try [
            finance("flat", #""Rate":2.49,\#(flat)"#), finance("nominal", #""Rate":4.49"#),
            finance("apr high", #""Rate":3,"AnnualPercentageRate":{"StartingFrom":9}"#),
            finance("apr low", #""Rate":8,"AnnualPercentageRate":{"StartingFrom":5},\#(flat)"#),
            finance("nothing", ""),
        ]
        func ids(_ direction: ProductOrder.Direction?) -> [String] {
            ProductOrder(.rate, direction).sorted(products, in: Scenario()).compactMap(\.product.id)
        }
        #expect(ids(nil) == ["apr low", "apr high", "nominal", "flat", "nothing"])
        #expect(ids(.ascending) == ids(nil))
        #expect(ids(.descending) == ["apr high", "apr low", "nominal", "flat", "nothing"])
    }

    @Test("an annual percentage rate has the nominal rate beside it, and each figure says where it stands")
    func nominal() throws {
        let rate = try #require(
            try finance("1", #""Rate":3.5,"AnnualPercentageRate":{"StartingFrom":9,"UpTo":11}"#).headlines().rate)
        #expect(rate.basis == .annualPercentageRate && rate.figure == 9 && rate.highest == 11)
        #expect(rate.nominal?.lowest == 3.5)
        #expect(rate.at == "/Product/FinanceRates/AnnualPercentageRate/StartingFrom")
        let tiers = #""Tiers":[{"Name":"t","Unit":"Balance","BalanceTierDetails":[{"TierRate":6},{"TierRate":5}]}]"#
        #expect(
            try finance("1", tiers).headlines().rate?.at
                == "/Product/FinanceRates/Tiers/0/BalanceTierDetails/1/TierRate")
    }

    @Test("a deposit's best rate comes first unless asked otherwise, finance's too")
    func best() throws {
        func savings(_ id: String, _ rate: String) throws -> ListedProduct {
            try Listing.listed(
                #"{"ProductId":"\#(id)","ProductCategory":"SavingsAccount","Product":{"DepositRates":{"RateDetails":[{"AnnualRate":\#(rate)}]}}}"#
            )
        }
        let products = try [
            savings("1", "1"), savings("3", "3"), finance("f4", #""Rate":4"#), finance("f2", #""Rate":2"#),
        ]
        func ids(_ key: ProductOrder.Key) -> [String] {
            ProductOrder(key).sorted(products, in: Scenario()).compactMap(\.product.id)
        }
        #expect(ids(.rate) == ["3", "1", "f2", "f4"])
        #expect(ids(.annualReturn) == ["3", "1", "f2", "f4"])
    }

    @Test("the balance to open with is told apart from the one to keep")
    func balances() throws {
        let details = """
            {"SavingsAccount":{"MinimumBalance":{"Amount":"1000","Currency":"AED"},
            "Limits":[{"Type":"MinimumOpeningBalance","Amount":{"Amount":"10000","Currency":"AED"}}]}}
            """
        let headlines = try Listing.listed("SavingsAccount", details: details).headlines()
        #expect(headlines.minimumBalance == Money(1_000, "AED"))
        #expect(headlines.minimumOpeningBalance == Money(10_000, "AED"))
    }
}
