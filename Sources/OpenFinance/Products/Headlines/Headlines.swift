import FoundationEssentials

/// The few figures by which products are listed and ordered. This file is where it is decided what each of them is.
///
/// - **Rate.** Accounts have the rate of their `DepositRates`, cards, finance and mortgages that of their
///   `FinanceRates`; a category that the API does not know has whichever stands there. All standing rates make one
///   range: those of every balance tier, loan-to-value tier, customer range, hybrid part and option. A deposit is listed
///   by the top of the range ("up to"), finance by its bottom ("from"). Of deposits, `Applied` and `Standard` rates and
///   those without category are standing ones; `Other` ones count where there are none of these, then bonus, then
///   introductory ones. Of finance, the annual percentage rate counts where no other rate is stated, and the indicative
///   rates of introductory periods where not even that is. A variable rate without a figure is benchmark plus margin.
/// - **Annual fee.** The highest amount of the charges of type `AnnualFees` ("from the second year" counts, "free in the
///   first" does not); where there is none, twelve times that of `MonthlyFees`. Percentages are not amounts.
/// - **Minimum balance.** `MinimumBalance`; else the lowest limit of type `MinimumBalance`, else `MinimumOpeningBalance`,
///   else `MinimumDeposit`.
/// - **Minimum salary.** The highest of what the customer has to earn (`MinimumSalary`) and to have transferred
///   (`MinimumSalaryTransferRequirement`) a month; where no figure is given, the one amount that the description speaks of.
///
/// Where amounts of several currencies stand side by side, those in the product's own currency count.
///
/// Source: UAE Product API v2.1, schemas named above; what older versions and v2.2 state is read into the same terms
/// (`OlderTerms.swift`, `Terms2_2.swift`). Dates of validity are not weighed: what an LFI lists, it offers.
public struct Headlines: Sendable, Hashable {
    public let rate: HeadlineRate?
    public let annualFee: Money?
    public let minimumBalance: Money?
    /// A month.
    public let minimumSalary: Money?

    public init(_ product: Product, _ terms: ProductTerms) {
        rate = Self.rate(product, terms)
        annualFee = Self.annualFee(terms.charges, currency: product.currency)
        minimumBalance = Self.minimumBalance(terms, currency: product.currency)
        minimumSalary = Self.minimumSalary(terms.eligibility, currency: product.currency)
    }
}

extension ListedProduct {
    /// Read anew at each call.
    public var headlines: Headlines { Headlines(product, terms) }
}

// MARK: - Rate

extension Headlines {
    private static func rate(_ product: Product, _ terms: ProductTerms) -> HeadlineRate? {
        let deposit = { terms.depositRates.flatMap { earned($0, of: product) } }
        let finance = { terms.financeRates.flatMap { paid($0, of: product) } }
        return switch product.category?.canonical {
        case .savingsAccount?, .currentAccount?: deposit()
        case .creditCard?, .finance?, .mortgage?: finance()
        default: deposit() ?? finance()
        }
    }

    private static func earned(_ rates: DepositRates, of product: Product) -> HeadlineRate? {
        let kind = kind(rates.rateType, of: product)
        func rate(_ basis: HeadlineRate.Basis, _ isIncluded: (String?) -> Bool) -> HeadlineRate? {
            HeadlineRate(.earned, kind, basis, rates.details.filter { isIncluded($0.category) }.flatMap(\.rates))
        }
        return rate(.standing) { $0 == nil || $0 == "Applied" || $0 == "Standard" }
            ?? rate(.standing) { $0 != "Bonus" && $0 != "Introductory" }
            ?? rate(.bonus) { $0 == "Bonus" }
            ?? rate(.introductory) { $0 == "Introductory" }
    }

    private static func paid(_ rates: FinanceRates, of product: Product) -> HeadlineRate? {
        let all = rates.all
        let kind = kind(rates.rateType, of: product)
        return HeadlineRate(.paid, kind, .standing, all.flatMap { [$0.rate].compactMap(\.self) + $0.tierRates })
            ?? HeadlineRate(.paid, kind, .annualPercentageRate, all.flatMap(\.annualPercentageRates))
            ?? HeadlineRate(.paid, kind, .introductory, all.flatMap(\.introductoryRates))
    }

    /// By the name of the rate's type; a Sharia-compliant product never bears interest, whatever that says.
    private static func kind(_ rateType: String?, of product: Product) -> HeadlineRate.Kind {
        product.isShariaCompliant == true || rateType?.contains("Profit") == true ? .profit : .interest
    }
}

// MARK: - Amounts

extension Headlines {
    private static func annualFee(_ charges: [Charge], currency: String?) -> Money? {
        func highest(_ type: String) -> Money? {
            Money.highest(charges.filter { $0.type == type }.flatMap(\.amounts), preferred: currency)
        }
        return highest("AnnualFees") ?? highest("MonthlyFees").map { Money($0.amount * 12, $0.currency) }
    }

    private static func minimumBalance(_ terms: ProductTerms, currency: String?) -> Money? {
        func lowest(_ type: String) -> Money? {
            Money.lowest(
                terms.limits.filter { $0.type == type }.compactMap { $0.money(in: currency) }, preferred: currency)
        }
        return terms.minimumBalance
            ?? lowest("MinimumBalance") ?? lowest("MinimumOpeningBalance") ?? lowest("MinimumDeposit")
    }

    private static func minimumSalary(_ eligibility: Eligibility, currency: String?) -> Money? {
        let demands =
            eligibility.employment.filter { $0.type == "MinimumSalary" }
            + eligibility.financialRequirements.filter { $0.type == "MinimumSalaryTransferRequirement" }
        return Money.highest(
            demands.compactMap { $0.money(in: currency) ?? $0.amountInWords }, preferred: currency)
    }
}
