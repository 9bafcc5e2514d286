import FoundationEssentials
import OpenFinanceConformance
import TestSupport
import Testing

@testable import OpenFinance

@Suite("Terms that a bank writes in its own way")
struct OddTermsTests {
    private func minimumBalance(_ json: String) throws -> Money? {
        try Listing.listed("SavingsAccount", details: #"{"SavingsAccount":{"MinimumBalance":\#(json)}}"#)
            .headlines().minimumBalance
    }

    @Test(
        "are read where an amount has one meaning",
        arguments: [
            #"{"Amount":"1000","Currency":"AED"}"#, #"{"Amount":1000,"Currency":"AED"}"#,
            #"{"Amount":"1,000.00","Currency":"AED"}"#, #"{"Amount":"AED 1000","Currency":"AED"}"#,
            #"{"Amount":"1000 AED","Currency":"AED"}"#, #"{"Amount":"Dh 1,000"}"#, #"{"Amount":"Dhs. 1,000"}"#,
            #"{"Amount":"1e3","Currency":"AED"}"#, #"{"Amount":1e3,"Currency":"AED"}"#,
            #"{"Amount":" 1000 ","Currency":" aed "}"#, #"{"Amount":"+1000","Currency":"Dirham"}"#,
            #"{"Amount":"1 000","Currency":"AED"}"#, #"{"Amount":"1'000","Currency":"AED"}"#,
            "{\"Amount\":\"1\u{A0}000\",\"Currency\":\"AED\"}", #"{"Amount":"١٠٠٠","Currency":"AED"}"#,
            #"{"Amount":"١٬٠٠٠٫٠٠","Currency":"AED"}"#, #"{"Amount":"۱۰۰۰","Currency":"AED"}"#,
            #"{"Amount":"1000/-","Currency":"AED"}"#,
            #"{"Amount":["1000"],"Currency":"AED"}"#, #"{"amount":"1000","currency":"aed"}"#,
            #"{"AMOUNT":"1000","CURRENCY":"AED"}"#, #""AED 1,000""#, #""1000 dirhams""#,
        ])
    func amounts(json: String) throws {
        #expect(try minimumBalance(json) == Money(1_000, "AED"))
    }

    @Test(
        "are not guessed at where an amount could be two, or is none",
        arguments: [
            #"{"Amount":"1.000,00","Currency":"AED"}"#, #"{"Amount":"1,00","Currency":"AED"}"#,
            #"{"Amount":"","Currency":"AED"}"#, #"{"Amount":"0x10","Currency":"AED"}"#,
            #"{"Amount":"NaN","Currency":"AED"}"#, #"{"Amount":true,"Currency":"AED"}"#,
            #"{"Amount":"free","Currency":"AED"}"#, #"{"Amount":"1000-2000","Currency":"AED"}"#,
            #"{"Amount":"1k","Currency":"AED"}"#, #"{"Amount":"USD 1000","Currency":"AED"}"#,
            #"{"Amount":"USD 1000 AED"}"#, #"{"Amount":["1","2"],"Currency":"AED"}"#, #"{"Amount":"1000"}"#, "1000",
            #"{"Amount":"1,000 000","Currency":"AED"}"#, #"{"Amount":"1e99","Currency":"AED"}"#, "null", "{}",
        ])
    func noAmounts(json: String) throws {
        #expect(try minimumBalance(json) == nil)
    }

    @Test(
        "are read where a rate has one meaning",
        arguments: [
            (#"{"RateDetails":[{"AnnualRate":"3.5%"}]}"#, "3.5"), (#"{"RateDetails":{"AnnualRate":"3.5 %"}}"#, "3.5"),
            (#"{"RateDetails":[{"AnnualRate":"3.5 percent"}]}"#, "3.5"),
            (#"{"RateDetails":[{"AnnualRate":"٣٫٥٪"}]}"#, "3.5"), (#"{"RateDetails":[{"AnnualRate":[3.5]}]}"#, "3.5"),
            (#"{"rateDetails":[{"annual_rate":3.5}]}"#, "3.5"), (#"{"RATEDETAILS":[{"ANNUALRATE":3.5}]}"#, "3.5"),
            (#"{"RateDetails":[{"AnnualRate":"3,500"}]}"#, nil), (#"{"RateDetails":[{"AnnualRate":"3,5"}]}"#, nil),
        ] as [(String, String?)])
    func rates(json: String, figure: String?) throws {
        let listed = try Listing.listed("SavingsAccount", details: #"{"DepositRates":\#(json)}"#)
        #expect(listed.headlines().rate?.figure == figure.flatMap { Decimal(string: $0) })
    }

    @Test("in other letters are those of the API, and its own letters win over others")
    func letters() throws {
        let camel = #"""
            {"savingsAccount":{"minimumBalance":{"amount":"1000","currency":"AED"}},
             "depositRates":{"rateDetails":[{"annualRate":"2.5"}]}}
            """#
        let headlines = try Listing.listed("SavingsAccount", details: camel).headlines()
        #expect(headlines.minimumBalance == Money(1_000, "AED"))
        #expect(headlines.rate?.figure == Decimal(string: "2.5"))
        let both = #"{"DepositRates":{"RateDetails":[{"annualRate":9,"AnnualRate":"2.5"}]}}"#
        #expect(try Listing.listed("SavingsAccount", details: both).headlines().rate?.figure == Decimal(string: "2.5"))
    }

    @Test("know the schema's codes in other letters")
    func codes() throws {
        func rate(_ category: String) throws -> HeadlineRate? {
            let line = #"{"RateCategory":"\#(category)","AnnualRate":3.5}"#
            return try Listing.listed("SavingsAccount", details: #"{"DepositRates":[{"RateDetails":[\#(line)]}]}"#)
                .headlines().rate
        }
        for (category, basis) in [
            ("introductory", HeadlineRate.Basis.introductory), ("BONUS", .bonus), (" Standard ", .standing),
            ("applied", .standing), ("other", .standing),
        ] {
            #expect(try rate(category)?.basis == basis, "\(category)")
        }
        let fees = #"{"SavingsAccount":{"Charges":[{"Type":"annual fees","Charge":{"Amount":"AED 10"}}]}}"#
        #expect(try Listing.listed("SavingsAccount", details: fees).headlines().annualFee == Money(10, "AED"))
        let finance = #"{"FinanceRates":[{"RateType":"fixed_profit","Rate":"3 %"}]}"#
        #expect(try Listing.listed("Finance", details: finance).headlines().rate?.kind == .profit)
        let salary =
            #"{"ProductId":"1","Eligibility":{"EmploymentStatus":{"Type":"minimum salary","Amount":"AED 5,000"}}}"#
        #expect(try Listing.listed(salary).headlines().minimumSalary == Money(5_000, "AED"))
    }

    @Test(
        "in other letters say the same, whatever of all versions they are",
        arguments: PublishedShapes.versions, [MemberLetters.camel, .capital, .snake])
    func spelledOtherwise(version: String, letters: MemberLetters) throws {
        let seed: UInt64 = 20_261_126
        print("seed \(seed), \(version), \(letters)")
        var generator = try PublishedProduct(version: version, seed: seed)
        for number in 0..<Soak.count(100, usually: 30) {
            let json = generator.next(id: "p\(number)").text
            let usual = try Listing.listed(json)
            let other = try Listing.listed(letters.spelling(json))
            #expect(other.terms == usual.terms, "\(json)")
            #expect(other.product == usual.product, "\(json)")
        }
    }

    @Test(
        "a fee is by the year as often as it says that it is due",
        arguments: [
            ("MonthlyFees", "", 120), ("MonthlyFees", "Monthly", 120), ("MonthlyFees", "Yearly", 10),
            ("AnnualFees", "", 10), ("AnnualFees", "per annum", 10), ("AnnualFees", "Monthly", 120),
            ("AnnualFees", "every quarter", 40), ("AnnualFees", "P1M", 120), ("MonthlyFees", "P3M", 40),
            ("AnnualFees", "monthly if balance < 1000", 10), ("MonthlyFees", "every 3 months", 40),
            ("MonthlyFees", "Every six months", 20), ("MonthlyFees", "P12M", 10), ("AnnualFees", "Each month", 120),
            ("AnnualFees", "a month", 120), ("AnnualFees", "Biannual", 20), ("AnnualFees", "once a year", 10),
            // Of these nobody knows how often a year it is: the type says it.
            ("MonthlyFees", "every 5 months", 120), ("MonthlyFees", "every 24 months", 120), ("MonthlyFees", "12", 120),
        ])
    func fees(type: String, frequency: String, perYear: Int) throws {
        let charge = #""Charge":[{"Amount":{"Amount":"10","Currency":"AED"}}]"#
        let newer = #"{"SavingsAccount":{"Charges":[{"Type":"\#(type)","Frequency":"\#(frequency)",\#(charge)}]}}"#
        let older =
            #"{"SavingsAccount":{"Fees":[{"Type":"\#(type)","Period":"\#(frequency)","Unit":"Amount","Amount":{"Amount":"10","Currency":"AED"}}]}}"#
        for details in [newer, older] {
            let headlines = try Listing.listed("SavingsAccount", details: details).headlines()
            #expect(headlines.annualFee == Money(Decimal(perYear), "AED"))
        }
    }

    @Test(
        "a salary in words is one only where that is what the words are about",
        arguments: [
            ("Minimum salary of AED 8,000 a month", 8_000), ("AED 8000", 8_000),
            ("No minimum salary; fee of AED 50", nil), ("Salary up to AED 5,000", nil), ("AED 8.000", nil),
            ("AED 5,000 or AED 8,000", nil), ("AED 60,000 a year", nil), ("AED 60,000 per annum", nil),
            ("Not required for AED 5,000", nil), ("AED 5k", nil), ("AED 5 thousand", nil),
            ("5,000 a month in Riyadh", nil), ("Riyadh 5,000", nil), ("1234,567 AED", nil), ("AED 5,0000", nil),
            ("AED 5,000,00", nil), ("AED\u{A0}5,000", 5_000), ("AED: 5,000", 5_000), ("Dhs.5,000/-", 5_000),
            ("5000 درهم", 5_000), ("The bonus", nil), ("", nil), ("AED 120,000 p.a.", nil), ("AED 120,000 /yr", nil),
            ("No salary needed with a deposit of AED 100,000", nil), ("AED 5 ألف", nil), ("AED 5 hundred", nil),
            ("AED 5Ks", nil), ("AED 1.5 mio", nil), ("Max. AED 5,000", nil), ("Not exceeding AED 5,000", nil),
            ("AED 5,000 or less", nil), ("AED 500 a week", nil), ("AED 30,000 quarterly", nil), ("-5000 AED", nil),
            ("Minimum salary: AED 5,000 p.m. for expatriates", 5_000), ("AED 5,000 per month and above", 5_000),
            ("د.إ 5,000 شهريا", 5_000), ("Salary of at least Dhs. 5,000", 5_000),
        ] as [(String, Int?)])
    func salaries(words: String, amount: Int?) throws {
        let listed = try Listing.listed(
            #"{"ProductId":"1","Eligibility":{"EmploymentStatus":[{"Type":"MinimumSalary","Description":"\#(words)"}]}}"#
        )
        #expect(listed.headlines().minimumSalary?.amount == amount.map { Decimal($0) })
    }

    @Test("a time in words is one of months")
    func tenures() throws {
        for (words, months) in [
            ("48", 48), ("48 months", 48), ("4 years", 48), ("4Y", 48), ("P4Y", 48), ("4 yrs", 48), ("48M", 48),
            ("1 month", 1), ("1 Year", 12), ("4 weeks", nil), ("48 months or 60", nil), ("long", nil),
        ] as [(String, Int?)] {
            let details = #"{"PersonalLoan":{"Tenure":{"MaximumLoanTenure":"\#(words)"}}}"#
            let tenors = try Listing.listed("Loan", details: details).terms.tenors
            #expect(tenors.map(\.most) == (months == nil ? [] : [months]), "\(words)")
        }
    }

    @Test("a deposit's tier in another currency is none for the amount")
    func tierCurrency() throws {
        let tier = #"{"AnnualRate":3,"Tier":{"MinBalance":10000,"Currency":"USD"}}"#
        let listed = try Listing.listed("SavingsAccount", details: #"{"DepositRates":{"RateDetails":[\#(tier)]}}"#)
        let scenario = Scenario(amount: Money(20_000, "AED"))
        #expect(Estimate(listed.product, listed.terms, in: scenario) == nil)
    }

    @Test("an age that nobody has is none")
    func ages() throws {
        let listed = try Listing.listed(
            #"{"ProductId":"1","Eligibility":{"Age":[{"Type":"MinimumAge","Value":0},{"Type":"MaximumAge","Value":0},{"Type":"MaximumAge","Value":999}]}}"#
        )
        var query = ProductQuery()
        query.preferences.age = 30
        guard case .listed(let product) = query.verdict(on: listed) else {
            Issue.record("is excluded")
            return
        }
        #expect(product.leftOpen == [.age])
    }
}

/// Ways to write the API's names.
enum MemberLetters: CaseIterable {
    case camel, capital, snake

    /// The same JSON with all its names written so. The made texts have no quotes in them.
    func spelling(_ json: String) -> String {
        json.replacing(/"([A-Za-z0-9]+)":/) { match in "\"\(name(String(match.1)))\":" }
    }

    private func name(_ name: String) -> String {
        switch self {
        case .camel: name.prefix(1).lowercased() + name.dropFirst()
        case .capital: name.uppercased()
        case .snake:
            name.replacing(/([a-z])([A-Z])/) { match in "\(match.1)_\(match.2)" }.lowercased()
        }
    }
}
