import FoundationEssentials

/// Terms as v1.2 and v2.0 state them (with their erratas): fees in place of charges, and rates within a category's details.
///
/// - A deposit has `SavingsAccount.AnnualReturn`, or `ProfitSharingRate.AnnualReturn` where profit is shared.
/// - A card's `Rate` is its annual percentage rate, as its description says.
/// - A loan has `PersonalLoan`, a mortgage `Mortgage`: `Rate.IndicativeRate` or `Rate.ProfitRate`, each from and to, and the
///   annual percentage rate as `AnnualPercentageRateRange` or `IndicativeAPR`.
/// - `FinanceProfitRate` has a rate and tiers of its own.
/// - The values of limits are without currency: where all amounts of the product are in one, that is theirs.
struct OlderTerms: Decodable {
    let terms: ProductTerms

    private enum Key: String, CodingKey, CaseIterable {
        case currentAccount = "CurrentAccount", savingsAccount = "SavingsAccount", creditCard = "CreditCard"
        case personalLoan = "PersonalLoan", mortgage = "Mortgage"
        case profitSharingRate = "ProfitSharingRate", financeProfitRate = "FinanceProfitRate"

        static let categories: [Key] = [.currentAccount, .savingsAccount, .creditCard, .personalLoan, .mortgage]
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let details = Key.categories.compactMap { container.lenient($0, as: OlderDetails.self) }
        let sharing = container.lenient(.profitSharingRate, as: ProfitSharing.self)
        let profit = container.lenient(.financeProfitRate, as: ProfitRate.self)
        var terms = ProductTerms()
        let returns = (details.map(\.annualReturn) + [sharing?.annualReturn]).compactMap(\.self)
        if !returns.isEmpty {
            terms.depositRates = DepositRates(
                rateType: sharing?.annualReturn == nil ? nil : "VariableProfit",
                details: [DepositRates.Detail(category: nil, rates: returns)])
        }
        let finance = details.compactMap(\.finance) + [profit?.finance].compactMap(\.self)
        terms.financeRates =
            finance.count < 2 ? finance.first : FinanceRates(rateType: finance[0].rateType, parts: finance)
        terms.charges = details.flatMap(\.fees).map(\.charge)
        let amounts = details.flatMap(\.amounts) + [sharing?.minimumDeposit].compactMap(\.self)
        let currencies = Set(amounts.map(\.currency))
        if currencies.count == 1, let currency = currencies.first {
            // The same limits as in v2.1, whose reader has no currency for them.
            terms.limits = details.flatMap(\.limits).compactMap { limit in
                limit.amount == nil ? limit.value.map { limit.with(Money($0, currency)) } : nil
            }
        }
        if let minimum = sharing?.minimumDeposit {
            terms.limits.append(Criterion(type: "MinimumDeposit", description: nil, value: nil, amount: minimum))
        }
        self.terms = terms
    }
}

/// A category's own details.
private struct OlderDetails: Decodable {
    let fees: [Fee]
    let limits: [Criterion]
    let annualReturn: Decimal?
    let finance: FinanceRates?
    /// All amounts of money that it states.
    let amounts: [Money]

    private enum Key: String, CodingKey {
        case fees = "Fees", limits = "Limits", minimumBalance = "MinimumBalance", annualReturn = "AnnualReturn"
        case rate = "Rate", loanRange = "AnnualPercentageRateRange", mortgageRange = "IndicativeAPR"
        case method = "CalculationMethod", minimum = "MinimumLoanAmount", maximum = "MaximumLoanAmount"
        case downPayment = "DownPayment"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        fees = container.lenientList(.fees)
        limits = container.lenientList(.limits)
        annualReturn = container.lenientDecimal(.annualReturn)
        amounts =
            fees.compactMap(\.amount)
            + [.minimumBalance, .minimum, .maximum, .downPayment].compactMap { container.lenient($0, as: Money.self) }
        let percentageRates =
            [.loanRange, .mortgageRange].flatMap { container.lenientRange($0, from: "From", to: "To") }
        if let cardRate = container.lenientDecimal(.rate) {
            finance = FinanceRates(annualPercentageRates: [cardRate])
        } else {
            let rate = container.lenient(.rate, as: LoanRate.self)
            let isProfit = rate?.profit.isEmpty == false || container.lenient(.method, as: String.self) == "Profit"
            let rates = (rate?.indicative ?? []) + (rate?.profit ?? [])
            finance =
                rates.isEmpty && percentageRates.isEmpty
                ? nil
                : FinanceRates(
                    rateType: "\(rate?.type ?? "")\(isProfit ? "Profit" : "Interest")", tierRates: rates,
                    annualPercentageRates: percentageRates)
        }
    }
}

/// An element of `Fees`.
private struct Fee: Decodable {
    let type: String?
    let amount: Money?

    private enum Key: String, CodingKey { case type = "Type", amount = "Amount" }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        type = container.lenient(.type)
        amount = container.lenient(.amount)
    }

    /// A card's `AnnualFee` is what accounts, and v2.1, call `AnnualFees`.
    var charge: Charge {
        Charge(type: type == "AnnualFee" ? "AnnualFees" : type, amounts: [amount].compactMap(\.self))
    }
}

private struct LoanRate: Decodable {
    /// `Fixed`, `Variable` or `Hybrid`.
    let type: String?
    let indicative, profit: [Decimal]

    private enum Key: String, CodingKey { case type = "Type", indicative = "IndicativeRate", profit = "ProfitRate" }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        type = container.lenient(.type)
        indicative = container.lenientRange(.indicative, from: "From", to: "To")
        profit = container.lenientRange(.profit, from: "From", to: "To")
    }
}

private struct ProfitSharing: Decodable {
    let annualReturn: Decimal?
    let minimumDeposit: Money?

    private enum Key: String, CodingKey { case annualReturn = "AnnualReturn", minimumDeposit = "MinimumDepositAmount" }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        annualReturn = container.lenientDecimal(.annualReturn)
        minimumDeposit = container.lenient(.minimumDeposit)
    }
}

private struct ProfitRate: Decodable {
    /// Nil where it states no rate.
    let finance: FinanceRates?

    private enum Key: String, CodingKey { case rate = "Rate", tiers = "Tiers" }

    private struct Tier: Decodable {
        let rates: [Decimal]

        private enum Key: String, CodingKey { case minimum = "MinimumTierRate", maximum = "MaximumTierRate" }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            rates = container.decimals(.minimum, .maximum)
        }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let rate = container.lenientDecimal(.rate)
        let tiers = container.lenientList(.tiers, as: Tier.self).flatMap(\.rates)
        finance =
            rate == nil && tiers.isEmpty ? nil : FinanceRates(rateType: "FixedProfit", rate: rate, tierRates: tiers)
    }
}
