import FoundationEssentials
import TestSupport
import Testing

@testable import OpenFinance

@Suite("Estimates of finance")
struct FinanceEstimateTests {
    private func estimate(
        _ rates: String, amount: Decimal = 100_000, months: Int = 48, category: String = "Finance", more: String = "",
        on day: String = "2026-01-01"
    ) throws -> FinanceEstimate? {
        let listed = try Listing.listed(category, details: #"{"FinanceRates":\#(rates)\#(more)}"#)
        let scenario = Scenario(
            date: try #require(Timestamp.parse(day)), amount: Money(amount, "AED"), months: months)
        return FinanceEstimate(listed.product, listed.terms, in: scenario)
    }

    /// The instalment that brings the balance to nothing, found by trying, month by month in binary numbers: nothing of it
    /// is shared with the formula.
    private func simulated(_ amount: Double, _ phases: [(months: Int, rate: Double)]) -> [Double] {
        var balance = amount
        var left = phases.reduce(0) { $0 + $1.months }
        return phases.map { phase in
            var (low, high) = (0.0, amount * 2)
            for _ in 0..<200 {
                let instalment = (low + high) / 2
                var rest = balance
                for _ in 0..<left { rest += rest * phase.rate / 1_200 - instalment }
                if rest > 0 { low = instalment } else { high = instalment }
            }
            for _ in 0..<phase.months { balance += balance * phase.rate / 1_200 - low }
            left -= phase.months
            return low
        }
    }

    private func isClose(_ money: Money?, _ value: Double) -> Bool {
        money.flatMap { Double("\($0.amount)") }.map { abs($0 - value) <= 0.0051 } ?? false
    }

    @Test("of a reducing balance are what paying back month by month comes to")
    func reducing() throws {
        var random = SeededRandom(seed: 20_261_125)
        print("seed \(random.seed)")
        for _ in 0..<60 {
            let amount = random.next(in: 1...500) * 1_000
            let months = random.next(in: 1...300)
            let rate = Double(random.next(in: 1...2_400)) / 100
            let estimate = try #require(
                try estimate(#"{"RateType":"FixedInterest","Rate":\#(rate)}"#, amount: Decimal(amount), months: months))
            let instalment = simulated(Double(amount), [(months, rate)])[0]
            #expect(isClose(estimate.instalment, instalment), "\(amount) over \(months) at \(rate)")
            #expect(isClose(estimate.cost, instalment * Double(months) - Double(amount)))
            #expect(estimate.laterInstalment == nil && !estimate.isLeast && !estimate.isFlat)
        }
    }

    @Test("count a rate that is fixed up to a day until then, and mark one that ends before the term")
    func fixedUntil() throws {
        let fixed = #"{"RateType":"FixedInterest","Rate":5,"FixedRateEndDate":"2029-12-31"}"#
        #expect(try estimate(fixed, months: 36)?.isLeast == false)
        #expect(try estimate(fixed, months: 120)?.isLeast == true)
        #expect(try estimate(fixed, on: "2030-06-01") == nil)
        // Its last day is the last on which anybody has it.
        #expect(try estimate(fixed, on: "2029-12-31") != nil)
        #expect(try estimate(fixed, on: "2030-01-01") == nil)
        let part = #""FixedRate":{"Rate":4,"FixedRateEndDate":"2029-12-31"}"#
        let hybrid = #"{"RateType":"HybridInterest",\#(part),"VariableRate":{"Rate":6}}"#
        let later = try #require(try estimate(hybrid, on: "2030-06-01"))
        #expect(later.instalment == (try estimate(#"{"RateType":"VariableInterest","Rate":6}"#))?.instalment)
    }

    @Test("are marked where there are options to choose from, and none in another currency than the amount's")
    func options() throws {
        let option = { (rate: Int) in #"{"RateType":"FixedInterest","Rate":\#(rate)}"# }
        let options = #"{"RateType":"InterestRateOptions","RateOptions":[\#(option(5)),\#(option(6))]}"#
        #expect(try estimate(options)?.isLeast == true)
        let dollars = try Listing.listed("Finance", details: #"{"FinanceRates":\#(option(5))}"#, currency: "USD")
        let scenario = Scenario(amount: Money(1_000, "AED"), months: 12)
        #expect(FinanceEstimate(dollars.product, dollars.terms, in: scenario) == nil)
    }

    @Test("are those of the option, and of the introduction, that costs least, in whatever order they stand")
    func cheapest() throws {
        let option = { (rate: Int) in #"{"RateType":"FixedInterest","Rate":\#(rate)}"# }
        for rates in [[5, 6], [6, 5]] {
            let options = rates.map(option).joined(separator: ",")
            let estimate = try estimate(#"{"RateType":"InterestRateOptions","RateOptions":[\#(options)]}"#)
            #expect(estimate?.cost == (try self.estimate(option(5)))?.cost)
        }
        func introduced(_ rates: String...) throws -> FinanceEstimate? {
            let periods = rates.map { #"{"Period":"P1Y","IndicativeRate":{"StartingFrom":\#($0)}}"# }
            return try estimate(
                #"{"Rate":7,"IntroductoryPeriodOptions":[\#(periods.joined(separator: ","))]}"#)
        }
        let lowest = try #require(try introduced("1.99"))
        #expect(!lowest.isLeast)
        for several in try [introduced("1.99", "2.99"), introduced("2.99", "1.99")] {
            #expect(several?.cost == lowest.cost && several?.isLeast == true)
        }
    }

    @Test(
        "are none where tiers leave out a part of the amount, have one twice, or one of them cannot be read",
        arguments: [
            (#""MaximumTierValue":"AED 50,000""#, #""MinimumTierValue":"AED 60,000""#, "PerTier"),
            (#""MaximumTierValue":"AED 60,000""#, #""MinimumTierValue":"AED 50,000""#, "PerTier"),
            (#""MaximumTierValue":"AED 50,000""#, #""MinimumTierValue":"AED 100k""#, "WholeBalance"),
        ])
    func tiers(first: String, second: String, method: String) throws {
        let bands = #"{\#(first),"TierRate":9},{\#(second),"TierRate":6}"#
        let tiers = #"[{"ApplicationMethod":"\#(method)","BalanceTierDetails":[\#(bands)]}]"#
        let elsewhere = method == "PerTier" ? "" : #""Rate":5,"#
        #expect(try estimate(#"{\#(elsewhere)"Tiers":\#(tiers)}"#) == nil)
    }

    @Test("mark a rate that customers may have above the one that is stated for all")
    func customers() throws {
        let rates = #"{"RateType":"FixedInterest","Rate":5,"Tiers":[{"RateRange":{"MinimumRate":5,"MaximumRate":11}}]}"#
        #expect(try estimate(rates)?.isLeast == true)
    }

    @Test("are none for an amount or a term that the product does not have")
    func outOfLimits() throws {
        let limits =
            #","Finance":{"MinimumFinanceAmount":{"Amount":"5000","Currency":"AED"}},"Tenor":[{"MaximumTenor":"P4Y"}]"#
        let rate = #"{"RateType":"FixedInterest","Rate":5}"#
        #expect(try estimate(rate, more: limits) != nil)
        #expect(try estimate(rate, amount: 100, more: limits) == nil)
        #expect(try estimate(rate, months: 49, more: limits) == nil)
    }

    @Test("of a hybrid pay back what is left at the later rate")
    func hybrid() throws {
        let rates = """
            {"RateType":"HybridInterest","FixedRate":{"Rate":3.99,"FixedRateEndDate":"2028-01-01"},
            "VariableRate":{"Rate":6.5}}
            """
        let estimate = try #require(try self.estimate(rates, months: 60))
        let expected = simulated(100_000, [(24, 3.99), (36, 6.5)])
        #expect(isClose(estimate.instalment, expected[0]) && isClose(estimate.laterInstalment, expected[1]))
        #expect(isClose(estimate.cost, expected[0] * 24 + expected[1] * 36 - 100_000))
        let byTerm = """
            {"RateType":"HybridInterest","FixedRate":{"Rate":3.99},"VariableRate":{"Rate":6.5,"VariableTerm":"P3Y"}}
            """
        #expect(try self.estimate(byTerm, months: 60)?.laterInstalment == estimate.laterInstalment)
        // Nobody knows for how long it is fixed.
        let unknown = #"{"RateType":"HybridInterest","FixedRate":{"Rate":3.99},"VariableRate":{"Rate":6.5}}"#
        #expect(try self.estimate(unknown) == nil)
    }

    @Test("of an introductory period begin with its rate")
    func introductory() throws {
        let rates = """
            {"RateType":"FixedInterest","Rate":7,
            "IntroductoryPeriodOptions":[{"Period":"P1Y","IndicativeRate":{"StartingFrom":1.99,"UpTo":2.49}}]}
            """
        let estimate = try #require(try self.estimate(rates))
        let expected = simulated(100_000, [(12, 1.99), (36, 7)])
        #expect(isClose(estimate.instalment, expected[0]) && isClose(estimate.laterInstalment, expected[1]))
    }

    @Test(
        "take the rate that holds for the amount",
        arguments: [
            // A flat rate is paid for the whole amount and the whole term: 100,000 · 5 % · 4 years.
            (#"{"Rate":5,"InterestCalculationMethod":"InitialDrawdownAmount"}"#, "20000", false),
            (#"{"Rate":5,"ProfitCalculationMethod":"InitialDrawdownAmount"}"#, "20000", false),
            (#"{"Rate":5,"CalculationMethod":"Flat rate"}"#, "20000", false),
            (#"{"Rate":0}"#, "0", false),
            (
                #"{"InterestCalculationMethod":"InitialDrawdownAmount","Tiers":[{"Name":"t","Unit":"Rate","RateRange":{"MinimumRate":4,"MaximumRate":8}}]}"#,
                "16000", true
            ),
            (
                #"{"InterestCalculationMethod":"InitialDrawdownAmount","Tiers":[{"Name":"t","Unit":"Balance","ApplicationMethod":"WholeBalance","BalanceTierDetails":[{"MaximumTierValue":{"Amount":"50000","Currency":"AED"},"TierRate":9},{"MinimumTierValue":{"Amount":"50001","Currency":"AED"},"TierRate":6}]}]}"#,
                "24000", false
            ),
            // Half of it at 9, half at 6 per cent.
            (
                #"{"InterestCalculationMethod":"InitialDrawdownAmount","Tiers":[{"Name":"t","Unit":"Balance","ApplicationMethod":"PerTier","BalanceTierDetails":[{"MaximumTierValue":{"Amount":"50000","Currency":"AED"},"TierRate":9},{"MinimumTierValue":{"Amount":"50000","Currency":"AED"},"TierRate":6}]}]}"#,
                "30000", false
            ),
        ])
    func rates(rates: String, cost: String, isLeast: Bool) throws {
        let estimate = try #require(try self.estimate(rates))
        #expect(estimate.cost.amount == Decimal(string: cost))
        #expect(estimate.isLeast == isLeast)
    }

    @Test("add processing fees, an amount or a share up to a most; the annual percentage rate has them in it")
    func fees() throws {
        func withFees(_ charge: String, _ rates: String = #"{"Rate":0}"#) throws -> Decimal? {
            let details = #","Finance":{"Charges":[{"Type":"Processing","Name":"n","Charge":[\#(charge)]}]}"#
            return try self.estimate(rates, more: details)?.costWithFees?.amount
        }
        #expect(try withFees(#"{"Amount":{"Amount":"525","Currency":"AED"}}"#) == 525)
        #expect(try withFees(#"{"Rate":1.05}"#) == 1_050)
        #expect(try withFees(#"{"Rate":1.05,"MaximumChargeAmount":{"Amount":"1000","Currency":"AED"}}"#) == 1_000)
        #expect(try withFees(#"{"Basis":"as agreed"}"#) == nil)
        let onlyAPR = #"{"RateType":"FixedInterest","AnnualPercentageRate":{"StartingFrom":6}}"#
        let estimate = try #require(try self.estimate(onlyAPR))
        #expect(estimate.isByAnnualPercentageRate && estimate.costWithFees == estimate.cost)
    }

    @Test("are none where the data do not allow one")
    func none() throws {
        #expect(try estimate(#"{"Rate":5}"#, category: "CreditCard") == nil)
        #expect(try estimate(#"{"RateType":"VariableInterest","Margin":2}"#) == nil)
        #expect(try estimate("{}") == nil)
    }

    @Test("are rounded as money, once, at the end")
    func rounding() {
        for (text, rounded) in [
            ("2.345", "2.35"), ("2.344999", "2.34"), ("-2.345", "-2.35"), ("2.995", "3"), ("7", "7"), ("0.004", "0"),
        ] {
            #expect(Decimal(string: text)?.roundedAsMoney == Decimal(string: rounded))
        }
    }
}

@Suite("Estimates of deposits")
struct DepositEstimateTests {
    private static let tiers = """
        {"RateType":"FixedInterest","RateDetails":[
        {"AnnualRate":1,"Tier":{"MinBalance":"0","MaxBalance":"9999.99"}},
        {"AnnualRate":2.5,"Tier":{"MinBalance":"10000"}},
        {"RateCategory":"Bonus","AnnualRate":9}]}
        """

    @Test(
        "are what the tier of the amount earns in a year",
        arguments: [
            (tiers, "5000", nil, "50"), (tiers, "9999.99", nil, "100"), (tiers, "10000", nil, "250"),
            (#"{"RateDetails":[{"AnnualRate":4,"Term":"P1Y"},{"AnnualRate":5,"Term":"P2Y"}]}"#, "1000", 24, "50"),
            (#"{"RateDetails":[{"AnnualRate":4,"Term":"P1Y"}]}"#, "1000", 6, nil),
            (#"{"RateDetails":[{"AnnualRate":4,"Tier":{"MinBalance":"5000"}}]}"#, "1000", nil, nil),
            (#"{"RateDetails":[{"AnnualRate":4,"ExpiryDate":"2025-12-31"}]}"#, "1000", nil, nil),
        ] as [(String, String, Int?, String?)])
    func earnings(rates: String, amount: String, months: Int?, expected: String?) throws {
        let listed = try Listing.listed("SavingsAccount", details: #"{"DepositRates":\#(rates)}"#)
        let scenario = Scenario(
            date: try #require(Timestamp.parse("2026-06-01")),
            amount: Money(try #require(Decimal(string: amount)), "AED"),
            months: months)
        let estimate = DepositEstimate(listed.product, listed.terms, in: scenario)
        #expect(estimate?.earnings.amount == expected.flatMap { Decimal(string: $0) })
    }
}
