/// What products earn and cost over time: `DepositRates`, and the eight kinds of `FinanceRates`.
extension GeneratedProduct {
    mutating func depositRates() -> JSONMaker {
        let frequencies = ["Monthly", "Daily", "Quarterly", "HalfYearly", "Annually", "NotApplicable"]
        return .object([
            ("RateType", pick(["FixedInterest", "FixedProfit", "VariableInterest", "VariableProfit"])),
            (
                "RateDetails",
                .array(
                    (0...(random.next() % 4)).map { _ in
                        .object([
                            (
                                "RateCategory",
                                maybe(85) { $0.pick(["Applied", "Standard", "Bonus", "Introductory", "Other"]) }
                            ),
                            ("AnnualRate", maybe(70) { $0.number() }),
                            (
                                "AnnualRateRange",
                                maybe(30) {
                                    .object([("MinRate", $0.maybe(80) { $0.number() }), ("MaxRate", $0.number())])
                                }
                            ),
                            (
                                "Tier",
                                maybe(40) {
                                    .object([
                                        ("MinBalance", .string($0.amount())),
                                        ("MaxBalance", $0.maybe(70) { .string($0.amount()) }),
                                        ("Currency", $0.maybe(90) { .string($0.currency()) }),
                                    ])
                                }
                            ),
                            ("Term", maybe(30) { $0.duration() }), ("EffectiveDate", maybe(20) { _ in "2026-01-01" }),
                            ("ExpiryDate", maybe(20) { _ in "2027-01-01" }),
                            (
                                "CalculationMethod",
                                maybe(50) { $0.pick(["DailyClosingBalance", "AverageMonthlyBalance", "Other"]) }
                            ),
                            ("CalculationFrequency", maybe(50) { $0.pick(frequencies) }),
                            ("ApplicationFrequency", maybe(50) { $0.pick(frequencies) }),
                            ("Notes", maybe(20) { $0.text() }),
                        ])
                    })
            ),
        ])
    }

    mutating func financeRates() -> JSONMaker {
        let kind = random.pick(["Interest", "Profit"])
        switch random.next() % 4 {
        case 0: return .object([("RateType", .string("Fixed\(kind)"))] + fixed(kind) + common(kind))
        case 1: return .object([("RateType", .string("Variable\(kind)"))] + variable(kind) + common(kind))
        case 2: return .object(hybrid(kind))
        default:
            let options = (0...(random.next() % 3)).map { _ -> JSONMaker in
                switch random.next() % 3 {
                case 0:
                    .object(
                        [("RateType", .string("Fixed\(kind)"))] + fixed(kind) + common(kind) + [
                            ("IntroductoryPeriodOptions", introductory())
                        ])
                case 1: .object([("RateType", .string("Variable\(kind)"))] + variable(kind) + common(kind))
                default: .object(hybrid(kind))
                }
            }
            return .object([("RateType", .string("\(kind)RateOptions")), ("RateOptions", .array(options))])
        }
    }

    typealias Members = [(String, JSONMaker?)]

    mutating func fixed(_ kind: String) -> Members {
        [
            ("Description", maybe(60) { $0.text() }), ("Rate", maybe(80) { $0.number() }),
            ("FixedRateEndDate", maybe(30) { _ in "2029-12-31" }),
        ]
    }

    mutating func variable(_ kind: String) -> Members {
        [
            ("Description", maybe(60) { $0.text() }), ("Rate", maybe(60) { $0.number() }),
            ("BenchMark", maybe(70) { _ in "3M EIBOR" }), ("BenchMarkRate", maybe(70) { $0.number() }),
            ("Margin", maybe(70) { $0.number() }), ("RateReviewFrequency", maybe(50) { $0.duration() }),
            ("RateReviewNextDate", maybe(50) { _ in "2027-01-02" }),
        ]
    }

    mutating func hybrid(_ kind: String) -> Members {
        [
            ("RateType", .string("Hybrid\(kind)")),
            (
                "FixedRate",
                maybe(90) {
                    .object(
                        $0.fixed(kind) + $0.common(kind) + [
                            ("FixedRateEnd", $0.maybe(40) { $0.text() }),
                            ("IntroductoryPeriodOptions", $0.maybe(30) { $0.introductory() }),
                        ])
                }
            ),
            (
                "VariableRate",
                maybe(90) {
                    .object($0.variable(kind) + $0.common(kind) + [("VariableTerm", $0.maybe(40) { $0.duration() })])
                }
            ),
            ("Notes", maybe(20) { $0.text() }),
        ]
    }

    mutating func common(_ kind: String) -> Members {
        [
            (
                "AnnualPercentageRate",
                maybe(30) {
                    .object([
                        ("StartingFrom", $0.number()), ("UpTo", $0.maybe(50) { $0.number() }),
                        ("AdditionalInformation", $0.maybe(20) { $0.text() }),
                    ])
                }
            ),
            ("Tiers", maybe(30) { .array([$0.tier()]) }), ("Conditions", maybe(20) { $0.conditions() }),
            (
                "\(kind)CalculationMethod",
                maybe(40) { $0.pick(["PrincipalBalance", "OutstandingBalance", "InitialDrawdownAmount"]) }
            ),
            ("CalculationFrequency", maybe(40) { $0.pick(["Monthly", "Daily", "Quarterly", "Annually"]) }),
            ("AdditionalInformation", maybe(10) { $0.typed(["Other"]) }),
        ]
    }

    mutating func tier() -> JSONMaker {
        let unit = random.pick(["Balance", "LTV", "Rate"])
        return .object([
            ("Name", text()), ("Unit", .string(unit)),
            ("ApplicationMethod", maybe(50) { $0.pick(["PerTier", "WholeBalance"]) }),
            (
                "BalanceTierDetails",
                unit == "Balance"
                    ? .array([
                        .object([
                            ("MinimumTierValue", maybe(80) { $0.money() }),
                            ("MaximumTierValue", maybe(80) { $0.money() }),
                            ("TierRate", number()),
                        ])
                    ]) : nil
            ),
            (
                "LTVTierDetails",
                unit == "LTV"
                    ? .array([
                        .object([
                            ("LTVStart", number()), ("LTVEnd", maybe(80) { $0.number() }),
                            ("TierRate", maybe(90) { $0.number() }),
                        ])
                    ]) : nil
            ),
            (
                "RateRange",
                unit == "Rate"
                    ? .object([
                        ("MinimumRate", maybe(90) { $0.number() }), ("MaximumRate", number()),
                        ("AdditionalInformation", maybe(20) { $0.text() }),
                    ]) : nil
            ),
        ])
    }

    mutating func introductory() -> JSONMaker {
        .array(
            (0...(random.next() % 2)).map { _ in
                .object([
                    ("Period", duration()),
                    ("IndicativeRate", .object([("StartingFrom", number()), ("UpTo", number())])),
                ])
            })
    }
}
