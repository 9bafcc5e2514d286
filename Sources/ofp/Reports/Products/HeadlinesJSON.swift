import FoundationEssentials
import OpenFinance

/// The figures by which a product is listed, as they stand in JSON: what is not stated is left out, figures are decimal
/// strings, rates per cent a year.
struct HeadlinesJSON: Encodable {
    let rate: Rate?
    let annualReturn: String?
    let annualFee, minimumBalance, minimumOpeningBalance, minimumSalary: MoneyJSON?
    /// `not-yet` or `ended`; left out for what can be had.
    let validity: String?
    let estimate: EstimateJSON?

    init(_ listed: ListedProduct, in scenario: Scenario) {
        // Terms are read only where something is reckoned from them: they are most of a product.
        let estimate = scenario.amount.flatMap { _ in Estimate(listed.product, listed.terms, in: scenario) }
        self.init(listed.headlines(in: scenario), estimate)
    }

    init(_ headlines: Headlines, _ estimate: Estimate? = nil) {
        rate = headlines.rate.map(Rate.init)
        annualReturn = headlines.annualReturn.map { "\($0)" }
        annualFee = headlines.annualFee.map(MoneyJSON.init)
        minimumBalance = headlines.minimumBalance.map(MoneyJSON.init)
        minimumOpeningBalance = headlines.minimumOpeningBalance.map(MoneyJSON.init)
        minimumSalary = headlines.minimumSalary.map(MoneyJSON.init)
        validity = headlines.validity.word
        self.estimate = estimate.map(EstimateJSON.init)
    }

    private enum CodingKeys: String, CodingKey {
        case rate = "Rate", annualReturn = "AnnualReturn", annualFee = "AnnualFee", minimumBalance = "MinimumBalance"
        case minimumOpeningBalance = "MinimumOpeningBalance", minimumSalary = "MinimumSalary", validity = "Validity"
        case estimate = "Estimate"
    }

    struct Rate: Encodable {
        let figure, low, high, kind, basis, at: String
        /// Only for finance.
        let isFlat: Bool?
        let nominal: Range?

        struct Range: Encodable {
            let low, high: String

            private enum CodingKeys: String, CodingKey { case low = "Low", high = "High" }
        }

        init(_ rate: HeadlineRate) {
            figure = "\(rate.figure)"
            low = "\(rate.lowest)"
            high = "\(rate.highest)"
            kind = rate.kind.rawValue
            basis = rate.basis.word
            at = rate.at
            isFlat = rate.side == .paid ? rate.isFlat : nil
            nominal = rate.nominal.map { Range(low: "\($0.lowest)", high: "\($0.highest)") }
        }

        private enum CodingKeys: String, CodingKey {
            case figure = "Figure", low = "Low", high = "High", kind = "Kind", basis = "Basis", at = "At"
            case isFlat = "IsFlat", nominal = "Nominal"
        }
    }
}

/// As the API writes amounts.
struct MoneyJSON: Encodable {
    let amount, currency: String

    init(_ money: Money) {
        amount = "\(money.amount)"
        currency = money.currency
    }

    private enum CodingKeys: String, CodingKey { case amount = "Amount", currency = "Currency" }
}

/// What the scenario's amount would cost or earn; an estimate, never a quote.
struct EstimateJSON: Encodable {
    var instalment, laterInstalment, cost, costWithFees, earnings: MoneyJSON?
    /// Whether a better rate than the customer's may have been taken: the lowest of finance, the highest of a deposit.
    let isBestCase: Bool

    init(_ estimate: Estimate) {
        switch estimate {
        case .finance(let finance):
            instalment = MoneyJSON(finance.instalment)
            laterInstalment = finance.laterInstalment.map(MoneyJSON.init)
            cost = MoneyJSON(finance.cost)
            costWithFees = finance.costWithFees.map(MoneyJSON.init)
            isBestCase = finance.isLeast
        case .deposit(let deposit):
            earnings = MoneyJSON(deposit.earnings)
            isBestCase = deposit.isMost
        }
    }

    private enum CodingKeys: String, CodingKey {
        case instalment = "Instalment", laterInstalment = "LaterInstalment", cost = "Cost"
        case costWithFees = "CostWithFees", earnings = "Earnings", isBestCase = "IsBestCase"
    }
}

extension Validity {
    /// Nil for what can be had.
    var word: String? {
        switch self {
        case .current: nil
        case .notYet: "not-yet"
        case .ended: "ended"
        }
    }
}
