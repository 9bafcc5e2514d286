public import FoundationEssentials

/// Moments as RFC 3339 writes them.
public enum Timestamp {
    /// With or without fractions of a second, with any offset; a day alone is its beginning in UTC. Nil for anything
    /// else: Foundation's parser takes the 30th of February for the 2nd of March, and does not look at what follows.
    public static func parse(_ text: String) -> Date? {
        let form = /(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d)))?/
        guard let match = text.wholeMatch(of: form), let day = day(String(match.1)) else { return nil }
        guard let hour = match.2.flatMap({ Double($0) }) else { return day }
        let (minute, second) = (number(match.3), number(match.4))
        let (offsetHour, offsetMinute) = (number(match.7), number(match.8))
        // A leap second is the first of the next minute, as in POSIX.
        guard hour < 24, minute < 60, second <= 60, offsetHour < 24, offsetMinute < 60 else { return nil }
        let fraction = match.5.flatMap { Double("0.\($0)") } ?? 0
        let offset = (offsetHour * 3_600 + offsetMinute * 60) * (match.6 == "-" ? -1 : 1)
        return day + (hour * 3_600 + minute * 60 + second + fraction - offset)
    }

    private static func number(_ digits: Substring?) -> Double { digits.flatMap { Double($0) } ?? 0 }

    /// A day of the Gregorian calendar.
    private static func day(_ text: String) -> Date? {
        let style = Date.ISO8601FormatStyle().year().month().day()
        guard let date = try? Date(text, strategy: style), date.formatted(style) == text else { return nil }
        return date
    }
}
