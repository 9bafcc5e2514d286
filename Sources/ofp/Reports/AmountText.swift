import FoundationEssentials
import OpenFinance

extension Decimal {
    /// With separators between thousands; a whole number without fraction, any other with two digits of it at least.
    var grouped: String {
        let parts = "\(self < 0 ? -self : self)".split(separator: ".", maxSplits: 1)
        let digits = Array(parts[0])
        var whole = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { whole.append(",") }
            whole.append(digit)
        }
        let fraction = parts.count > 1 ? "." + parts[1] + (parts[1].count < 2 ? "0" : "") : ""
        return (self < 0 ? "-" : "") + whole + fraction
    }
}

extension Decimal {
    /// With two digits of the fraction at least.
    var withTwoDigits: String { grouped.contains(".") ? grouped : "\(grouped).00" }

    var percentage: String { "\(withTwoDigits)%" }
}

extension Money {
    /// `AED 3,000`, `USD 26.25`.
    var text: String { "\(currency) \(amount.grouped)" }

    /// With its fraction, whatever it is: `AED 3,000.00`.
    var fullText: String { "\(currency) \(amount.withTwoDigits)" }
}

extension HeadlineRate {
    /// `2.05%`, `up to 2.10%`, `from 3.79%`, `4.50% intro`, `from 5.10% APR`, `2.49% flat`.
    var text: String {
        let isFlatItself = isFlat && basis != .annualPercentageRate
        return text(range) + basis.suffix + (isFlatItself ? " flat" : "")
    }

    /// The nominal rate beside an annual percentage rate; nil where there is none.
    var nominalText: String? { nominal.map { text($0) + (isFlat ? " flat" : "") } }

    private func text(_ range: Range) -> String {
        let word = range.lowest == range.highest ? "" : side == .earned ? "up to " : "from "
        return "\(word)\((side == .earned ? range.highest : range.lowest).percentage)"
    }

    /// `Profit rate`, `Interest rate`.
    var title: String {
        if basis == .annualPercentageRate { return "Annual percentage rate" }
        return kind == .profit ? "Profit rate" : "Interest rate"
    }
}

extension HeadlineRate.Basis {
    private var words: (short: String, long: String) {
        switch self {
        case .standing: ("", "standing")
        case .annualPercentageRate: (" APR", "APR")
        case .bonus: (" bonus", "bonus")
        case .introductory: (" intro", "introductory")
        }
    }

    fileprivate var suffix: String { words.short }

    /// For a column of its own.
    var word: String { words.long }
}
