import FoundationEssentials
import OpenFinance

/// A headline's figures over time: those of one kind with the latest, since no others can be set beside it.
struct HeadlineCourse {
    let headline: HeadlineChange.Headline
    /// List by list; nil for one without a figure of this kind.
    let figures: [Decimal?]
    let lowest, highest: Decimal
    /// How many lists have a figure of another kind: another currency, or another kind of rate.
    let others: Int
    private let currency: String?

    /// Nil where no list has a figure.
    init?(_ headline: HeadlineChange.Headline, _ states: [ProductHistory.State]) {
        let values = states.map { state -> HeadlineChange.Value? in
            if case .listed(let headlines) = state { headlines.value(of: headline) } else { nil }
        }
        guard let latest = values.compactMap(\.self).last else { return nil }
        figures = values.map { $0?.kind == latest.kind ? $0?.figure : nil }
        let known = figures.compactMap(\.self)
        guard let lowest = known.min(), let highest = known.max() else { return nil }
        self.headline = headline
        (self.lowest, self.highest) = (lowest, highest)
        others = values.compactMap(\.self).count - known.count
        currency = if case .money(let money) = latest { money.currency } else { nil }
    }

    /// `2.05%`, `AED 3,000`.
    func text(_ figure: Decimal) -> String { currency.map { Money(figure, $0).text } ?? figure.percentage }

    /// `2.05% to 2.80%`, `AED 3,000 to 5,000`; nil where it never changes.
    var range: String? {
        guard lowest < highest else { return nil }
        return "\(text(lowest)) to \(currency == nil ? text(highest) : highest.grouped)"
    }
}

extension HeadlineChange.Value {
    /// What has to be the same in two figures that are set beside each other.
    fileprivate var kind: String {
        switch self {
        case .money(let money): money.currency
        case .rate(let rate): "\(rate.side) \(rate.basis) \(rate.isFlat)"
        }
    }
}
