import FoundationEssentials
import Testing

@testable import OpenFinance

/// A figure that is left out is asked for; one that is wrong is believed.
@Suite("A figure that may mean something else")
struct DoubtfulFiguresTests {
    private static let scenario = Scenario(
        date: Timestamp.parse("2026-11-30") ?? Date(), amount: Money(100_000, "AED"), months: 48)

    private func finance(_ details: String) throws -> FinanceEstimate? {
        let listed = try Listing.listed("Finance", details: details)
        return FinanceEstimate(listed.product, listed.terms, in: Self.scenario)
    }

    private func deposit(_ details: String) throws -> Decimal? {
        let listed = try Listing.listed("SavingsAccount", details: #"{"DepositRates":{"RateDetails":[\#(details)]}}"#)
        return DepositEstimate(listed.product, listed.terms, in: Self.scenario)?.earnings.amount
    }

    @Test(
        "is no end of a tier: that tier is for no amount, and not for every",
        arguments: [
            #"{"Amount":"100000.01"}"#, "100000.01", #""100000.01""#, #"{"Amount":"100000.01","Currency":"AED"}"#,
            #""AED 100k""#, #"{"Amount":"much","Currency":"AED"}"#, #"{"Amount":"30000","Currency":"USD"}"#,
        ])
    func tiers(least: String) throws {
        func tiers(_ first: String) -> String {
            """
            {"FinanceRates":{"RateType":"FixedInterest","Tiers":[{"BalanceTierDetails":[
            {"TierRate":6,"MaximumTierValue":\(first)},
            {"TierRate":3,"MinimumTierValue":\(least)}]}]}}
            """
        }
        let low = #"{"Amount":"100000","Currency":"AED"}"#
        #expect(try finance(tiers(low))?.instalment.amount == Decimal(string: "2348.50"))
        // Where the amount is in none that can be read, there is no estimate.
        let lower = #"{"Amount":"50000","Currency":"AED"}"#
        #expect(try finance(tiers(lower)) == nil)
    }

    @Test(
        "leaves open whether an amount or a term fits",
        arguments: [
            (
                #""MinimumFinanceAmount":{"Amount":"5000","Currency":"AED"},"MaximumFinanceAmount":"AED 50k""#, "",
                [.amount]
            ),
            (
                #""MinimumFinanceAmount":{"Amount":"5000","Currency":"AED"},"MaximumFinanceAmount":"1 mln""#, "",
                [.amount]
            ),
            ("", #","Tenor":[{"MinimumTenor":"P6M","MaximumTenor":"P365D"}]"#, [.term]),
            ("", #","Tenor":[{"MinimumTenor":"P6M","MaximumTenor":"P1Y6M0D"}]"#, nil),
            ("", #","Tenor":[{"MinimumTenor":"P6M","MaximumTenor":"12 months"}]"#, nil),
            ("", #","Tenor":[{"MinimumTenor":"P6M","MaximumTenor":60}]"#, []),
        ] as [(String, String, Set<EligibilityCriterion>?)])
    func limits(amounts: String, tenor: String, open: Set<EligibilityCriterion>?) throws {
        let listed = try Listing.listed("Finance", details: #"{"Finance":{\#(amounts)}\#(tenor)}"#)
        let (leftOpen, excluding) = Preferences().judged(listed, listed.terms, in: Self.scenario)
        #expect(Set(leftOpen).subtracting(amounts.isEmpty ? [.amount] : [.term]) == open ?? [])
        #expect(excluding.contains(.term) == (open == nil), "a year is too short")
    }

    @Test(
        "is no rate of a deposit for the amount or term",
        arguments: [
            (#"{"AnnualRate":1,"Tier":{"MaxBalance":150000}},{"AnnualRate":5,"Tier":{"MinBalance":"150k"}}"#, 1_000),
            (#"{"AnnualRate":1},{"AnnualRate":5,"Tier":{"MinBalance":"USD 40,000.01","Currency":"AED"}}"#, 1_000),
            (#"{"AnnualRate":1,"Term":"P4Y"},{"AnnualRate":5,"Term":"P90D"}"#, 1_000),
            (#"{"AnnualRate":1,"Term":"P4Y"},{"AnnualRate":5,"Term":"12 months"}"#, 1_000),
            (#"{"AnnualRate":1,"Term":"48 months"},{"AnnualRate":5,"Term":12}"#, 1_000),
            (#"{"AnnualRate":1,"Term":"4 years"},{"AnnualRate":5,"Term":"1 year"}"#, 1_000),
            (#"{"AnnualRate":5,"Tier":{"MinBalance":"150k"}}"#, nil),
            (#"{"AnnualRate":"1e40"}"#, nil), (#"{"AnnualRate":"250 bps"},{"AnnualRate":2}"#, 2_000),
            (#"{"AnnualRate":9,"ExpiryDate":"2020-01-01T00:00:00"},{"AnnualRate":1}"#, 1_000),
            (#"{"AnnualRate":9,"ExpiryDate":"2020-01-01T00:00Z"},{"AnnualRate":1}"#, 1_000),
            (#"{"AnnualRate":9,"EffectiveDate":"2026-11-30T20:00:00Z"},{"AnnualRate":1}"#, 1_000),
            (#"{"AnnualRate":9,"EffectiveDate":"2026-11-29T20:00:00Z"}"#, 9_000),
            (#"{"AnnualRate":9,"RateCategory":["Bonus"]},{"AnnualRate":1}"#, 1_000),
            (#"{"AnnualRate":9,"Rate Category":"Bonus"},{"AnnualRate":1}"#, 1_000),
            (#"{"AnnualRate":"3.5% p.a."}"#, 3_500),
        ] as [(String, Decimal?)])
    func deposits(details: String, earnings: Decimal?) throws { #expect(try deposit(details) == earnings) }

    @Test(
        "has no currency in a word that is none, nor loses the one that stands beside it",
        arguments: [
            (#""Value":"USD 5,000""#, Money(5_000, "USD")), (#""Value":"5 mln""#, nil), (#""Value":"15 tho""#, nil),
            (#""Value":"5,000 Dhs.""#, Money(5_000, "AED")), (#""Value":"Min 5000""#, nil),
            (#""Value":"AED .50""#, nil),
            (#""Amount":{"Amount":"400","Currency":"د.إ."}"#, Money(400, "AED")),
            (#""Amount":{"Amount":"400","Currency":"UAE Dirham"}"#, Money(400, "AED")),
            (#""Amount":{"Amount":"400","Currency":"784"}"#, Money(400, "AED")),
        ] as [(String, Money?)])
    func currencies(members: String, amount: Money?) throws {
        let listed = try Listing.listed(
            #"{"ProductId":"1","DenominationCurrency":"AED","Eligibility":{"EmploymentStatus":[{"Type":"MinimumSalary",\#(members)}]}}"#
        )
        #expect(listed.headlines().minimumSalary == amount)
    }

    @Test(
        "is no sum with a fee in another currency, and no percentage of thousands",
        arguments: [
            (#"{"Rate":1,"MaximumChargeAmount":{"Amount":"100","Currency":"USD"}}"#, nil),
            (#"{"Rate":1,"MaximumChargeAmount":{"Amount":"100","Currency":"AED"}}"#, 100),
            (#"{"Rate":"1,050"}"#, nil), (#"{"Rate":"100 bps"}"#, nil), (#"{"Rate":"AED 500"}"#, nil),
            (#"{"Amount":{"Amount":"100","Currency":"USD"}},{"Rate":1}"#, nil),
            (#"{"Amount":{"Amount":"100","Currency":"AED"}},{"Rate":1}"#, 1_100),
        ] as [(String, Decimal?)])
    func fees(components: String, fee: Decimal?) throws {
        let details =
            #"{"Finance":{"Charges":[{"Type":"Processing","Charge":[\#(components)]}]},"FinanceRates":{"Rate":0}}"#
        #expect(try finance(details)?.costWithFees?.amount == fee)
    }

    @Test("is none where it is too large or too small for a decimal number", arguments: ["5000", "1e10", "1e-28"])
    func extremes(rate: String) throws {
        let listed = try Listing.listed("Finance", details: #"{"FinanceRates":{"Rate":\#(rate)}}"#)
        let scenario = Scenario(amount: Money(1_000_000, "AED"), months: 360)
        let estimate = FinanceEstimate(listed.product, listed.terms, in: scenario)
        #expect(rate == "1e-28" ? estimate?.instalment.amount == Decimal(string: "2777.78") : estimate == nil)
        #expect(estimate.map { $0.cost.amount == 0 } ?? true)
    }

    @Test("is not every time: one without offset ends with its day")
    func validity() throws {
        for text in ["2026-06-30T00:00:00", "2026-06-30", "2026-06-30T00:00Z", "2026-06-30 00:00:00"] {
            let listed = try Listing.listed(#"{"ProductId":"1","EffectiveToDateTime":"\#(text)"}"#)
            let end = try #require(Timestamp.parse("2026-07-01T00:00:00+04:00"))
            #expect(listed.product.validity(at: Self.scenario.date) == .ended(end))
            #expect(listed.product.validity(at: end - 1) == .current && end.lastDayInUAE == "2026-06-30")
        }
        let whole = try Listing.listed(#"{"ProductId":"1","EffectiveToDateTime":"2026-11-30T00:00:00"}"#)
        #expect(whole.product.validity(at: Self.scenario.date) == .current)
        let later = try Listing.listed(#"{"ProductId":"1","EffectiveFromDateTime":"2026-12-01"}"#)
        let beginning = try #require(Timestamp.parse("2026-12-01T00:00:00+04:00"))
        #expect(later.product.validity(at: beginning - 1) == .notYet(from: beginning))
    }

    @Test("has a first day where the rate has yet to come")
    func toCome() throws {
        for (dates, day) in [
            (#""EffectiveDate":"2030-01-01""#, "2030-01-01"), (#""ExpiryDate":"2020-01-01""#, nil),
        ] as [(String, String?)] {
            let listed = try Listing.listed(
                "SavingsAccount", details: #"{"DepositRates":{"RateDetails":[{"AnnualRate":9,\#(dates)}]}}"#)
            let headlines = listed.headlines(in: Self.scenario)
            #expect(headlines.rate == nil && headlines.hasRateOfAnotherDay && headlines.firstDayOfRate == day)
        }
    }

    @Test("has changed where the first of two members of one name has")
    func repeatedNames() throws {
        func meaning(_ json: String) throws -> Int { Meaning(try JSONValue(Data(json.utf8))).fingerprint }
        #expect(try meaning(#"{"Rate":5,"Rate":9}"#) != meaning(#"{"Rate":9,"Rate":5}"#))
        #expect(try meaning(#"{"Rate":5,"Rate":9}"#) == meaning(#"{"Rate":5}"#))
    }

    @Test("is not taken for another document's because of the mark that some editors write")
    func byteOrderMark() throws {
        let list = #"{"Products":[],"Failures":[]}"#
        #expect(try SavedProducts(Data("\u{FEFF}\(list)".utf8)).products.isEmpty)
    }
}
