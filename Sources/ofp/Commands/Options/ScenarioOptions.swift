import ArgumentParser
import FoundationEssentials
import OpenFinance

/// The day to look at.
struct DayOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Look at this day: products that are not available then come last, and rates of other days do not count (default: today).",
            valueName: "date"),
        transform: Self.day)
    var on: Date?

    var scenario: Scenario { Scenario(date: on ?? Date()) }

    /// Of a day its noon in the UAE.
    private static func day(_ text: String) throws -> Date {
        guard let date = Timestamp.parse(text) else {
            throw ValidationError("give a day such as 2026-12-31")
        }
        return text.utf8.count == "2026-12-31".utf8.count ? date + 8 * 3_600 : date
    }
}

/// What somebody has in mind: how much, for how long, when.
struct ScenarioOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How much you would borrow or put in, in AED or with the currency before it (\"USD 5000\"): shows what it would cost or earn.",
            valueName: "amount"),
        transform: Self.money)
    var amount: Money?

    @Option(help: ArgumentHelp("For how long: 48m, 4y, 1y6m.", valueName: "term"), transform: Self.months)
    var term: Int?

    @OptionGroup var day: DayOptions

    var scenario: Scenario {
        var scenario = day.scenario
        scenario.amount = amount
        scenario.months = term
        return scenario
    }

    static func money(_ text: String) throws -> Money {
        let form = /(?:([A-Za-z]{3})\s*)?(\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)/
        guard let match = text.withoutBlankEnds.wholeMatch(of: form),
            let amount = DecimalText.parse(String(match.2.filter { $0 != "," })), amount > 0, amount < 1_000_000_000_000
        else { throw ValidationError("give an amount such as 100000 or \"USD 5000\"") }
        return Money(amount, match.1.map { $0.uppercased() } ?? "AED")
    }

    static func months(_ text: String) throws -> Int {
        let form = /(?:(\d{1,3})y)?(?:(\d{1,4})m)?/.ignoresCase()
        let match = text.withoutBlankEnds.wholeMatch(of: form)
        let months = (match?.1.flatMap { Int($0) } ?? 0) * 12 + (match?.2.flatMap { Int($0) } ?? 0)
        guard (1...1_200).contains(months) else {
            throw ValidationError("give a term such as 48m or 4y, of at most 100 years")
        }
        return months
    }
}
