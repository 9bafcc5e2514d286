import FoundationEssentials
import Testing

@testable import OpenFinance

@Suite("The headline rate")
struct HeadlineRateTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var what: String
        var rates: String
        /// `side kind basis lowest…highest`, or nil for no headline.
        var expected: String?

        var testDescription: String { what }

        init(_ what: String, _ rates: String, _ expected: String?) {
            self.what = what
            self.rates = rates
            self.expected = expected
        }
    }

    private func text(_ rate: HeadlineRate?) -> String? {
        rate.map { "\($0.side) \($0.kind) \($0.basis) \($0.lowest)…\($0.highest)" }
    }

    private static func details(_ details: String, type: String = "VariableInterest") -> String {
        #"{"RateType":"\#(type)","RateDetails":[\#(details)]}"#
    }

    @Test(
        "of a deposit is its standing rate, whatever the shape",
        arguments: [
            Case("one rate", details(#"{"AnnualRate":1.25}"#), "earned interest standing 1.25…1.25"),
            Case("applied", details(#"{"RateCategory":"Applied","AnnualRate":1e0}"#), "earned interest standing 1…1"),
            Case(
                "a string in place of a number", details(#"{"AnnualRate":"2.50"}"#), "earned interest standing 2.5…2.5"),
            Case(
                "tiers",
                details(
                    #"{"RateCategory":"Standard","AnnualRate":0.25,"Tier":{"MinBalance":"0","Currency":"AED"}},"#
                        + #"{"RateCategory":"Standard","AnnualRate":2.05,"Tier":{"MinBalance":"500000","Currency":"AED"}}"#
                ),
                "earned interest standing 0.25…2.05"),
            Case(
                "a range", details(#"{"AnnualRateRange":{"MinRate":0.9,"MaxRate":2.17}}"#),
                "earned interest standing 0.9…2.17"),
            Case(
                "half a range", details(#"{"AnnualRateRange":{"MaxRate":2.17}}"#), "earned interest standing 2.17…2.17"),
            Case(
                "introductory and bonus rates beside a standing one",
                details(
                    #"{"RateCategory":"Introductory","AnnualRate":6},{"RateCategory":"Standard","AnnualRate":1},"#
                        + #"{"RateCategory":"Bonus","AnnualRate":5}"#),
                "earned interest standing 1…1"),
            Case(
                "applied and standard together",
                details(#"{"RateCategory":"Applied","AnnualRate":1},{"RateCategory":"Standard","AnnualRate":1.5}"#),
                "earned interest standing 1…1.5"),
            Case("other", details(#"{"RateCategory":"Other","AnnualRate":1}"#), "earned interest standing 1…1"),
            Case(
                "other beside standard",
                details(#"{"RateCategory":"Other","AnnualRate":9},{"RateCategory":"Standard","AnnualRate":1}"#),
                "earned interest standing 1…1"),
            Case(
                "a category of the future",
                details(#"{"RateCategory":"Loyalty","AnnualRate":3},{"RateCategory":"Bonus","AnnualRate":4}"#),
                "earned interest standing 3…3"),
            Case(
                "only bonus and introductory",
                details(#"{"RateCategory":"Introductory","AnnualRate":6},{"RateCategory":"Bonus","AnnualRate":5}"#),
                "earned interest bonus 5…5"),
            Case(
                "only introductory",
                details(#"{"RateCategory":"Introductory","AnnualRateRange":{"MinRate":4,"MaxRate":6}}"#),
                "earned interest introductory 4…6"),
            Case("fixed profit", details(#"{"AnnualRate":3}"#, type: "FixedProfit"), "earned profit standing 3…3"),
            Case(
                "variable profit", details(#"{"AnnualRate":3}"#, type: "VariableProfit"), "earned profit standing 3…3"),
            Case(
                "fixed interest", details(#"{"AnnualRate":3}"#, type: "FixedInterest"), "earned interest standing 3…3"),
            Case("no rate in the details", details(#"{"Notes":"Ask us"}"#), nil),
            Case("no details", #"{"RateType":"FixedInterest"}"#, nil),
            Case("something else", "[1]", nil),
        ])
    func deposit(_ example: Case) throws {
        for category in ["SavingsAccount", "CurrentAccount"] {
            let listed = try Listing.listed(category, details: #"{"DepositRates":\#(example.rates)}"#)
            #expect(text(listed.headlines().rate) == example.expected)
        }
    }

    private static let fixed = #""Rate":4.5,"CalculationFrequency":"Daily""#
    private static let introductory =
        #""IntroductoryPeriodOptions":[{"Period":"P1Y","IndicativeRate":{"StartingFrom":1.99,"UpTo":2.49}}]"#
    private static let balanceTiers = """
        "Tiers":[{"Name":"t","Unit":"Balance","BalanceTierDetails":[
        {"MinimumTierValue":{"Amount":"0","Currency":"AED"},"TierRate":6.5},{"TierRate":5.25}]}]
        """
    private static let loanToValueTiers =
        #""Tiers":[{"Name":"t","Unit":"LTV","LTVTierDetails":[{"LTVStart":0,"LTVEnd":50,"TierRate":3.99},{"TierRate":4.49}]}]"#
    private static let rateTiers =
        #""Tiers":[{"Name":"t","Unit":"Rate","RateRange":{"MinimumRate":3.1,"MaximumRate":8.2}}]"#
    private static let percentage = #""AnnualPercentageRate":{"StartingFrom":5.1,"UpTo":9.9}"#

    @Test(
        "of finance is its standing rate, in all eight kinds and with every kind of tier",
        arguments: [
            Case("fixed interest", #"{"RateType":"FixedInterest",\#(fixed)}"#, "paid interest standing 4.5…4.5"),
            Case("fixed profit", #"{"RateType":"FixedProfit",\#(fixed)}"#, "paid profit standing 4.5…4.5"),
            Case(
                "variable interest",
                #"{"RateType":"VariableInterest","Rate":5.95,"BenchMark":"3M EIBOR","BenchMarkRate":4.1,"Margin":1.85}"#,
                "paid interest standing 5.95…5.95"),
            Case(
                "variable profit of benchmark and margin",
                #"{"RateType":"VariableProfit","BenchMarkRate":4.1,"Margin":1.85}"#, "paid profit standing 5.95…5.95"),
            Case(
                "a margin over an unknown benchmark",
                #"{"RateType":"VariableInterest","BenchMark":"EIBOR","Margin":1.85}"#, nil),
            Case(
                "hybrid interest",
                #"{"RateType":"HybridInterest","FixedRate":{"Rate":3.79,\#(introductory)},"VariableRate":{"Rate":5.98}}"#,
                "paid interest standing 3.79…5.98"),
            Case(
                "hybrid profit with tiers in a part",
                #"{"RateType":"HybridProfit","FixedRate":{\#(loanToValueTiers)},"VariableRate":{"BenchMarkRate":4,"Margin":2}}"#,
                "paid profit standing 3.99…6"),
            Case(
                "interest rate options",
                """
                {"RateType":"InterestRateOptions","RateOptions":[{"RateType":"FixedInterest","Rate":3.71,\(introductory)},
                {"RateType":"VariableInterest","Rate":5.95},
                {"RateType":"HybridInterest","FixedRate":{"Rate":3.5},"VariableRate":{"Rate":6.1}}]}
                """, "paid interest standing 3.5…6.1"),
            Case(
                "profit rate options",
                #"{"RateType":"ProfitRateOptions","RateOptions":[{"RateType":"FixedProfit","Rate":3.71}]}"#,
                "paid profit standing 3.71…3.71"),
            Case(
                "balance tiers", #"{"RateType":"FixedInterest",\#(balanceTiers)}"#, "paid interest standing 5.25…6.5"),
            Case(
                "loan-to-value tiers", #"{"RateType":"FixedInterest",\#(loanToValueTiers)}"#,
                "paid interest standing 3.99…4.49"),
            Case("a customer's range", #"{"RateType":"FixedProfit",\#(rateTiers)}"#, "paid profit standing 3.1…8.2"),
            Case(
                "a rate and tiers", #"{"RateType":"FixedInterest",\#(fixed),\#(rateTiers)}"#,
                "paid interest standing 3.1…8.2"),
            Case(
                "a percentage rate beside another", #"{"RateType":"FixedInterest",\#(fixed),\#(percentage)}"#,
                "paid interest annualPercentageRate 5.1…9.9"),
            Case(
                "only a percentage rate", #"{"RateType":"FixedInterest",\#(percentage)}"#,
                "paid interest annualPercentageRate 5.1…9.9"),
            Case(
                "only introductory rates", #"{"RateType":"FixedInterest",\#(introductory)}"#,
                "paid interest introductory 1.99…2.49"),
            Case(
                "introductory rates beside a percentage rate",
                #"{"RateType":"FixedInterest",\#(introductory),\#(percentage)}"#,
                "paid interest annualPercentageRate 5.1…9.9"),
            Case("a kind of the future", #"{"RateType":"IndexedProfit","Rate":2}"#, "paid profit standing 2…2"),
            Case("nothing that can be read", #"{"RateType":"FixedInterest","Rate":"on request"}"#, nil),
        ])
    func finance(_ example: Case) throws {
        for category in ["CreditCard", "Finance", "Mortgage", "Loan"] {
            let listed = try Listing.listed(category, details: #"{"FinanceRates":\#(example.rates)}"#)
            #expect(text(listed.headlines().rate) == example.expected)
        }
    }

    @Test("is that of the product's own kind: what an account's overdraft costs is not what the account earns")
    func side() throws {
        let both =
            #"{"DepositRates":\#(Self.details(#"{"AnnualRate":1}"#)),"FinanceRates":{"RateType":"FixedInterest","Rate":18}}"#
        let overdraft = #"{"FinanceRates":{"RateType":"FixedInterest","Rate":18}}"#
        func rate(_ category: String, _ details: String) throws -> String? {
            text(try Listing.listed(category, details: details).headlines().rate)
        }
        #expect(try rate("CurrentAccount", both) == "earned interest standing 1…1")
        #expect(try rate("CurrentAccount", overdraft) == nil)
        #expect(try rate("CreditCard", both) == "paid interest standing 18…18")
        #expect(try rate("Takaful", both) == "earned interest standing 1…1")
        #expect(try rate("Takaful", overdraft) == "paid interest standing 18…18")
    }

    @Test("of a Sharia-compliant product is a profit rate, whatever the LFI calls it")
    func profit() throws {
        let rates = #"{"DepositRates":\#(Self.details(#"{"AnnualRate":1}"#))}"#
        #expect(try Listing.listed("SavingsAccount", details: rates, sharia: true).headlines().rate?.kind == .profit)
        #expect(try Listing.listed("SavingsAccount", details: rates, sharia: false).headlines().rate?.kind == .interest)
    }

    @Test("is its best end, seen by the customer")
    func figure() throws {
        #expect(
            HeadlineRate(.earned, .interest, .standing, [1, 3, 2].map { StatedRate(percent: $0, at: "/") })?.figure == 3
        )
        #expect(
            HeadlineRate(.paid, .interest, .standing, [4, 3, 5].map { StatedRate(percent: $0, at: "/") })?.figure == 3)
        #expect(HeadlineRate(.paid, .interest, .standing, []) == nil)
    }
}
