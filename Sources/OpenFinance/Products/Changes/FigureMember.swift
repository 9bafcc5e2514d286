package import FoundationEssentials

/// What a member of the schemas, of any version, holds where it holds a figure.
package enum FigureMember: Sendable {
    /// Per cent.
    case percentage
    /// Money, where a currency stands beside it.
    case amount
    /// Something else that is counted.
    case count

    /// Nil for a member that holds no figure, or that no schema knows.
    package init?(_ name: String) {
        if Self.percentages.contains(name) {
            self = .percentage
        } else if Self.amounts.contains(name) {
            self = .amount
        } else if name == "Value" {
            self = .count
        } else {
            return nil
        }
    }

    var isAmount: Bool { if case .amount = self { true } else { false } }

    private static let percentages: Set = [
        "Rate", "AnnualRate", "MinRate", "MaxRate", "TierRate", "LTVStart", "LTVEnd", "MinimumRate", "MaximumRate",
        "StartingFrom", "UpTo", "BenchMarkRate", "Margin", "MinimumPercent", "Percentage",
        // Of v1.2 and v2.0.
        "AnnualReturn", "MaximumLTV", "MinimumTierRate", "MaximumTierRate",
    ]
    private static let amounts: Set = ["Amount", "MinBalance", "MaxBalance"]

    /// The figure that a text spells; nil where it spells none, or more than that.
    package func figure(in text: String) -> Decimal? {
        guard text.utf8.count <= 100, let number = SpelledNumber(text, hasThousands: self != .percentage),
            number.currency == nil
        else { return nil }
        return number.value
    }

    /// The figure that a value is.
    package func figure(in value: JSONValue) -> Decimal? {
        switch value {
        case .string(let text): figure(in: text)
        case .number(let spelling): DecimalText.parse(spelling) ?? figure(in: spelling)
        default: nil
        }
    }
}
