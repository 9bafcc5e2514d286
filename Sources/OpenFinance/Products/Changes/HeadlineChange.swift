import FoundationEssentials

/// A headline of a product that is another than before.
public struct HeadlineChange: Sendable, Hashable {
    /// The headlines that are compared. The annual return of a deposit is the figure of its rate.
    public enum Headline: String, Sendable, Hashable, CaseIterable {
        /// ``Headlines/rate``.
        case rate = "Rate"
        /// ``Headlines/annualFee``.
        case annualFee = "AnnualFee"
        /// ``Headlines/minimumBalance``.
        case minimumBalance = "MinimumBalance"
        /// ``Headlines/minimumOpeningBalance``.
        case minimumOpeningBalance = "MinimumOpeningBalance"
        /// ``Headlines/minimumSalary``.
        case minimumSalary = "MinimumSalary"
    }

    /// A rate for ``Headline/rate``, an amount for every other headline.
    public enum Value: Sendable, Hashable {
        /// With all that is known of it; its figure is what is compared.
        case rate(HeadlineRate)
        /// A year for a fee, a month for a salary.
        case money(Money)

        /// By which it is compared, and nothing that it does not tell: where a rate stands in the product is no part of what it
        /// is, nor is the other end of a range.
        fileprivate var figures: [AnyHashable?] {
            switch self {
            case .money(let money): [money]
            case .rate(let rate): [rate.side, rate.kind, rate.basis, rate.figure, rate.isFlat, rate.nominal]
            }
        }
    }

    /// Which of them has changed.
    public let headline: Headline
    /// Nil for what was not stated.
    public let old: Value?
    /// Nil for what is not stated any more.
    public let new: Value?

    /// By how much it has changed. Nil where one is not stated, or they are not of one kind: an annual percentage rate and a
    /// nominal one, two currencies.
    public var difference: FigureDifference? {
        switch (old, new) {
        case (.money(let old)?, .money(let new)?): .money(from: old, to: new)
        case (.rate(let old)?, .rate(let new)?) where old.comparisonClass == new.comparisonClass:
            .percentagePoints(from: old.figure, to: new.figure)
        default: nil
        }
    }

    /// What has changed, in the order of the cases.
    static func all(from old: Headlines, to new: Headlines) -> [HeadlineChange] {
        Headline.allCases.compactMap { headline in
            let (earlier, later) = (old.value(of: headline), new.value(of: headline))
            guard earlier?.figures != later?.figures else { return nil }
            return HeadlineChange(headline: headline, old: earlier, new: later)
        }
    }
}

extension Headlines {
    /// Nil for what is not stated.
    public func value(of headline: HeadlineChange.Headline) -> HeadlineChange.Value? {
        switch headline {
        case .rate: rate.map(HeadlineChange.Value.rate)
        case .annualFee: annualFee.map(HeadlineChange.Value.money)
        case .minimumBalance: minimumBalance.map(HeadlineChange.Value.money)
        case .minimumOpeningBalance: minimumOpeningBalance.map(HeadlineChange.Value.money)
        case .minimumSalary: minimumSalary.map(HeadlineChange.Value.money)
        }
    }
}

extension HeadlineChange {
    /// Without a figure that is a headline only because no figure can be made any more, or yet, of the one that was it, or is:
    /// of a range from 0.90 to "on request" the top is not 0.90. Nil where nothing is left to tell.
    func withoutStandIns(for changes: [MemberChange]) -> HeadlineChange? {
        func hasLost(
            _ value: Value?, _ place: (MemberChange) -> String?, _ was: (MemberChange) -> JSONText?,
            _ is: (MemberChange) -> JSONText?
        ) -> Bool {
            guard let value else { return false }
            return changes.contains { change in
                guard let before = was(change)?.value, let after = `is`(change)?.value, after != .null,
                    let name = change.place.split(separator: "/").last, let member = FigureMember(String(name)),
                    let figure = member.figure(in: before), member.figure(in: after) == nil
                else { return false }
                switch value {
                case .rate(let rate): return place(change) == rate.at
                case .money(let money): return member.isAmount && figure == money.amount
                }
            }
        }
        let newIsStandIn = hasLost(old, \.oldPlace, \.old, \.new)
        let oldIsStandIn = hasLost(new, \.newPlace, \.new, \.old)
        guard newIsStandIn || oldIsStandIn else { return self }
        let (old, new) = (oldIsStandIn ? nil : old, newIsStandIn ? nil : new)
        return old == nil && new == nil ? nil : HeadlineChange(headline: headline, old: old, new: new)
    }
}
