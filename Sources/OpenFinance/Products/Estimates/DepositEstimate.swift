public import FoundationEssentials

/// What a deposit would earn in a year at the rates that the LFI publishes, without what is earned on earnings. An
/// estimate, never a quote.
public struct DepositEstimate: Sendable, Hashable {
    /// What is put in.
    public let amount: Money
    /// Per cent a year, of the tier in which the amount lies.
    public let rate: Decimal
    /// After a year.
    public let earnings: Money
    /// Whether it is the highest of several rates ("up to").
    public let isMost: Bool
}

extension DepositEstimate {
    /// Nil where the product is no deposit, or states no standing rate for that amount, term and day.
    init?(_ product: Product, _ terms: ProductTerms, in scenario: Scenario) {
        guard let amount = scenario.amount, amount.amount > 0,
            [.savingsAccount, .currentAccount].contains(product.category?.canonical),
            amount.currency == product.currency ?? amount.currency,
            let details = terms.depositRates?.details
        else { return nil }
        let fitting = details.filter { detail in
            detail.isStanding && !detail.isUnreadable && detail.holds(on: scenario.day)
                && detail.balanceCurrency ?? amount.currency == amount.currency
                && amount.amount >= detail.leastBalance ?? 0 && amount.amount <= detail.mostBalance ?? amount.amount
                && (scenario.months == nil || detail.months == nil || detail.months == scenario.months)
        }
        guard let range = HeadlineRate.Range(fitting.flatMap(\.rates)) else { return nil }
        let earned = amount.amount * range.highest / 100
        // What is too large for a decimal number is none.
        guard !earned.isNaN else { return nil }
        self.amount = amount
        rate = range.highest
        earnings = Money(earned.roundedAsMoney, amount.currency)
        isMost = range.lowest < range.highest
    }
}

/// What a scenario's amount would cost or earn.
public enum Estimate: Sendable, Hashable {
    /// Of finance and mortgages.
    case finance(FinanceEstimate)
    /// Of savings and current accounts.
    case deposit(DepositEstimate)

    /// Nil where the scenario has no amount, or no term for finance, and where the product's rates do not tell.
    public init?(_ product: Product, _ terms: ProductTerms, in scenario: Scenario) {
        if let finance = FinanceEstimate(product, terms, in: scenario) {
            self = .finance(finance)
        } else if let deposit = DepositEstimate(product, terms, in: scenario) {
            self = .deposit(deposit)
        } else {
            return nil
        }
    }
}
