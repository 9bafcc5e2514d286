import FoundationEssentials

/// A date-time of RFC 3339 §5.6, as the API's `date-time` is one.
enum InternetTime {
    /// Nil for anything else, such as the 30th of February, words behind it, or a time without offset.
    static func parse(_ text: String) -> Date? {
        let form =
            /([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})/
        guard let match = text.wholeMatch(of: form) else { return nil }
        let numbers = [match.1, match.2, match.3, match.4, match.5, match.6].compactMap { Int($0) }
        let (year, month, day, hour, minute, second) = (
            numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]
        )
        guard (1...12).contains(month), hour <= 23, minute <= 59, second <= 60, let offset = offset(match.8) else {
            return nil
        }
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = .gmt
        let parts = DateComponents(year: year, month: month, day: day, hour: hour, minute: minute, second: 0)
        guard let date = calendar.date(from: parts), calendar.component(.day, from: date) == day,
            calendar.component(.month, from: date) == month
        else { return nil }
        let fraction = match.7.flatMap { Double("0\($0)") } ?? 0
        return date.addingTimeInterval(Double(second) + fraction - Double(offset))
    }

    /// Seconds east of Greenwich.
    private static func offset(_ text: Substring) -> Int? {
        guard text.count == 6 else { return 0 }
        let parts = text.dropFirst().split(separator: ":").compactMap { Int($0) }
        guard parts.count == 2, parts[0] <= 23, parts[1] <= 59 else { return nil }
        return (text.hasPrefix("-") ? -1 : 1) * (parts[0] * 3_600 + parts[1] * 60)
    }
}
