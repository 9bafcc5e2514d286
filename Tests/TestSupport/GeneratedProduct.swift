/// Makes products as the schema `Product` of the UAE Product API v2.1 allows them: every member, every value of every
/// list, every combination that a bank may send; and some that it should not.
public struct GeneratedProduct {
    /// For whoever has to decide more by the same seed.
    public var random: SeededRandom
    /// Whether texts may hold what steers terminals, spreadsheets and Markdown readers.
    public var hasHostileTexts: Bool

    /// - Parameter hasHostileTexts: false for what reads them as a person would.
    public init(seed: UInt64, hasHostileTexts: Bool = true) {
        random = SeededRandom(seed: seed)
        self.hasHostileTexts = hasHostileTexts
    }

    /// Those of v2.1.
    public static let categories = ["SavingsAccount", "CurrentAccount", "CreditCard", "Finance", "Mortgage"]

    /// The next product, with this `ProductId`.
    public mutating func next(id: String) -> JSONMaker {
        let category =
            random.chance(97) ? random.pick(Self.categories) : random.pick(["Loan", "Takaful", "PrepaidCard"])
        return .object([
            ("ProductId", .string(id)),
            ("ProductName", text()),
            ("ProductCategory", .string(category)),
            ("Description", maybe(80) { $0.text() }),
            ("EffectiveFromDateTime", maybe(50) { $0.moment() }),
            ("EffectiveToDateTime", maybe(20) { $0.moment() }),
            ("LastUpdatedDateTime", maybe(80) { $0.moment() }),
            ("IsShariaCompliant", maybe(85) { .bool($0.random.chance(40)) }),
            ("ShariaStructure", maybe(30) { $0.pick(["Ijara", "ServiceIjara", "Murabaha", "Musharaka", "Tawarruq"]) }),
            ("AlternativeBrandName", maybe(30) { $0.text() }),
            ("ShariaInformation", maybe(20) { $0.text() }),
            ("IsSalaryTransferRequired", maybe(40) { .bool($0.random.chance(50)) }),
            ("Links", maybe(80) { $0.links() }),
            ("Eligibility", maybe(80) { $0.eligibility() }),
            (
                "Channels",
                maybe(60) { $0.typed(["Phone", "Internet", "MobileApp", "Branch", "RelationshipManager", "Other"]) }
            ),
            ("Product", maybe(92) { $0.details(category) }),
            ("DenominationCurrency", maybe(85) { .string($0.currency()) }),
            // What later versions may add.
            (
                "X-BankOwn",
                maybe(10) {
                    .object([
                        ("Kept", .number($0.random.pick(["1.250", "1E2", "-0.0"]))),
                        ("Deep", .array([.array([.null])])),
                    ])
                }
            ),
        ])
    }

    // MARK: - Parts of a product

    mutating func links() -> JSONMaker {
        let uris = [
            "ApplicationUri", "KfsUri", "OverviewUri", "TermsUri", "FeesAndPricingUri", "ScheduleOfChargesUri",
            "EligibilityUri", "CardImageUri",
        ]
        return .object(
            uris.map { name in
                (name, maybe(50) { .string("https://www.bank.example/\(name)/\($0.random.next() % 1000)") })
            } + [
                ("ApplicationPhoneNumber", maybe(40) { _ in "+97145550100" }),
                ("ApplicationEmail", maybe(40) { _ in "apply@bank.example" }),
                ("ApplicationDescription", maybe(40) { $0.text() }),
            ])
    }

    mutating func eligibility() -> JSONMaker {
        .object([
            (
                "ResidenceStatus",
                maybe(70) { $0.typed(["UaeResident", "ExpatriatesResident", "GCCNational", "NonUaeResident"]) }
            ),
            (
                "EmploymentStatus",
                maybe(60) {
                    $0.typed([
                        "Salaried", "NonSalaried", "EligibleEmployer", "SelfEmployed", "Unemployed", "MinimumSalary",
                        "EmployerEligibility", "MinimumEmploymentTenure",
                    ])
                }
            ),
            ("CustomerType", maybe(60) { $0.typed(["Retail", "SME", "Corporate", "New", "Existing"]) }),
            ("AccountOwnership", maybe(50) { $0.typed(["Individual", "Joint", "Multi"]) }),
            (
                "Age",
                maybe(60) {
                    .array([
                        .object([
                            ("Type", "MinimumAge"), ("Description", $0.maybe(50) { $0.text() }),
                            ("Value", .number("\(18 + $0.random.next() % 8)")),
                        ]),
                        .object([
                            ("Type", "MaximumAge"),
                            ("Value", $0.maybe(80) { .number("\(55 + $0.random.next() % 20)") }),
                        ]),
                    ])
                }
            ),
            ("FinancialRequirements", maybe(60) { $0.financialRequirements() }),
            ("AdditionalEligibility", maybe(30) { $0.typed(["Student", "UaeArmedForces", "TimeInCountry", "Other"]) }),
        ])
    }

    mutating func financialRequirements() -> JSONMaker {
        let types = [
            "MinimumCreditScore", "NoRecentDefaults", "NoBankruptcyHistory", "MaximumDelinquenciesAllowed",
            "MinimumCreditHistoryLength", "MinimumDisposableIncome", "MinimumSalaryTransferRequirement",
            "MaximumDebtToIncomeRatio", "DebtBurdenRatio", "Other",
        ]
        return .array(
            random.some(types, atLeast: 1).map { type in
                .object([
                    ("Type", .string(type)), ("Description", maybe(60) { $0.text() }),
                    ("Value", maybe(40) { $0.number() }), ("Amount", maybe(50) { $0.money() }),
                ])
            })
    }

    mutating func details(_ category: String) -> JSONMaker {
        let isDeposit = category == "SavingsAccount" || category == "CurrentAccount"
        return .object([
            (category, maybe(95) { $0.categoryDetails(category) }),
            ("DepositRates", maybe(isDeposit ? 85 : 5) { $0.depositRates() }),
            ("FinanceRates", maybe(isDeposit ? 10 : 85) { $0.financeRates() }),
            ("Tenor", maybe(30) { $0.tenor() }),
            ("AssetBacked", maybe(20) { $0.assets() }),
            ("RewardsBenefits", maybe(30) { $0.rewards() }),
        ])
    }

    mutating func categoryDetails(_ category: String) -> JSONMaker {
        let limits = [
            "SavingsAccount": [
                "MinimumOpeningBalance", "MaximumBalance", "MaximiumWithdrawal", "MaximumCashATMWithdrawal",
                "MaximumInternationalATMWithdrawal", "MaximumTellerTransactions", "Other",
            ],
            "CurrentAccount": [
                "MinimumDeposit", "MinimumBalance", "MaximumWithdrawal", "MaximumCashATMWithdrawal",
                "MaximumInternationalATMWithdrawal", "RetailDomesticPurchase", "RetailInternationalPurchase",
                "TellerTransactions", "Other",
            ],
            "CreditCard": [
                "MinimumCreditLimit", "MaximumCreditLimit", "MinimumSpend", "MaximumCashATMWithdrawal",
                "MaximumInternationalATMWithdrawal", "Other",
            ],
        ]
        let takesFinance = category == "Finance" || category == "Mortgage"
        return .object([
            ("Type", maybe(90) { $0.pick(["Savings", "Basic", "Visa", "AutoFinance", "TermDeposit", "Other"]) }),
            ("IsOverdraftAvailable", category == "CurrentAccount" ? maybe(70) { .bool($0.random.chance(50)) } : nil),
            ("MinimumBalance", category == "SavingsAccount" ? maybe(70) { $0.money() } : nil),
            ("MinimumFinanceAmount", takesFinance ? maybe(70) { $0.money() } : nil),
            ("MaximumFinanceAmount", takesFinance ? maybe(70) { $0.money() } : nil),
            (
                "DownPayment",
                category == "Mortgage"
                    ? .array([
                        .object([
                            ("CustomerCategory", maybe(80) { $0.pick(["UaeResident", "ExpatriatesResident"]) }),
                            ("MinimumPercent", number()), ("Basis", maybe(50) { $0.text() }),
                        ])
                    ]) : nil
            ),
            (
                "Documentation",
                maybe(70) {
                    $0.typed(["ApplicationForm", "IDCard", "Passport", "ResidenceVisa", "ProofofAddress", "Other"])
                }
            ),
            (
                "Features",
                maybe(70) {
                    $0.typed(["IslamicBanking", "DebitCard", "MultipleCurrencies", "SMSNotifications", "Other"])
                }
            ),
            ("Charges", maybe(80) { $0.charges() }),
            (
                "Limits",
                maybe(70) { generator in
                    .array(
                        generator.random.some(limits[category] ?? ["MaximumOverpayment", "Other"]).map { type in
                            .object([
                                ("Type", .string(type)), ("Description", generator.maybe(60) { $0.text() }),
                                ("Amount", generator.maybe(60) { $0.money() }),
                                ("Value", generator.maybe(30) { $0.number() }),
                                ("Percentage", category == "Mortgage" ? generator.maybe(30) { $0.number() } : nil),
                            ])
                        })
                }
            ),
            ("AdditionalInformation", category == "Finance" ? maybe(30) { $0.typed(["Other"]) } : nil),
        ])
    }

    mutating func charges() -> JSONMaker {
        let types = [
            "MonthlyFees", "AnnualFees", "BalanceFallBelow", "Overdraft", "DomesticTransaction", "ForeignTransaction",
            "ATMWithdrawal", "ChequeBook", "ReplacementChequeBook", "ReturnCheque", "CardReplacement",
            "AccountStatement", "LetterIssued", "AccountClosure", "CashAdvance", "LatePayment", "BalanceTransfer",
            "OverLimit", "SalesVoucherCopy", "Processing", "FinanceCancellation", "PartialPayment", "EarlySettlement",
            "FinalSettlement", "Other",
        ]
        return .array(
            random.some(types, atLeast: 1).prefix(6).map { type in
                .object([
                    ("Type", maybe(95) { _ in .string(type) }), ("Name", text()), ("Description", text()),
                    ("Charge", .array((0...(random.next() % 2)).map { _ in component() })),
                    ("Conditions", maybe(30) { $0.conditions() }), ("Justification", maybe(10) { $0.text() }),
                    ("Frequency", maybe(40) { $0.pick(["Monthly", "Annually", "Once"]) }),
                    ("DonatedToCharity", maybe(20) { .bool($0.random.chance(50)) }), ("Notes", maybe(10) { $0.text() }),
                    ("SupplementaryInformation", maybe(5) { .object([("Board", $0.text()), ("Year", $0.number())]) }),
                ])
            })
    }

    mutating func component() -> JSONMaker {
        .object([
            ("Amount", maybe(70) { $0.money() }), ("Rate", maybe(40) { $0.number() }),
            ("ApplicationFrequency", maybe(20) { $0.pick(["Monthly", "Daily"]) }),
            ("InterestCalculationMethod", maybe(20) { $0.pick(["PrincipalBalance", "OutstandingBalance"]) }),
            ("MaximumChargeAmount", maybe(20) { $0.money() }), ("Basis", maybe(20) { $0.text() }),
        ])
    }

    mutating func conditions() -> JSONMaker {
        .array([
            .object([
                ("Field", maybe(70) { _ in "MinimumBalance" }), ("Operator", maybe(70) { $0.pick(["<", ">=", "=="]) }),
                ("Value", maybe(70) { _ in "3000.00" }), ("Description", text()),
            ])
        ])
    }

    mutating func tenor() -> JSONMaker {
        .array([
            .object([
                ("MinimumTenor", maybe(90) { $0.duration() }), ("MaximumTenor", duration()),
                ("Condition", maybe(30) { $0.text() }),
            ])
        ])
    }

    mutating func assets() -> JSONMaker {
        .array([
            .object([
                ("Type", pick(["Collateral", "OwnershipTransfer"])),
                ("AssetType", pick(["Property", "SalaryAssignment", "Vehicle", "Rahn", "Other"])),
                ("Description", text()),
                ("Valuation", maybe(30) { .array([.object([("Date", "2026-02-03"), ("Amount", $0.money())])]) }),
                (
                    "OwnershipTransfer",
                    maybe(40) {
                        .object([
                            ("Type", $0.pick(["Gift", "TokenPurchase", "Gradual", "SeparateSaleContract"])),
                            ("TokenPurchaseAmount", $0.maybe(40) { $0.money() }),
                            (
                                "BuyoutSchedule",
                                $0.maybe(40) { .object([("Frequency", "Monthly"), ("BuyoutAmount", $0.money())]) }
                            ),
                            (
                                "SaleAgreement",
                                $0.maybe(30) { .object([("Required", .bool(true)), ("Price", $0.money())]) }
                            ),
                            ("TransferConditions", .array(["AllLeasePaymentsCompleted", "CustomerRequestRequired"])),
                        ])
                    }
                ),
            ])
        ])
    }

    mutating func rewards() -> JSONMaker {
        let types = ["Cashback", "Points", "ComplimentaryServices", "Discounts", "Lifestyle", "Protection", "Other"]
        return .array(
            random.some(types, atLeast: 1).map { type in
                .object([
                    ("Name", text()), ("Description", maybe(50) { $0.text() }), ("Type", .string(type)),
                    ("Balance", type == "Cashback" ? maybe(30) { $0.money() } : nil),
                    ("PointsType", type == "Points" ? text() : nil),
                    ("RewardBasis", .array((0...(random.next() % 3)).map { _ in text() })),
                    ("FrequencyPaid", type == "Cashback" ? pick(["Daily", "Monthly", "UponRequest"]) : nil),
                ])
            })
    }

    // MARK: - Values

    mutating func maybe(_ percent: Int, _ value: (inout GeneratedProduct) -> JSONMaker) -> JSONMaker? {
        random.chance(percent) ? value(&self) : nil
    }

    mutating func pick(_ texts: [String]) -> JSONMaker { .string(random.pick(texts)) }

    /// A list of `Type` and `Description`, or the guide's list of strings.
    mutating func typed(_ types: [String]) -> JSONMaker {
        let asStrings = random.chance(15)
        return .array(
            random.some(types).map { type in
                asStrings
                    ? .string(type) : .object([("Type", .string(type)), ("Description", maybe(70) { $0.text() })])
            })
    }

    mutating func currency() -> String { random.chance(85) ? "AED" : random.pick(["USD", "EUR", "KWD"]) }

    mutating func amount() -> String {
        let whole = random.next() % random.pick([10, 1_000, 1_000_000, 9_999_999_999_999])
        return random.chance(70) ? "\(whole).\(random.pick(["00", "5", "25", "12345"]))" : "\(whole)"
    }

    mutating func money() -> JSONMaker {
        .object([("Amount", .string(amount())), ("Currency", .string(currency()))])
    }

    mutating func number() -> JSONMaker {
        .number("\(random.next() % 60)" + random.pick(["", ".5", ".25", ".99", ".0", ".125", "e0"]))
    }

    mutating func duration() -> JSONMaker { pick(["P1Y", "P6M", "P2Y3M", "P30Y", "P"]) }

    mutating func moment() -> JSONMaker {
        let two = { (number: UInt64) in number < 10 ? "0\(number)" : "\(number)" }
        let day = "202\(random.next() % 7)-\(two(1 + random.next() % 12))-\(two(1 + random.next() % 28))"
        return .string("\(day)T\(two(random.next() % 24)):00:00\(random.pick(["Z", ".123Z", "+04:00", ".5-01:30"]))")
    }

    private static let texts = [
        "Everyday Saver", "Noor Profit Saver", "حساب التوفير المضاربة", "حصّالة الصغار", "Family Pot 👨‍👩‍👧", "Crédit Élan",
        "Green 🌱 Saver", "日本語の口座", "a\u{301}e\u{308}", "x",
        "A name that goes on for rather longer than a table has room for it",
    ]

    private static let hostile = [
        "=HYPERLINK(\"http://evil.example\",\"x\")", "+1+1", "-2+3", "@SUM(A1)", "\u{1B}[31mred\u{1B}]0;title\u{7}",
        "a\u{202E}b",
        "line\nbreak\r\nand\ttab", "| pipe | [link](http://evil.example) <b>", "`code` **bold** _em_",
        "\"quoted\", comma; semicolon",
        "\u{9B}2J", "a;=cmd|' /C calc'!A0", " =1+1", "\u{FEFF}=1+1", "www.evil.example", "\u{0}null", "",
    ]

    mutating func text() -> JSONMaker {
        .string(random.pick(hasHostileTexts && random.chance(25) ? Self.hostile : Self.texts))
    }
}
