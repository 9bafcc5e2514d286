public import FoundationEssentials
import Synchronization

/// The few figures by which products are listed and ordered. This file is where it is decided what each of them is.
///
/// - **Rate.** Accounts have the rate of their `DepositRates`, cards, finance and mortgages that of their
///   `FinanceRates`; a category that the API does not know has whichever stands there. A deposit is listed by the top of
///   the range of its rates ("up to"), finance by its bottom ("from").
///   - Of deposits, all standing rates that hold on the day make one range, those of every balance tier and term.
///     `Applied` and `Standard` rates and those without category are standing ones; `Other` ones count where there are
///     none of these, then bonus, then introductory ones. A rate whose day is past or to come is no headline.
///   - Of finance, the annual percentage rate counts where it is stated, and the standing rates stand beside it; else
///     they count themselves: those of every balance tier, loan-to-value tier, customer range, hybrid part and option;
///     and the indicative rates of introductory periods where not even those are. A variable rate without a figure is
///     benchmark plus margin. Standing rates are flat where any of their parts is charged on the initial amount.
/// - **Annual return.** What a deposit earns: the top of its standing rates. Finance has none.
/// - **Annual fee.** The highest amount of the charges of type `AnnualFees` ("from the second year" counts, "free in the
///   first" does not); where there is none, twelve times that of `MonthlyFees`. A `Frequency` or `Period` that says
///   otherwise (`Monthly`, `per year`) counts before the type's name. Percentages are not amounts.
/// - **Minimum balance.** `MinimumBalance`; else the lowest limit of type `MinimumBalance`.
/// - **Minimum opening balance.** The lowest limit of type `MinimumOpeningBalance`, else of `MinimumDeposit`.
/// - **Minimum salary.** The highest of what the customer has to earn (`MinimumSalary`) and to have transferred
///   (`MinimumSalaryTransferRequirement`) a month; where no figure is given, the one amount that the description speaks of.
///
/// Where amounts of several currencies stand side by side, those in the product's own currency count.
///
/// Source: UAE Product API v2.1, schemas named above; what older versions and v2.2 state is read into the same terms
/// (`OlderTerms.swift`, `Terms2_2.swift`).
public struct Headlines: Sendable, Hashable {
    /// Nil where none is stated for the scenario's day, or none is a number.
    public var rate: HeadlineRate? { rates.first }
    /// What is stated on each basis, that which counts first.
    public let rates: [HeadlineRate]
    /// Whether there would be a rate, if its day had not passed or had come.
    public let hasRateOfAnotherDay: Bool
    /// Of those, the first day (`2026-01-31`) on which one has yet to come.
    public let firstDayOfRate: String?
    /// For a year; nil where no amount is stated, which does not mean that it is free.
    public let annualFee: Money?
    /// What has to stay in the account; nil where none is stated.
    public let minimumBalance: Money?
    /// What has to be put in at first; nil where none is stated.
    public let minimumOpeningBalance: Money?
    /// A month.
    public let minimumSalary: Money?
    /// At the scenario's moment, by the product's own dates.
    public let validity: Validity

    /// Per cent a year.
    public var annualReturn: Decimal? { rate.flatMap { $0.side == .earned && $0.basis == .standing ? $0.figure : nil } }

    /// ``ListedProduct/headlines(in:)`` is the same, and reads them once.
    public init(_ product: Product, _ terms: ProductTerms, in scenario: Scenario = Scenario()) {
        rates = Self.rates(product, terms, on: scenario.day)
        hasRateOfAnotherDay = rates.isEmpty && !Self.rates(product, terms, on: nil).isEmpty
        firstDayOfRate =
            hasRateOfAnotherDay
            ? terms.depositRates?.details.compactMap(\.firstDay).filter { $0 > scenario.day }.min() : nil
        annualFee = Self.annualFee(terms.charges, currency: product.currency)
        minimumBalance =
            terms.minimumBalance ?? Self.lowest(["MinimumBalance"], of: terms.limits, currency: product.currency)
        minimumOpeningBalance = Self.lowest(
            ["MinimumOpeningBalance", "MinimumDeposit"], of: terms.limits, currency: product.currency)
        minimumSalary = Self.minimumSalary(terms.eligibility, currency: product.currency)
        validity = product.validity(at: scenario.date)
    }
}

extension ListedProduct {
    /// Read once for whoever asks in the same scenario: an order, and then what is written in it.
    public func headlines(in scenario: Scenario = Scenario()) -> Headlines {
        keptHeadlines.of(scenario) { Headlines(product, terms, in: scenario) }
    }
}

/// The headlines that were read last of a product and its copies: their terms, which are many times as large, are let go.
/// Every two are equal, since what was asked of a product makes it no other one.
final class KeptHeadlines: Sendable, Hashable {
    private let last = Mutex<(scenario: Scenario, headlines: Headlines)?>(nil)

    func of(_ scenario: Scenario, _ read: () -> Headlines) -> Headlines {
        if let last = last.withLock(\.self), last.scenario == scenario { return last.headlines }
        // Not under the lock: to read takes a while, and gives whoever reads at the same time the same.
        let headlines = read()
        last.withLock { $0 = (scenario, headlines) }
        return headlines
    }

    static func == (left: KeptHeadlines, right: KeptHeadlines) -> Bool { true }
    func hash(into hasher: inout Hasher) {}
}

// MARK: - Rate

extension Headlines {
    /// - Parameter day: on which it has to hold; nil for any.
    private static func rates(_ product: Product, _ terms: ProductTerms, on day: String?) -> [HeadlineRate] {
        let deposit = { terms.depositRates.map { earned($0, of: product, on: day) } ?? [] }
        let finance = { terms.financeRates.map { paid($0, of: product) } ?? [] }
        return switch product.category?.canonical {
        case .savingsAccount?, .currentAccount?: deposit()
        case .creditCard?, .finance?, .mortgage?: finance()
        default: [deposit(), finance()].first { !$0.isEmpty } ?? []
        }
    }

    private static func earned(_ rates: DepositRates, of product: Product, on day: String?) -> [HeadlineRate] {
        let kind = kind(rates.rateType, of: product)
        let details = day.map { day in rates.details.filter { $0.holds(on: day) } } ?? rates.details
        func rate(_ basis: HeadlineRate.Basis, _ isIncluded: (DepositRates.Detail) -> Bool) -> HeadlineRate? {
            HeadlineRate(.earned, kind, basis, details.filter(isIncluded).flatMap(\.rates))
        }
        return [
            rate(.standing, \.isStanding)
                ?? rate(.standing) { $0.category != "Bonus" && $0.category != "Introductory" },
            rate(.bonus) { $0.category == "Bonus" },
            rate(.introductory) { $0.category == "Introductory" },
        ].compactMap(\.self)
    }

    private static func paid(_ rates: FinanceRates, of product: Product) -> [HeadlineRate] {
        let all = rates.all
        let kind = kind(rates.rateType, of: product)
        let standing = all.flatMap(\.standingRates)
        let isFlat = all.contains(where: \.isFlat)
        return [
            HeadlineRate(
                .paid, kind, .annualPercentageRate, all.flatMap(\.annualPercentageRates), isFlat: isFlat,
                nominal: HeadlineRate.Range(standing)),
            HeadlineRate(.paid, kind, .standing, standing, isFlat: isFlat),
            HeadlineRate(
                .paid, kind, .introductory, all.flatMap(\.introductoryPeriods).flatMap(\.rates), isFlat: isFlat),
        ].compactMap(\.self)
    }

    /// By the name of the rate's type; a Sharia-compliant product never bears interest, whatever that says.
    private static func kind(_ rateType: String?, of product: Product) -> HeadlineRate.Kind {
        product.isShariaCompliant == true || rateType?.bare.contains("profit") == true ? .profit : .interest
    }
}

extension DepositRates.Detail {
    /// Whether it is for every customer, for as long as they have the product.
    package var isStanding: Bool { category == nil || category == "Applied" || category == "Standard" }
}

// MARK: - Amounts

extension Headlines {
    private static func annualFee(_ charges: [Charge], currency: String?) -> Money? {
        func highest(_ type: String, timesAYear: Int) -> Money? {
            let amounts = charges.filter { $0.type?.isCode(type) == true }.flatMap { charge in
                charge.amounts.map { Money($0.amount * Decimal(charge.timesAYear ?? timesAYear), $0.currency) }
            }
            return Money.highest(amounts, preferred: currency)
        }
        return highest("AnnualFees", timesAYear: 1) ?? highest("MonthlyFees", timesAYear: 12)
    }

    /// The lowest of the first type that there is an amount of.
    private static func lowest(_ types: [String], of limits: [Criterion], currency: String?) -> Money? {
        for type in types {
            let amounts = limits.filter { $0.means(type) }.compactMap { $0.money(in: currency) }
            if let lowest = Money.lowest(amounts, preferred: currency) { return lowest }
        }
        return nil
    }

    private static func minimumSalary(_ eligibility: Eligibility, currency: String?) -> Money? {
        let demands =
            eligibility.employment.filter { $0.means("MinimumSalary") }
            + eligibility.financialRequirements.filter { $0.means("MinimumSalaryTransferRequirement") }
        return Money.highest(
            demands.compactMap { $0.money(in: currency) ?? $0.amountInWords }, preferred: currency)
    }
}
