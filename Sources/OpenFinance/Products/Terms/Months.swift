/// Terms of finance and deposits, in whole months.
enum Months {
    /// Of an ISO 8601 duration of years and months (schema `AEDuration`): `P2Y3M`. Nil for any other text.
    static func of(iso text: String) -> Int? {
        guard text.utf8.count <= 12, let match = text.wholeMatch(of: /P(?:(\d+)Y)?(?:(\d+)M)?/),
            match.1 != nil || match.2 != nil
        else { return nil }
        let years = match.1.map { Int($0) } ?? 0
        let months = match.2.map { Int($0) } ?? 0
        guard let years, let months, years <= 1_000 else { return nil }
        return years * 12 + months
    }

    /// Of a number, which is one of months, or of words: `4 years`, `6 months`. Nil for any other text.
    static func inWords(_ text: String) -> Int? {
        if let months = of(iso: text) { return months }
        guard let match = text.lowercased().wholeMatch(of: /(\d{1,4})\s*(months?|m|years?|yrs?|y)?/),
            let count = Int(match.1)
        else { return nil }
        return match.2?.first == "y" ? count * 12 : count
    }
}

/// From how many months on, and up to how many; of a range one end may be missing.
public struct MonthRange: Sendable, Hashable {
    public let least, most: Int?

    /// Nil where neither end is known.
    init?(least: Int?, most: Int?) {
        guard least != nil || most != nil else { return nil }
        self.least = least
        self.most = most
    }

    func contains(_ months: Int) -> Bool { months >= least ?? .min && months <= most ?? .max }
}
