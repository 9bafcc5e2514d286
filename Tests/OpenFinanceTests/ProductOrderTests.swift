import FoundationEssentials
import TestSupport
import Testing

@testable import OpenFinance

@Suite("The order of products")
struct ProductOrderTests {
    private func ids(_ products: [ListedProduct], _ key: ProductOrder.Key, _ direction: ProductOrder.Direction? = nil)
        -> [String]
    {
        ProductOrder(key, direction).sorted(products, in: Scenario()).map { $0.product.id ?? "" }
    }

    private func savings(_ id: String, rate: String?, category: String = "Standard") throws -> ListedProduct {
        let rates = rate.map {
            #","Product":{"DepositRates":{"RateType":"FixedInterest","RateDetails":[{"RateCategory":"\#(category)","AnnualRate":\#($0)}]}}"#
        }
        return try Listing.listed(
            #"{"ProductId":"\#(id)","ProductName":"n","ProductCategory":"SavingsAccount"\#(rates ?? "")}"#)
    }

    private func card(_ id: String, fee: String, _ currency: String) throws -> ListedProduct {
        try Listing.listed(
            #"{"ProductId":"\#(id)","ProductName":"n","ProductCategory":"CreditCard","Product":{"CreditCard":{"Charges":[{"Type":"AnnualFees","Charge":[{"Amount":{"Amount":"\#(fee)","Currency":"\#(currency)"}}]}]},"FinanceRates":{"Rate":\#(fee)}}}"#
        )
    }

    @Test("by rate puts numbers in order, teasers after standing rates, what states none last, both ways")
    func rates() throws {
        let products = try [
            savings("none", rate: nil), savings("teaser", rate: "9.99", category: "Introductory"),
            savings("two", rate: "2.0"), savings("ten", rate: "10"), savings("nine", rate: "9"),
        ]
        #expect(ids(products, .rate, .ascending) == ["two", "nine", "ten", "teaser", "none"])
        #expect(ids(products, .rate, .descending) == ["ten", "nine", "two", "teaser", "none"])
    }

    @Test("by rate keeps what is earned apart from what is paid")
    func sides() throws {
        let products = try [card("paid", fee: "3", "AED"), savings("earned", rate: "5"), savings("low", rate: "1")]
        #expect(ids(products, .rate, .ascending) == ["low", "earned", "paid"])
        #expect(ids(products, .rate, .descending) == ["earned", "low", "paid"])
    }

    @Test("by an amount never compares currencies as numbers")
    func currencies() throws {
        let products = try [
            card("usd-1", fee: "1", "USD"), card("aed-900", fee: "900", "AED"), card("aed-1000", fee: "1000", "AED"),
            card("eur-5", fee: "5", "EUR"), savings("none", rate: "1"),
        ]
        #expect(ids(products, .annualFee) == ["aed-900", "aed-1000", "eur-5", "usd-1", "none"])
        #expect(ids(products, .annualFee, .descending) == ["aed-1000", "aed-900", "eur-5", "usd-1", "none"])
    }

    @Test("by last update puts moments in order, whatever their offset")
    func moments() throws {
        let products = try [
            ("b", "2026-01-01T01:00:00Z"), ("a", "2026-01-01T04:00:00+04:00"), ("c", "2026-01-01T01:00:00.5Z"),
            ("d", "soon"),
        ].map { id, time in try Listing.listed(#"{"ProductId":"\#(id)","LastUpdatedDateTime":"\#(time)"}"#) }
        #expect(ids(products, .updated) == ["a", "b", "c", "d"])
        #expect(ids(products, .updated, .descending) == ["c", "b", "a", "d"])
    }

    @Test("breaks ties by product name, LFIId and ProductId, in both directions alike")
    func ties() throws {
        func product(_ name: String, _ lfi: String, _ id: String) throws -> ListedProduct {
            try Listing.listed(#"{"ProductId":"\#(id)","ProductName":"\#(name)"}"#, lfi: lfi, lfiID: lfi)
        }
        let expected = try [
            product("a", "Z", "9"), product("b", "A", "2"), product("b", "A", "3"), product("b", "B", "1"),
        ]
        for direction in ProductOrder.Direction.allCases {
            #expect(ProductOrder(.rate, direction).sorted(expected.reversed(), in: Scenario()) == expected)
        }
    }

    @Test("is total: however the products arrive, they stand in the same order", arguments: ProductOrder.Key.allCases)
    func total(key: ProductOrder.Key) throws {
        var generator = GeneratedProduct(seed: 41)
        print("seed \(generator.random.seed)")
        // Ids repeat within an LFI and between them.
        let products = try (0..<Soak.count(400, usually: 120)).map { index in
            try Listing.listed(
                generator.next(id: "p\(index % 50)").text, lfi: "lfi\(index % 7)", lfiID: "L\(index % 5)")
        }
        for direction in [nil] + ProductOrder.Direction.allCases {
            let order = ProductOrder(key, direction)
            let sorted = order.sorted(products, in: Scenario())
            #expect(sorted.count == products.count)
            for _ in 0..<3 {
                #expect(
                    order.sorted(products.shuffled(using: &generator.random), in: Scenario()).map(\.json)
                        == sorted.map(\.json))
            }
        }
    }
}

@Suite("Moments")
struct TimestampTests {
    @Test(
        "are read as RFC 3339 has them, and as a day",
        arguments: [
            ("2026-06-01T10:00:00Z", 1_780_308_000.0), ("2026-06-01T14:00:00+04:00", 1_780_308_000),
            ("2026-06-01T10:00:00.250Z", 1_780_308_000.25), ("2026-06-01T08:30:00.5-01:30", 1_780_308_000.5),
            ("2026-06-01", 1_780_272_000), ("", nil), ("yesterday", nil), ("2026-13-01", nil),
            ("2026-06-01T25:00:00Z", nil),
            ("2026-02-30", nil), ("2026-02-29T00:00:00Z", nil), ("2026-06-01T10:60:00Z", nil),
            ("2026-06-01T10:00:00", nil),
            ("2026-06-01T10:00:00Z or so", nil),
        ] as [(String, Double?)])
    func parsing(text: String, expected: Double?) {
        let seconds = Timestamp.parse(text)?.timeIntervalSince1970
        #expect(seconds.map { abs($0 - (expected ?? .infinity)) < 0.001 } ?? (expected == nil))
    }
}
