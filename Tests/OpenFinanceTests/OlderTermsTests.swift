import Foundation
import OpenFinanceTestSupport
import Testing

@testable import OpenFinance

@Suite("The terms of other versions")
struct OlderTermsTests {
    /// What a product of this category and these details is listed by.
    private func headlines(_ category: String, _ details: String, more: String = "") throws -> Headlines {
        let json = #"{"ProductId":"1","ProductCategory":"\#(category)","Product":{\#(details)}\#(more)}"#
        let product = ListedProduct(
            ProductsPage.Entry(
                lfiID: nil, lfiBrandID: nil, product: try Example.product(json),
                json: JSONText(scanned: Data(json.utf8))),
            of: Example.lfi().identity)
        return product.headlines()
    }

    private func text(_ rate: HeadlineRate?) -> String {
        rate.map { "\($0.side) \($0.kind) \($0.basis) \($0.lowest)–\($0.highest)" } ?? "none"
    }

    @Test(
        "say by what rules money is given back, in the bank's words",
        arguments: [
            // v2.1
            (
                #""RewardsBenefits":[{"Type":"Cashback","Name":"Back","RewardBasis":["3% on food","1% on all else"]},{"Type":"Points","Name":"Miles"}]"#,
                ["3% on food", "1% on all else"]
            ),
            (#""RewardsBenefits":[{"Type":"CASHBACK","Name":"Back","Description":"Each month"}]"#, ["Each month"]),
            (#""rewardsBenefits":[{"type":"Cashback","name":"Back","rewardBasis":"1%"}]"#, ["1%"]),
            (#""RewardsBenefits":[{"Type":"Cashback","Name":"Back","RewardBasis":[]}]"#, ["Back"]),
            (#""RewardsBenefits":[{"Type":"Other","Name":"Cashback"},7,{"RewardBasis":["1%"]}]"#, []),
            // v1.2 and v2.0
            (
                #""CreditCard":{"Benefits":[{"Type":"Cashback","Name":"Back","Description":"Up to 3%","Value":3}]}"#,
                ["Up to 3%"]
            ),
            (#""CreditCard":{"Benefits":[{"Type":"Golf","Name":"Cashback"}]}"#, []),
        ] as [(String, [String])])
    func cashback(details: String, rules: [String]) throws {
        let json = #"{"ProductId":"1","ProductCategory":"CreditCard","Product":{\#(details)}}"#
        let product = ListedProduct(
            ProductsPage.Entry(
                lfiID: nil, lfiBrandID: nil, product: try Example.product(json),
                json: JSONText(scanned: Data(json.utf8))),
            of: Example.lfi().identity)
        #expect(product.terms.cashback == rules)
    }

    @Test(
        "give the rate by which a product is listed",
        arguments: [
            // v1.2 and v2.0
            ("SavingsAccount", #""SavingsAccount":{"AnnualReturn":2.5}"#, "earned interest standing 2.5–2.5"),
            ("SavingsAccount", #""SavingsAccount":{"AnnualReturn":"2.5"}"#, "earned interest standing 2.5–2.5"),
            ("SavingsAccount", #""ProfitSharingRate":{"AnnualReturn":3}"#, "earned profit standing 3–3"),
            ("CreditCard", #""CreditCard":{"Rate":39.9}"#, "paid interest annualPercentageRate 39.9–39.9"),
            (
                "Loan", #""PersonalLoan":{"Rate":{"Type":"Fixed","IndicativeRate":{"From":5.1,"To":9}}}"#,
                "paid interest standing 5.1–9"
            ),
            ("Loan", #""PersonalLoan":{"Rate":{"ProfitRate":{"From":4,"To":6}}}"#, "paid profit standing 4–6"),
            (
                "Loan", #""PersonalLoan":{"AnnualPercentageRateRange":{"From":5,"To":11}}"#,
                "paid interest annualPercentageRate 5–11"
            ),
            (
                "Mortgage", #""Mortgage":{"Rate":{"IndicativeRate":{"From":3.99}},"IndicativeAPR":{"From":4.2}}"#,
                "paid interest annualPercentageRate 4.2–4.2"
            ),
            (
                "Mortgage", #""Mortgage":{"IndicativeAPR":{"From":4.2,"To":5}}"#,
                "paid interest annualPercentageRate 4.2–5"
            ),
            (
                "Loan", #""PersonalLoan":{"CalculationMethod":"Profit","Rate":{"IndicativeRate":{"From":4}}}"#,
                "paid profit standing 4–4"
            ),
            ("Loan", #""FinanceProfitRate":{"Rate":5.5}"#, "paid profit standing 5.5–5.5"),
            (
                "Mortgage",
                #""FinanceProfitRate":{"Tiers":[{"MinimumTierRate":3,"MaximumTierRate":4},{"MinimumTierRate":5}]}"#,
                "paid profit standing 3–5"
            ),
            // v2.2
            (
                "SavingsAccount",
                #""ExpectedProfitRates":[{"RateType":"FixedProfit","RateDetails":[{"RateCategory":"Applied","AnnualRate":3.1}]}]"#,
                "earned profit standing 3.1–3.1"
            ),
            (
                "Finance", #""ShariaFinanceRates":[{"RateType":"VariableProfit","BenchMarkRate":3,"Margin":1.5}]"#,
                "paid profit standing 4.5–4.5"
            ),
            (
                "Mortgage",
                #""ShariaFinanceRates":[{"RateType":"HybridProfit","FixedRate":{"Rate":4},"VariableRate":{"Rate":5}},{"RateType":"FixedProfit","Rate":6}]"#,
                "paid profit standing 4–6"
            ),
            // What v2.1 says counts before what an older version would.
            (
                "SavingsAccount",
                #""SavingsAccount":{"AnnualReturn":9},"DepositRates":{"RateType":"FixedInterest","RateDetails":[{"AnnualRate":1}]}"#,
                "earned interest standing 1–1"
            ),
            ("SavingsAccount", #""SavingsAccount":{"AnnualReturn":null}"#, "none"),
        ])
    func rates(category: String, details: String, rate: String) throws {
        #expect(text(try headlines(category, details).rate) == rate)
    }

    /// What a product of this category and these details states, as far as it is understood.
    private func terms(_ category: String, _ details: String) throws -> ProductTerms {
        try Listing.listed(category, details: "{\(details)}").terms
    }

    @Test("say in which currency a limit is where all their amounts are in one, and not where they are in two")
    func currencies() throws {
        func minimum(_ members: String) throws -> Money? {
            try headlines("CurrentAccount", #""CurrentAccount":{\#(members)}"#).minimumBalance
        }
        let limits = #""Limits":[{"Type":"MinimumBalance","Value":5000}]"#
        let fees = ["AED", "USD"].map { #"{"Type":"Other","Amount":{"Amount":"1","Currency":"\#($0)"}}"# }
        #expect(try minimum(#""Fees":[\#(fees[1])],\#(limits)"#) == Money(5_000, "USD"))
        #expect(try minimum(#""Fees":[\#(fees[0]),\#(fees[1])],\#(limits)"#) == nil)
    }

    @Test("have a limit with an amount of its own once, in its own currency")
    func ownAmount() throws {
        let limit = #"{"Type":"MaximumBalance","Value":5000,"Amount":{"Amount":"4000","Currency":"USD"}}"#
        let fee = #"{"Type":"Other","Amount":{"Amount":"1","Currency":"AED"}}"#
        let limits = try terms("CurrentAccount", #""CurrentAccount":{"Fees":[\#(fee)],"Limits":[\#(limit)]}"#).limits
        #expect(limits.map(\.amount) == [Money(4_000, "USD")])
    }

    @Test("take the most that a percentage may come to for an amount in the fee's own currency, else in dirhams")
    func mostOfFee() throws {
        let fees =
            #"{"Type":"Processing","Percentage":1,"Amount":"USD 10","MaximumUnitValue":"100"},{"Type":"LatePayment","Percentage":2,"MaximumUnitValue":200}"#
        let terms = try terms("CreditCard", #""CreditCard":{"Fees":[\#(fees)]}"#)
        #expect(terms.charges.flatMap(\.components).map(\.most) == [Money(100, "USD"), Money(200, "AED")])
    }

    @Test("have no second offer in tiers without a rate, and no balances in tiers of something else")
    func tiers() throws {
        let loan = #""PersonalLoan":{"Rate":{"IndicativeRate":{"From":5}}}"#
        let empty = #""FinanceProfitRate":{"Tiers":[{"Unit":"Balance","MinimumTierValue":"AED 1"}]}"#
        #expect(try terms("Loan", "\(loan),\(empty)").financeRates?.parts.isEmpty == true)
        let ages = #"{"Unit":"Age","MinimumTierValue":21,"MaximumTierValue":60,"MinimumTierRate":4}"#
        let tiers = try terms("Loan", #""FinanceProfitRate":{"Tiers":[\#(ages)]}"#).financeRates?.tiers
        #expect(tiers?.map(\.measure) == [.other])
    }

    @Test("give fees, limits and the minimum balance")
    func amounts() throws {
        let fee =
            #"{"Type":"AnnualFee","Period":"Yearly","Unit":"Amount","Amount":{"Amount":"315.00","Currency":"AED"}}"#
        #expect(try headlines("CreditCard", #""CreditCard":{"Fees":[\#(fee)]}"#).annualFee == Money(315, "AED"))
        let monthly = #"{"Type":"MonthlyFees","Unit":"Amount","Amount":{"Amount":"25","Currency":"AED"}}"#
        let account = try headlines(
            "CurrentAccount",
            #""CurrentAccount":{"Fees":[\#(monthly)],"Limits":[{"Type":"MinimumBalance","Value":5000}]}"#)
        #expect(account.annualFee == Money(300, "AED"))
        #expect(account.minimumBalance == Money(5_000, "AED"))
        let percentage = #"{"Type":"AnnualFees","Unit":"Percentage","Percentage":2}"#
        #expect(try headlines("CreditCard", #""CreditCard":{"Fees":[\#(percentage)]}"#).annualFee == nil)
        // No amount says of which currency a limit is.
        #expect(
            try headlines("CurrentAccount", #""CurrentAccount":{"Limits":[{"Type":"MinimumBalance","Value":5000}]}"#)
                .minimumBalance == nil)
        let sharing = #""ProfitSharingRate":{"MinimumDepositAmount":{"Amount":"10000","Currency":"AED"}}"#
        #expect(try headlines("SavingsAccount", sharing).minimumOpeningBalance == Money(10_000, "AED"))
    }

    @Test(
        "read a minimum salary out of a description that speaks of one amount",
        arguments: [
            ("AED 8000 a month", 8_000), ("Minimum salary of AED 12,500.50", Decimal(string: "12500.50")),
            ("5,000 AED", 5_000), ("Dhs. 7000", 7_000), ("at least 9000 dirhams", 9_000),
            ("AED 5,000 or AED 8,000 for expatriates", nil), ("8000", nil), ("AED 120,000 a year", nil),
            ("as agreed", nil), ("Salary of AED 5,000 for 6 months", nil),
        ] as [(String, Decimal?)])
    func salary(description: String, amount: Decimal?) throws {
        let more = #","Eligibility":{"EmploymentStatus":[{"Type":"MinimumSalary","Description":"\#(description)"}]}"#
        #expect(try headlines("CreditCard", "", more: more).minimumSalary == amount.map { Money($0, "AED") })
    }
}
