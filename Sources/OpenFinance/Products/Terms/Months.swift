/// Terms of finance and deposits, in whole months.
package enum Months {
    /// Of an ISO 8601 duration of years and months (schema `AEDuration`): `P2Y3M`. Nil for any other text.
    package static func of(iso text: String) -> Int? {
        var rest = text.utf8[...]
        guard rest.count <= 12, rest.popFirst() == UInt8(ascii: "P") else { return nil }
        /// The figure before the unit, where the unit comes next.
        func figure(_ unit: Character) -> Int? {
            let digits = rest.prefix(while: \.isDigit)
            guard let number = Int(Substring(digits)), rest.dropFirst(digits.count).first == unit.asciiValue else {
                return nil
            }
            rest = rest.dropFirst(digits.count + 1)
            return number
        }
        let (years, months) = (figure("Y"), figure("M"))
        // Days are none of months, but where there are none of them.
        if let days = figure("D"), days != 0 { return nil }
        guard rest.isEmpty, years != nil || months != nil, years ?? 0 <= 1_000 else { return nil }
        return (years ?? 0) * 12 + (months ?? 0)
    }

    /// Of a number, which is one of months, or of words: `4 years`, `6 months`. Nil for any other text.
    static func inWords(_ text: String) -> Int? {
        if let months = of(iso: text) { return months }
        let digits = text.utf8.prefix(while: \.isDigit)
        guard digits.count <= 4, let count = Int(Substring(digits)) else { return nil }
        switch String(Substring(text.utf8.dropFirst(digits.count))).withoutBlankEnds.lowercased() {
        case "", "m", "month", "months": return count
        case "y", "yr", "yrs", "year", "years": return count * 12
        default: return nil
        }
    }
}

extension JSONReader.Object {
    /// A duration, words or a number of whole months; nil for anything else.
    func lenientMonths(_ key: Key) -> Int? {
        lenientText(key).flatMap(Months.inWords) ?? lenientDecimal(key).flatMap { Int("\($0)") }
    }
}

/// From how many months on, and up to how many; of a range one end may be missing.
public struct MonthRange: Sendable, Hashable {
    /// Nil where there is no lower end.
    public let least: Int?
    /// Nil where there is no upper end.
    public let most: Int?

    /// Nil where neither end is known.
    init?(least: Int?, most: Int?) {
        guard least != nil || most != nil else { return nil }
        self.least = least
        self.most = most
    }

    func contains(_ months: Int) -> Bool { months >= least ?? .min && months <= most ?? .max }
}
