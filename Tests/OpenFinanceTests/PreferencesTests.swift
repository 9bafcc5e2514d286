import FoundationEssentials
import Testing

@testable import OpenFinance

@Suite("What users say of themselves")
struct PreferencesTests {
    private func leftOpen(_ eligibility: String, _ preferences: Preferences) throws -> [EligibilityCriterion]? {
        let listed = try Listing.listed(
            #"{"ProductId":"1","DenominationCurrency":"AED","Eligibility":\#(eligibility)}"#)
        guard case .listed(let product) = ProductQuery(preferences: preferences).verdict(on: listed) else { return nil }
        return product.leftOpen
    }

    private func preferences(_ set: (inout Preferences) -> Void) -> Preferences {
        var preferences = Preferences()
        set(&preferences)
        return preferences
    }

    @Test("are left open by limits in another currency")
    func foreignLimits() throws {
        let listed = try Listing.listed(
            "Finance", details: #"{"Finance":{"MinimumFinanceAmount":"USD 1","MaximumFinanceAmount":"USD 2"}}"#)
        var query = ProductQuery()
        query.scenario.amount = Money(100_000, "AED")
        guard case .listed(let product) = query.verdict(on: listed) else {
            Issue.record("is excluded")
            return
        }
        #expect(product.leftOpen == [.amount])
    }

    @Test("are excluded by a limit in their own currency, whatever the other one is in")
    func limitsInTwoCurrencies() throws {
        let listed = try Listing.listed(
            "Finance", details: #"{"Finance":{"MinimumFinanceAmount":"USD 50,000","MaximumFinanceAmount":"AED 9,000"}}"#
        )
        let scenario = Scenario(amount: Money(100_000, "AED"))
        #expect(Preferences().judged(listed, listed.terms, in: scenario).excluding == [.amount])
    }

    @Test(
        "are left open by limits that nothing lies between",
        arguments: [
            (#""MinimumFinanceAmount":"AED 250,000","MaximumFinanceAmount":"AED 5,000""#, ""),
            (#""MaximumFinanceAmount":"AED 0""#, ""), ("", #""MinimumTenor":"P4Y","MaximumTenor":"P6M""#),
            ("", #""MaximumTenor":"P0M""#),
        ])
    func impossibleLimits(amounts: String, tenor: String) throws {
        let listed = try Listing.listed("Finance", details: #"{"Finance":{\#(amounts)},"Tenor":[{\#(tenor)}]}"#)
        var query = ProductQuery()
        query.scenario.amount = Money(100_000, "AED")
        query.scenario.months = 48
        #expect(query.verdict(on: listed).isListed)
    }

    @Test(
        "leave out a deposit for a time that it is not for",
        arguments: [(3, "suits"), (6, "open"), (12, "suits"), (2, "excludes"), (48, "excludes")])
    func depositTerms(months: Int, expected: String) throws {
        let lines = #"[{"AnnualRate":3,"Term":"P3M"},{"AnnualRate":4,"Term":"P1Y"}]"#
        let listed = try Listing.listed("SavingsAccount", details: #"{"DepositRates":{"RateDetails":\#(lines)}}"#)
        var query = ProductQuery()
        query.scenario.months = months
        switch query.verdict(on: listed) {
        case .listed(let product): #expect(expected == (product.leftOpen == [.term] ? "open" : "suits"))
        case .excluded(let product): #expect(expected == "excludes" && product.excludedBy == [.term])
        case .other: Issue.record("is none that was asked for")
        }
        let savings = try Listing.listed(
            "SavingsAccount", details: #"{"DepositRates":{"RateDetails":[{"AnnualRate":3}]}}"#)
        #expect(query.verdict(on: savings).isListed)
        // One whose term cannot be read may be for it.
        let unread = #"[{"AnnualRate":3,"Term":"P3M"},{"AnnualRate":4,"Term":"P90D"}]"#
        let some = try Listing.listed("SavingsAccount", details: #"{"DepositRates":{"RateDetails":\#(unread)}}"#)
        #expect(query.verdict(on: some).isListed)
    }

    @Test(
        "leave out a product only where its own list excludes them",
        arguments: [
            (#"["UaeResident"]"#, ResidenceStatus.uaeResident, "suits"),
            (#"[{"Type":"UaeResident","Description":"x"}]"#, .uaeResident, "suits"),
            (#"["uae resident"]"#, .uaeResident, "suits"),
            (#"["UaeResident"]"#, .nonUAEResident, "excludes"),
            (#"["UaeResident"]"#, .expatriatesResident, "open"),
            (#"["ExpatriatesResident"]"#, .uaeResident, "excludes"),
            (#"["UaeResident","Diplomat"]"#, .nonUAEResident, "open"),
            (#"[{"Description":"Anyone"}]"#, .nonUAEResident, "open"),
            (#"[{"Type":"UaeResident"},{"Description":"and others"}]"#, .gccNational, "open"),
            ("[]", .gccNational, "open"), ("null", .gccNational, "open"), (#""UaeResident""#, .gccNational, "excludes"),
            (#""Anyone""#, .gccNational, "open"),
        ])
    func residence(list: String, status: ResidenceStatus, expected: String) throws {
        let open = try leftOpen(#"{"ResidenceStatus":\#(list)}"#, preferences { $0.residences = [status] })
        #expect(open == (expected == "excludes" ? nil : expected == "open" ? [.residence] : []))
    }

    @Test(
        "are matched with how they work, and demands on workers exclude nobody",
        arguments: [
            (#"["Salaried","MinimumSalary"]"#, EmploymentStatus.salaried, "suits"),
            (#"["Salaried","MinimumSalary"]"#, .selfEmployed, "excludes"),
            (#"["Salaried","EmployerEligibility","MinimumEmploymentTenure"]"#, .selfEmployed, "excludes"),
            (#"["MinimumSalary"]"#, .unemployed, "open"),
            (#"["EligibleEmployer"]"#, .salaried, "open"), (#"["Salaried"]"#, .eligibleEmployer, "suits"),
            (#"["NonSalaried"]"#, .selfEmployed, "open"), (#"["NonSalaried"]"#, .salaried, "excludes"),
            (#"["SelfEmployed"]"#, .nonSalaried, "open"), (#"["SelfEmployed"]"#, .unemployed, "excludes"),
        ])
    func employment(list: String, status: EmploymentStatus, expected: String) throws {
        let open = try leftOpen(#"{"EmploymentStatus":\#(list)}"#, preferences { $0.employment = status })
        #expect(open == (expected == "excludes" ? nil : expected == "open" ? [.employment] : []))
    }

    @Test(
        "are customers of a kind, and new ones or old ones: one list holds both",
        arguments: [
            (#"["Retail","New"]"#, [CustomerType.retail], "suits"), (#"["Retail","New"]"#, [.sme], "excludes"),
            (#"["Retail","New"]"#, [.existing], "excludes"), (#"["Retail"]"#, [.existing], "open"),
            (#"["New"]"#, [.retail], "open"), (#"["Retail","New"]"#, [.retail, .new], "suits"),
            (#"["Retail","New"]"#, [.retail, .existing], "excludes"), (#"["Retail"]"#, [.retail, .new], "open"),
        ])
    func customerType(list: String, types: [CustomerType], expected: String) throws {
        let open = try leftOpen(#"{"CustomerType":\#(list)}"#, preferences { $0.customerTypes = Set(types) })
        #expect(open == (expected == "excludes" ? nil : expected == "open" ? [.customerType] : []))
    }

    @Test(
        "are of an age, ends included",
        arguments: [
            (#"[{"Type":"MinimumAge","Value":21},{"Type":"MaximumAge","Value":65}]"#, 21, "suits"),
            (#"[{"Type":"MinimumAge","Value":21},{"Type":"MaximumAge","Value":65}]"#, 65, "suits"),
            (#"[{"Type":"MinimumAge","Value":21}]"#, 20, "excludes"),
            (#"[{"Type":"MaximumAge","Value":"65"}]"#, 66, "excludes"),
            (#"[{"Type":"MinimumAge","Description":"21 or older"}]"#, 20, "open"), ("[]", 20, "open"),
        ])
    func age(list: String, age: Int, expected: String) throws {
        let open = try leftOpen(#"{"Age":\#(list)}"#, preferences { $0.age = age })
        #expect(open == (expected == "excludes" ? nil : expected == "open" ? [.age] : []))
    }

    @Test(
        "earn an amount, which is set beside amounts of the same currency alone",
        arguments: [
            ("AED", "5000", "suits"), ("AED", "5000.01", "excludes"), ("USD", "1", "open"), ("USD", "99999", "open"),
        ])
    func salary(currency: String, minimum: String, expected: String) throws {
        let list =
            #"[{"Type":"MinimumSalaryTransferRequirement","Amount":{"Amount":"\#(minimum)","Currency":"\#(currency)"}}]"#
        let open = try leftOpen(
            #"{"FinancialRequirements":\#(list)}"#, preferences { $0.salary = Money(5000, "AED") })
        #expect(open == (expected == "excludes" ? nil : expected == "open" ? [.salary] : []))
    }

    @Test("are all weighed, and all that a product leaves open is named")
    func together() throws {
        let preferences = preferences {
            $0.residences = [.uaeResident]
            $0.employment = .salaried
            $0.customerTypes = [.retail]
            $0.age = 30
            $0.salary = Money(1, "AED")
        }
        #expect(try leftOpen("{}", preferences) == [.residence, .employment, .customerType, .age, .salary])
        #expect(
            try leftOpen(#"{"Age":[{"Type":"MinimumAge","Value":40}],"ResidenceStatus":["UaeResident"]}"#, preferences)
                == nil)
        #expect(try leftOpen("{}", Preferences()) == [])
    }

    @Test("of several residences one that fits is enough, and all must be excluded to exclude")
    func residences() throws {
        func open(_ list: String, _ residences: Set<ResidenceStatus>) throws -> [EligibilityCriterion]? {
            try leftOpen(#"{"ResidenceStatus":\#(list)}"#, preferences { $0.residences = residences })
        }
        let both: Set<ResidenceStatus> = [.uaeResident, .gccNational]
        #expect(try open(#"["GCCNational"]"#, both) == [])
        #expect(try open(#"["NonUaeResident"]"#, both) == nil)
        #expect(try open(#"["GCCNational"]"#, [.uaeResident]) == nil)
    }

    @Test(
        "judge whether the salary has to move",
        arguments: [
            ("true", "liwa bank", nil, "suits"), ("true", "LIWA", nil, "suits"), ("true", "other", nil, "open"),
            ("true", "other", false, "excludes"), ("true", "other", true, "suits"), ("false", "other", false, "suits"),
            ("null", "other", false, "open"), ("true", nil, false, "excludes"),
        ] as [(String, String?, Bool?, String)])
    func salaryTransfer(isRequired: String, bank: String?, moves: Bool?, expected: String) throws {
        let listed = try Listing.listed(#"{"ProductId":"1","IsSalaryTransferRequired":\#(isRequired)}"#)
        let preferences = preferences {
            $0.salaryBank = bank
            $0.movesSalary = moves
        }
        let (open, excluding) = preferences.judged(listed, listed.terms, in: Scenario())
        #expect(excluding == (expected == "excludes" ? [.salaryTransfer] : []))
        #expect(open.contains(.salaryTransfer) == (expected == "open"))
    }

    @Test("take who has the salary there for a customer already")
    func existing() throws {
        let listed = try Listing.listed(#"{"ProductId":"1","Eligibility":{"CustomerType":["New"]}}"#)
        func excluding(_ bank: String, _ types: Set<CustomerType> = []) -> [EligibilityCriterion] {
            let preferences = preferences {
                $0.salaryBank = bank
                $0.customerTypes = types
            }
            return preferences.judged(listed, listed.terms, in: Scenario()).excluding
        }
        #expect(excluding("liwa bank") == [.customerType])
        #expect(excluding("another") == [])
        // Who says that they are new is taken at their word.
        #expect(excluding("liwa bank", [.new]) == [])
    }

    @Test(
        "judge amount and term by the product's own limits",
        arguments: [
            (5_000, 24, [EligibilityCriterion.amount]), (50_000, 24, []), (500_001, 24, [.amount]),
            (50_000, 61, [.term]), (1, 1, [.amount, .term]), (10_000, 12, []), (500_000, 60, []),
        ])
    func limits(amount: Int, months: Int, expected: [EligibilityCriterion]) throws {
        let details = """
            {"Finance":{"MinimumFinanceAmount":{"Amount":"10000","Currency":"AED"},
            "MaximumFinanceAmount":{"Amount":"500000","Currency":"AED"}},
            "Tenor":[{"MinimumTenor":"P1Y","MaximumTenor":"P5Y"}]}
            """
        let listed = try Listing.listed("Finance", details: details)
        let scenario = Scenario(amount: Money(Decimal(amount), "AED"), months: months)
        #expect(Preferences().judged(listed, listed.terms, in: scenario).excluding == expected)
    }

    @Test(
        "know kinds by what people call them",
        arguments: [
            ("term deposit", "TermDeposit", true), ("car", "AutoFinance", true), ("VISA", "Visa", true),
            ("education", "EducationFinance", true), ("visa", "Mastercard", false), ("", "Visa", false),
        ])
    func subtypes(words: String, subtype: String, matches: Bool) {
        #expect(Subtype(words).matches(subtype) == matches)
        #expect(!Subtype(words).matches(nil))
    }
}

@Suite("Text search")
struct TextSearchTests {
    @Test(
        "finds words whatever their case, accents and vowel marks, in Latin and Arabic script",
        arguments: [
            ("credit", "Crédit Élan"), ("ÉLAN", "cre\u{301}dit e\u{301}lan"), ("saver green", "Green Saver 🌱"),
            ("احمد", "أَحْمَد"), ("حصالة", "حصّالة الصغار"), ("حساب", "حـــساب التوفير"), ("مضاربه", "المضاربة"),
            ("علي", "على"), ("", "anything"), ("  ", "anything"), ("istanbul", "İstanbul"),
        ])
    func found(text: String, within: String) { #expect(TextSearch(text).matches([within])) }

    @Test(
        "does not find what is not there",
        arguments: [("salary", "Saver"), ("green blue", "Green Saver"), ("توفير", "حساب")])
    func notFound(text: String, within: String) { #expect(!TextSearch(text).matches([within])) }

    @Test("looks at name, brand and description together")
    func places() throws {
        let listed = try Listing.listed(
            #"{"ProductId":"1","ProductName":"Saver","AlternativeBrandName":"Noor","Description":"for every day"}"#)
        for text in ["saver", "NOOR", "every day", "liwa", "noor liwa day"] {
            #expect(ProductQuery(search: TextSearch(text)).verdict(on: listed).isListed)
        }
        #expect(!ProductQuery(search: TextSearch("card")).verdict(on: listed).isListed)
    }
}
