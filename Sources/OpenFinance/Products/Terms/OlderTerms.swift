import FoundationEssentials

/// Terms as v1.2 and v2.0 state them (with their erratas): fees in place of charges, and rates within a category's details.
///
/// - A deposit has `SavingsAccount.AnnualReturn`, or `ProfitSharingRate.AnnualReturn` where profit is shared.
/// - A card's `Rate` is its annual percentage rate, as its description says.
/// - A loan has `PersonalLoan`, a mortgage `Mortgage`: `Rate.IndicativeRate` or `Rate.ProfitRate`, each from and to, and the
///   annual percentage rate as `AnnualPercentageRateRange` or `IndicativeAPR`.
/// - `FinanceProfitRate` has a rate and tiers of its own.
/// - The values of limits are without currency: where all amounts of the product are in one, that is theirs.
struct OlderTerms: JSONReadable {
    let terms: ProductTerms

    private enum Key: String, CodingKey, CaseIterable {
        case currentAccount = "CurrentAccount", savingsAccount = "SavingsAccount", creditCard = "CreditCard"
        case personalLoan = "PersonalLoan", mortgage = "Mortgage"
        case profitSharingRate = "ProfitSharingRate", financeProfitRate = "FinanceProfitRate"

        static let categories: [Key] = [.currentAccount, .savingsAccount, .creditCard, .personalLoan, .mortgage]
    }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        let details = Key.categories.compactMap { object.lenient($0, as: OlderDetails.self) }
        let sharing = object.lenient(.profitSharingRate, as: ProfitSharing.self)
        let profit = object.lenient(.financeProfitRate, as: ProfitRate.self)
        var terms = ProductTerms()
        let returns = (details.map(\.annualReturn) + [sharing?.annualReturn]).compactMap(\.self)
        if !returns.isEmpty {
            terms.depositRates = DepositRates(
                rateType: sharing?.annualReturn == nil ? nil : "VariableProfit",
                details: [DepositRates.Detail(category: nil, rates: returns)])
        }
        let finance = details.compactMap(\.finance) + [profit?.finance].compactMap(\.self)
        terms.financeRates = .options(finance)
        terms.subtype = details.compactMap(\.type).first
        terms.minimumFinanceAmount = details.compactMap(\.minimumLoan).first
        terms.maximumFinanceAmount = details.compactMap(\.maximumLoan).first
        terms.tenors = details.compactMap(\.tenure)
        terms.maximumLoanToValue = details.compactMap(\.loanToValue).max()
        terms.downPayments = details.compactMap(\.downPayment).map { .amount($0) }
        terms.charges = details.flatMap(\.fees).map(\.charge)
        terms.cashback = details.flatMap(\.benefits).cashback
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
private struct OlderDetails: JSONReadable {
    let type: String?
    let fees: [Fee]
    let benefits: [Reward]
    let annualReturn: StatedRate?
    let finance: FinanceRates?
    let minimumLoan, maximumLoan, downPayment: Money?
    let tenure: MonthRange?
    /// Per cent.
    let loanToValue: Decimal?
    /// All amounts of money that it states.
    let amounts: [Money]
    private let object: JSONReader.Object<Key>

    /// Read only where they are asked for: a product of v2.1 has the same ones, which were read with its own terms.
    var limits: [Criterion] { object.lenientList(.limits) }

    private enum Key: String, CodingKey {
        case fees = "Fees", limits = "Limits", minimumBalance = "MinimumBalance", annualReturn = "AnnualReturn"
        case rate = "Rate", loanRange = "AnnualPercentageRateRange", mortgageRange = "IndicativeAPR"
        case method = "CalculationMethod", minimum = "MinimumLoanAmount", maximum = "MaximumLoanAmount"
        case downPayment = "DownPayment", type = "Type", loanToValue = "MaximumLTV", fixedPeriod = "FixedRatePeriod"
        case tenure = "Tenure", repaymentTenure = "RepaymentTenure"
        case benefits = "Benefits"
    }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        self.object = object
        fees = object.lenientList(.fees)
        benefits = object.lenientList(.benefits)
        type = object.lenientText(.type)
        annualReturn = object.lenientRate(.annualReturn)
        minimumLoan = object.lenient(.minimum)
        maximumLoan = object.lenient(.maximum)
        downPayment = object.lenient(.downPayment)
        loanToValue = object.lenientDecimal(.loanToValue, hasThousands: false)
        tenure = [.tenure, .repaymentTenure].compactMap { object.lenient($0, as: Tenure.self)?.months }.first
        amounts =
            fees.compactMap(\.amount)
            + [object.lenient(.minimumBalance), minimumLoan, maximumLoan, downPayment].compactMap(\.self)
        let percentageRates =
            [.loanRange, .mortgageRange].flatMap { object.lenientRateRange($0, from: "From", to: "To") }
        if let cardRate = object.lenientRate(.rate) {
            finance = FinanceRates(annualPercentageRates: [cardRate])
        } else {
            let rate = object.lenient(.rate, as: LoanRate.self)
            let method = object.lenientText(.method)
            let isProfit = rate?.profit.isEmpty == false || method?.isCode("Profit") == true
            let rates = (rate?.indicative ?? []) + (rate?.profit ?? [])
            finance =
                rates.isEmpty && percentageRates.isEmpty
                ? nil
                : FinanceRates(
                    rateType: "\(rate?.type ?? "")\(isProfit ? "Profit" : "Interest")",
                    tiers: rates.isEmpty ? [] : [FinanceTier(measure: .other, rates: rates)],
                    annualPercentageRates: percentageRates, isFlat: method?.isFlatMethod == true,
                    fixedUntil: object.lenientText(.fixedPeriod))
        }
    }
}

/// An element of `Fees`.
private struct Fee: JSONReadable {
    let type: String?
    let amount: Money?
    let percentage: Decimal?
    let most: Money?
    let timesAYear: Int?

    private enum Key: String, CodingKey {
        case type = "Type", amount = "Amount", percentage = "Percentage", mostUnits = "MaximumUnitValue"
        case period = "Period"
    }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        type = object.lenient(.type)
        amount = object.lenient(.amount)
        percentage = object.lenientDecimal(.percentage, hasThousands: false)
        // The unit of the most that a percentage may come to is nowhere said; it is an amount in the bank's own examples.
        most = object.lenientMoney(.mostUnits, in: amount?.currency ?? "AED")
        timesAYear = object.lenientText(.period).flatMap(Charge.timesAYear)
    }

    /// A card's `AnnualFee` is what accounts, and v2.1, call `AnnualFees`.
    var charge: Charge {
        let component = Charge.Component(amount: amount, percentage: percentage, most: most)
        return Charge(
            type: type?.isCode("AnnualFee") == true ? "AnnualFees" : type, timesAYear: timesAYear,
            components: [component])
    }
}

/// In months, as its description says.
private struct Tenure: JSONReadable {
    let months: MonthRange?

    private enum Key: String, CodingKey { case least = "MinimumLoanTenure", most = "MaximumLoanTenure" }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        months = MonthRange(least: object.lenientMonths(.least), most: object.lenientMonths(.most))
    }
}

private struct LoanRate: JSONReadable {
    /// `Fixed`, `Variable` or `Hybrid`.
    let type: String?
    let indicative, profit: [StatedRate]

    private enum Key: String, CodingKey { case type = "Type", indicative = "IndicativeRate", profit = "ProfitRate" }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        type = object.lenient(.type)
        indicative = object.lenientRateRange(.indicative, from: "From", to: "To")
        profit = object.lenientRateRange(.profit, from: "From", to: "To")
    }
}

private struct ProfitSharing: JSONReadable {
    let annualReturn: StatedRate?
    let minimumDeposit: Money?

    private enum Key: String, CodingKey { case annualReturn = "AnnualReturn", minimumDeposit = "MinimumDepositAmount" }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        annualReturn = object.lenientRate(.annualReturn)
        minimumDeposit = object.lenient(.minimumDeposit)
    }
}

private struct ProfitRate: JSONReadable {
    /// Nil where it states no rate.
    let finance: FinanceRates?

    private enum Key: String, CodingKey { case rate = "Rate", tiers = "Tiers", method = "CalculationMethod" }

    private struct Tier: JSONReadable {
        let tier: FinanceTier

        private enum Key: String, CodingKey {
            case unit = "Unit", minimum = "MinimumTierRate", maximum = "MaximumTierRate"
            case least = "MinimumTierValue", most = "MaximumTierValue"
        }

        init(from json: JSONReader) throws(JSONReader.Unreadable) {
            let object = try json.object(keyedBy: Key.self)
            let isOfBalance = object.lenientText(.unit)?.isCode("Balance") == true
            let rates = object.rates(.minimum, .maximum)
            tier =
                isOfBalance
                ? FinanceTier(object.balances(from: .least, to: .most), rates: rates)
                : FinanceTier(measure: .other, rates: rates)
        }
    }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        let rate = object.lenientRate(.rate)
        let tiers = object.lenientList(.tiers, as: Tier.self).map(\.tier).filter { !$0.rates.isEmpty }
        finance =
            rate == nil && tiers.isEmpty
            ? nil
            : FinanceRates(
                rateType: "FixedProfit", rate: rate, tiers: tiers,
                isFlat: object.lenientText(.method)?.isFlatMethod == true)
    }
}
