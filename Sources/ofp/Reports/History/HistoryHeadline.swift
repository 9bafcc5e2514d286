import FoundationEssentials
import OpenFinance

/// A headline as it goes through time.
extension HeadlineChange.Headline {
    private var column: ProductColumn {
        switch self {
        case .rate: .rate
        case .annualFee: .annualFee
        case .minimumBalance: .minimumBalance
        case .minimumOpeningBalance: .minimumOpeningBalance
        case .minimumSalary: .minimumSalary
        }
    }

    var title: String { column.title }

    private func value(_ state: ProductHistory.State) -> HeadlineChange.Value? {
        if case .listed(let headlines) = state { headlines.value(of: self) } else { nil }
    }

    /// For a table: in the first column, where there is no product, why. Nil for what is not stated.
    func text(_ state: ProductHistory.State) -> String? {
        switch state {
        case .listed(let headlines):
            value(state)?.text ?? (self == .rate && headlines.hasRateOfAnotherDay ? "expired" : nil)
        case .notListed: self == .rate ? "not listed" : nil
        case .unknown(let gap): self == .rate ? "bank \(gap.words)" : nil
        }
    }

    /// Those of one kind with the latest, others as nil, and in words from where to where they go. No words where they
    /// never change.
    func comparable(_ states: [ProductHistory.State]) -> (figures: [Decimal?], range: String?) {
        let values = states.map(value)
        guard let kind = values.compactMap(\.self).last?.kind else { return ([], nil) }
        let figures = values.map { $0?.kind == kind ? $0?.figure : nil }
        let known = figures.compactMap(\.self)
        guard let low = known.min(), let high = known.max(), low < high else { return (figures, nil) }
        let isRate = self == .rate
        let (lowest, highest) = (
            isRate ? low.percentage : "\(kind) \(low.grouped)", isRate ? high.percentage : high.grouped
        )
        return (figures, "\(lowest) to \(highest)")
    }

    // MARK: - A cell for each figure

    var recordTitles: [String] {
        self == .rate
            ? ["Rate", "LowestRate", "HighestRate", "RateKind", "RateBasis"]
            : [rawValue, "\(rawValue)Currency"]
    }

    func recordCells(_ state: ProductHistory.State) -> [Table.Cell] {
        switch value(state) {
        case .rate(let rate)?:
            [
                .number(rate.figure), .number(rate.lowest), .number(rate.highest), .text(rate.kind.rawValue),
                .text(rate.basis.word),
            ]
        case .money(let money)?: [.number(money.amount), .text(money.currency)]
        case nil: recordTitles.map { _ in .unknown }
        }
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

extension ProductHistory.Entry {
    var isListed: Bool { if case .listed = state { true } else { false } }
}

extension ProductHistory.State {
    /// In JSON.
    var word: String {
        switch self {
        case .listed: "listed"
        case .notListed: "not-listed"
        case .unknown(let gap): gap.word
        }
    }
}

extension ProductSnapshot.Gap {
    fileprivate var words: String {
        switch self {
        case .failed: "failed"
        case .incomplete: "incomplete"
        case .notAsked: "not asked"
        }
    }
}
