import FoundationEssentials
import TestSupport
import Testing

@testable import OpenFinance

@Suite("The headline amounts")
struct HeadlineAmountTests {
    private static func charge(_ type: String, _ components: String...) -> String {
        #"{"Type":"\#(type)","Name":"n","Description":"d","Charge":[\#(components.joined(separator: ","))]}"#
    }

    private static func amount(_ amount: String, _ currency: String = "AED") -> String {
        #"{"Amount":{"Amount":"\#(amount)","Currency":"\#(currency)"}}"#
    }

    private func text(_ money: Money?) -> String? { money.map { "\($0.currency) \($0.amount)" } }

    @Test(
        "the annual fee is the highest that is charged a year, of whatever shape",
        arguments: [
            ([charge("AnnualFees", amount("525.00"))], "AED 525"),
            ([charge("AnnualFees", amount("0.00"))], "AED 0"),
            ([charge("AnnualFees", amount("0")), charge("AnnualFees", amount("525.50"))], "AED 525.5"),
            ([charge("AnnualFees", amount("100"), amount("200"))], "AED 200"),
            ([charge("MonthlyFees", amount("26.25"))], "AED 315"),
            ([charge("MonthlyFees", amount("26.25")), charge("AnnualFees", amount("10"))], "AED 10"),
            ([charge("AnnualFees", amount("99", "USD"), amount("10"))], "AED 10"),
            ([charge("AnnualFees", amount("99", "USD"), amount("10", "EUR"))], "USD 99"),
            ([charge("AnnualFees", #"{"Rate":2.5,"MaximumChargeAmount":{"Amount":"50","Currency":"AED"}}"#)], nil),
            ([charge("AnnualFees", #"{"Rate":2.5}"#, amount("75"))], "AED 75"),
            ([charge("LatePayment", amount("241.50")), charge("BalanceFallBelow", amount("10"))], nil),
            ([charge("AnnualFees", #"{"Amount":{"Amount":"a lot","Currency":"AED"}}"#)], nil),
            ([charge("AnnualFees", #"{"Amount":{"Amount":10.5,"Currency":"AED"}}"#)], "AED 10.5"),
            ([charge("AnnualFees")], nil), ([], nil),
        ] as [([String], String?)])
    func annualFee(charges: [String], expected: String?) throws {
        for (category, member) in [
            ("CreditCard", "CreditCard"), ("SavingsAccount", "SavingsAccount"), ("Loan", "Loan"),
        ] {
            let listed = try Listing.listed(
                category, details: #"{"\#(member)":{"Charges":[\#(charges.joined(separator: ","))]}}"#)
            #expect(text(listed.headlines().annualFee) == expected)
        }
    }

    @Test("a charge's figure is the first of its kind, where several charges of one type have some")
    func component() throws {
        let charges = [
            Self.charge("LatePayment", #"{"Rate":2}"#, Self.amount("100")),
            Self.charge("LatePayment", Self.amount("200")),
        ]
        let terms = try Listing.listed(
            "CreditCard", details: #"{"CreditCard":{"Charges":[\#(charges.joined(separator: ","))]}}"#
        ).terms
        #expect(terms.component(of: .latePayment) { $0.amount } == Money(100, "AED"))
        #expect(terms.component(of: .latePayment) { $0.percentage } == 2)
        #expect(terms.component(of: .processing) { $0.amount } == nil)
    }

    private static func limit(_ type: String, _ rest: String) -> String { #"{"Type":"\#(type)",\#(rest)}"# }
    private static let hundred = #""Amount":{"Amount":"100","Currency":"AED"}"#
    private static let thousand = #""Amount":{"Amount":"1000.00","Currency":"AED"}"#

    @Test(
        "the minimum balance is the member of that name, or else the limit of that name, and no other",
        arguments: [
            (#""MinimumBalance":{"Amount":"3000.00","Currency":"AED"}"#, "AED 3000"),
            (
                #""MinimumBalance":{"Amount":"3000.00","Currency":"AED"},"Limits":[\#(limit("MinimumBalance", hundred))]"#,
                "AED 3000"
            ),
            (#""Limits":[\#(limit("MinimumBalance", thousand)),\#(limit("MinimumDeposit", hundred))]"#, "AED 1000"),
            (#""Limits":[\#(limit("MinimumOpeningBalance", hundred)),\#(limit("MinimumDeposit", hundred))]"#, nil),
            (#""Limits":[\#(limit("MinimumBalance", #""Value":500"#))]"#, "AED 500"),
            (#""Limits":[\#(limit("MaximumBalance", hundred)),\#(limit("Other", hundred))]"#, nil),
            (#""MinimumBalance":"3000""#, nil), (#""MinimumBalance":{"Amount":"-","Currency":"AED"}"#, nil),
        ] as [(String, String?)])
    func minimumBalance(details: String, expected: String?) throws {
        for category in ["SavingsAccount", "CurrentAccount"] {
            let listed = try Listing.listed(category, details: #"{"\#(category)":{\#(details)}}"#)
            #expect(text(listed.headlines().minimumBalance) == expected)
        }
    }

    @Test(
        "the minimum opening balance is the lowest limit of that name, else the least deposit",
        arguments: [
            (#""Limits":[\#(limit("MinimumOpeningBalance", hundred))]"#, "AED 100"),
            (
                #""Limits":[\#(limit("MinimumDeposit", hundred)),\#(limit("MinimumOpeningBalance", thousand))]"#,
                "AED 1000"
            ),
            (#""Limits":[\#(limit("MinimumDeposit", thousand)),\#(limit("MinimumDeposit", hundred))]"#, "AED 100"),
            (#""Limits":[\#(limit("MinimumBalance", hundred))]"#, nil),
        ] as [(String, String?)])
    func minimumOpeningBalance(details: String, expected: String?) throws {
        for category in ["SavingsAccount", "CurrentAccount"] {
            let listed = try Listing.listed(category, details: #"{"\#(category)":{\#(details)}}"#)
            #expect(text(listed.headlines().minimumOpeningBalance) == expected)
        }
    }

    @Test(
        "the minimum salary is the higher of what is to be earned and to be transferred",
        arguments: [
            (#""FinancialRequirements":[{"Type":"MinimumSalaryTransferRequirement",\#(thousand)}]"#, "AED 1000"),
            (#""FinancialRequirements":[{"Type":"MinimumSalaryTransferRequirement","Value":8000}]"#, "AED 8000"),
            (#""EmploymentStatus":[{"Type":"MinimumSalary","Value":"5000"}]"#, "AED 5000"),
            (
                #""EmploymentStatus":[{"Type":"MinimumSalary",\#(hundred)}],"FinancialRequirements":[{"Type":"MinimumSalaryTransferRequirement",\#(thousand)}]"#,
                "AED 1000"
            ),
            (#""EmploymentStatus":[{"Type":"MinimumSalary","Description":"AED 8000 a month"}]"#, "AED 8000"),
            (#""EmploymentStatus":["MinimumSalary"]"#, nil),
            (#""FinancialRequirements":[{"Type":"MinimumDisposableIncome",\#(thousand)}]"#, nil), ("", nil),
        ] as [(String, String?)])
    func minimumSalary(eligibility: String, expected: String?) throws {
        let listed = try Listing.listed(
            #"{"ProductId":"1","DenominationCurrency":"AED","Eligibility":{\#(eligibility)}}"#)
        #expect(text(listed.headlines().minimumSalary) == expected)
    }

    @Test(
        "an amount is read exactly or not at all",
        arguments: [
            ("0", "0"), ("0.10", "0.1"), ("9999999999999.99999", "9999999999999.99999"), ("-1.5", "-1.5"), ("", nil),
            ("1,000", nil), (" 1", nil), ("1.", nil), (".5", nil), ("1e3", nil), ("12abc", nil), ("٣", nil),
            ("123456789012345678901234567890123456789", nil),
        ] as [(String, String?)])
    func decimals(text: String, expected: String?) {
        #expect(DecimalText.parse(text).map { "\($0)" } == expected)
    }

    @Test("is the number that Foundation reads, whatever its length, sign and zeros")
    func numbers() throws {
        var random = SeededRandom(seed: 20_261_130)
        for _ in 0..<5_000 {
            let length = Int.random(in: 1...38, using: &random)
            // Zeros come in rows, at either end and in the middle.
            let most = random.next() % 3 == 0 ? 0 : 9
            var text = (0..<length).map { _ in String(Int.random(in: 0...most, using: &random)) }.joined()
            let fraction = Int.random(in: 0..<length, using: &random)
            if fraction > 0 { text.insert(".", at: text.index(text.endIndex, offsetBy: -fraction)) }
            if random.next() % 2 == 0 { text = "-" + text }
            let (own, reference) = (try #require(DecimalText.parse(text)), try #require(Decimal(string: text)))
            #expect(own == reference && "\(own)" == "\(reference)" && own.hashValue == reference.hashValue, "\(text)")
        }
    }

    @Test("a sum is exact where binary fractions would not be")
    func exactness() throws {
        let rates = #"{"FinanceRates":{"RateType":"VariableInterest","BenchMarkRate":0.1,"Margin":0.2}}"#
        let rate = try #require(try Listing.listed("Finance", details: rates).headlines().rate)
        #expect("\(rate.figure)" == "0.3")
    }
}
