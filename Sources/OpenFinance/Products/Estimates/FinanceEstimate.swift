import FoundationEssentials

/// What finance would cost at the rates that the LFI publishes. An estimate, never a quote: the LFI decides on the rate of
/// each customer, and not all fees are known.
public struct FinanceEstimate: Sendable, Hashable {
    /// What is borrowed.
    public let amount: Money
    /// For how long it is borrowed: as many instalments as there are months.
    public let months: Int
    /// Each month; the first one where it changes.
    public let instalment: Money
    /// Each month after a fixed or introductory time; nil where it stays.
    public let laterInstalment: Money?
    /// Interest or profit, in all.
    public let cost: Money
    /// The same with processing fees; nil where none are stated.
    public let costWithFees: Money?
    /// Whether the lowest of several rates was taken, or one whose fixed time ends before the term ("from").
    public let isLeast: Bool
    /// Whether interest or profit is charged on the whole amount for the whole term, whatever has been paid back.
    public let isFlat: Bool
    /// Whether only the annual percentage rate is known, in which fees are counted already.
    public let isByAnnualPercentageRate: Bool
}

extension FinanceEstimate {
    /// Nil where the product is no finance for that amount and term, or its rates do not tell.
    init?(_ product: Product, _ terms: ProductTerms, in scenario: Scenario) {
        guard let amount = scenario.amount, let months = scenario.months, months > 0, amount.amount > 0,
            [.finance, .mortgage].contains(product.category?.canonical),
            amount.currency == product.currency ?? amount.currency,
            terms.verdict(on: amount, product) != .excludes, terms.verdict(onMonths: months, product) != .excludes,
            let rates = terms.financeRates?.ofTiers(in: amount.currency),
            // What is too large for a decimal number is none.
            let best = rates.alternatives.compactMap({ $0.plan(for: amount.amount, over: months, from: scenario.date) })
                .filter({ !$0.total.isNaN }).min(by: { $0.total < $1.total })
        else { return nil }
        func money(_ value: Decimal) -> Money { Money(value.roundedAsMoney, amount.currency) }
        self.amount = amount
        self.months = months
        instalment = money(best.instalments.amounts[0].instalment)
        let last = money(best.instalments.amounts[best.instalments.amounts.count - 1].instalment)
        laterInstalment = last == instalment ? nil : last
        let cost = best.total - amount.amount
        self.cost = money(cost)
        let fees = terms.processingFee(on: amount)
        costWithFees = best.isByAnnualPercentageRate ? self.cost : fees.map { money(cost + $0) }
        isLeast = best.isLeast || rates.alternatives.count > 1
        isFlat = best.isFlat
        isByAnnualPercentageRate = best.isByAnnualPercentageRate
    }
}

/// One way to pay back.
private struct Plan {
    var instalments: Instalments
    var isLeast: Bool
    var isFlat: Bool
    var isByAnnualPercentageRate = false

    var total: Decimal { instalments.total }
}

extension FinanceRates {
    /// The options to choose from; else this alone.
    fileprivate var alternatives: [FinanceRates] {
        rateType?.bare.contains("options") == true && !parts.isEmpty ? parts : [self]
    }

    /// Without tiers of balances in another currency.
    fileprivate func ofTiers(in currency: String) -> FinanceRates {
        var rates = self
        rates.tiers.removeAll { $0.currency ?? currency != currency }
        rates.parts = parts.map { $0.ofTiers(in: currency) }
        return rates
    }

    fileprivate func plan(for amount: Decimal, over months: Int, from date: Date) -> Plan? {
        if parts.count == 2, rateType?.bare.contains("hybrid") == true {
            if parts[0].hasEnded(at: date) { return parts[1].plan(for: amount, over: months, from: date) }
            return hybrid(parts[0], parts[1], for: amount, over: months, from: date)
        }
        guard !hasEnded(at: date) else { return nil }
        guard let rate = (parts.isEmpty ? self : parts[0]).rate(for: amount) else {
            guard let lowest = HeadlineRate.Range(annualPercentageRates) else { return nil }
            return Plan(
                instalments: Instalments(
                    of: amount, phases: [.init(months: months, rate: lowest.lowest)], isFlat: false),
                isLeast: lowest.lowest < lowest.highest, isFlat: false, isByAnnualPercentageRate: true)
        }
        let introduction = introductoryPeriods.compactMap { period -> Instalments.Phase? in
            guard let length = period.months, length > 0, let range = HeadlineRate.Range(period.rates) else {
                return nil
            }
            return .init(months: min(length, months), rate: range.lowest)
        }.min { $0.rate < $1.rate }
        var phases = [introduction].compactMap(\.self)
        let rest = months - phases.reduce(0) { $0 + $1.months }
        if rest > 0 { phases.append(.init(months: rest, rate: rate.percent)) }
        return Plan(
            instalments: Instalments(of: amount, phases: phases, isFlat: isFlat),
            isLeast: rate.isLeast || introductoryPeriods.count > 1 || fixedMonths(from: date) ?? months < months,
            isFlat: isFlat)
    }

    private func hybrid(
        _ first: FinanceRates, _ then: FinanceRates, for amount: Decimal, over months: Int, from date: Date
    ) -> Plan? {
        guard let rate = first.rate(for: amount) ?? first.introductoryRate, let later = then.rate(for: amount),
            let fixed = first.fixedMonths(from: date) ?? then.variableMonths.map({ months - $0 })
                ?? first.introductoryMonths,
            fixed > 0
        else { return nil }
        var phases = [Instalments.Phase(months: min(fixed, months), rate: rate.percent)]
        if fixed < months { phases.append(.init(months: months - fixed, rate: later.percent)) }
        return Plan(
            instalments: Instalments(of: amount, phases: phases, isFlat: first.isFlat && then.isFlat),
            isLeast: rate.isLeast || later.isLeast, isFlat: first.isFlat && then.isFlat)
    }

    /// What is paid on this amount, per cent a year; the lowest where it depends on more than the amount.
    private func rate(for amount: Decimal) -> (percent: Decimal, isLeast: Bool)? {
        let bands = tiers.filter { $0.bounds != nil && !$0.rates.isEmpty && !$0.isUnreadable }
        if let split = Self.blended(bands.filter(\.isPerTier), amount) { return (split, false) }
        let matching = bands.filter { !$0.isPerTier && $0.contains(amount) }
        if let range = HeadlineRate.Range(matching.flatMap(\.rates)) {
            return (range.lowest, range.lowest < range.highest)
        }
        // It may be for this amount, or not.
        if tiers.contains(where: \.isUnreadable) { return nil }
        // What depends on the customer may lie above the rate that is stated for all.
        let others = HeadlineRate.Range(tiers.filter { $0.bounds == nil }.flatMap(\.rates))
        if let rate { return (rate.percent, others.map { $0.highest > rate.percent } ?? false) }
        return others.map { ($0.lowest, $0.lowest < $0.highest) }
    }

    /// The rate of all parts of the amount together, each at that of its own tier; nil where a part has none.
    private static func blended(_ tiers: [FinanceTier], _ amount: Decimal) -> Decimal? {
        var (covered, sum) = (Decimal(0), Decimal(0))
        for tier in tiers {
            guard let bounds = tier.bounds, let rate = HeadlineRate.Range(tier.rates)?.lowest else { continue }
            let part = min(amount, bounds.most ?? amount) - (bounds.least ?? 0)
            guard part > 0 else { continue }
            covered += part
            sum += part * rate
        }
        // Tiers whose ends are a unit apart (100,000 and 100,001) leave next to nothing out.
        guard covered > 0, amount - covered <= Decimal(tiers.count), covered <= amount else { return nil }
        return sum / covered
    }

    private var introductoryRate: (percent: Decimal, isLeast: Bool)? {
        HeadlineRate.Range(introductoryPeriods.flatMap(\.rates)).map { ($0.lowest, true) }
    }

    private var introductoryMonths: Int? { introductoryPeriods.compactMap(\.months).min() }

    /// Whole months up to the day on which the fixed rate ends.
    private func fixedMonths(from date: Date) -> Int? {
        guard let end = fixedUntil.flatMap(Timestamp.parse), end > date else { return nil }
        return Int((end.timeIntervalSince(date) / (365.2425 / 12 * 86_400)).rounded())
    }
}

extension FinanceTier {
    fileprivate var bounds: (least: Decimal?, most: Decimal?)? {
        if case .balance(let least, let most) = measure { (least, most) } else { nil }
    }

    fileprivate func contains(_ amount: Decimal) -> Bool {
        bounds.map { amount >= $0.least ?? 0 && amount <= $0.most ?? amount } ?? false
    }
}

extension ProductTerms {
    /// What is paid at once for having it; nil where nothing is stated.
    fileprivate func processingFee(on amount: Money) -> Decimal? {
        let components = charges.filter { $0.type?.isCode("Processing") == true }.flatMap(\.components)
        var fees: [Decimal] = []
        for component in components where component.percentage != nil || component.amount != nil {
            // What a fee in another currency comes to is not known, and so is not the sum.
            let other = [component.percentage == nil ? component.amount : component.most].compactMap(\.self)
            guard other.allSatisfy({ $0.currency == amount.currency }) else { return nil }
            let fee = component.percentage.map { amount.amount * $0 / 100 }
            fees.append(fee.map { min($0, component.most?.amount ?? $0) } ?? component.amount?.amount ?? 0)
        }
        return fees.isEmpty ? nil : fees.reduce(0, +)
    }
}
