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
            value(state)?.text ?? (self == .rate ? headlines.wordForNoRate : nil)
        case .notListed: self == .rate ? "not listed" : nil
        case .unknown(let gap): self == .rate ? gap.words : nil
        }
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

extension ProductHistory.Unreadable {
    var sentence: String {
        let what = isAnotherDocument ? "file '\(file)', which is not a list," : "list '\(file)'"
        return "The \(what) is skipped: \(reason).".forTerminal
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
        case .failed: "bank failed"
        case .incomplete: "bank incomplete"
        case .notAsked: "bank not asked"
        case .notAskedFor: "not asked for"
        }
    }
}
