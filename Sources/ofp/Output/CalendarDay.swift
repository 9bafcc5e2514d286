import FoundationEssentials

extension Date {
    /// The day in the UAE, where the banks count it: `2026-12-23`.
    var dayInUAE: String {
        let gulfStandardTime = TimeZone(secondsFromGMT: 4 * 3_600) ?? .gmt
        return formatted(Date.ISO8601FormatStyle(timeZone: gulfStandardTime).year().month().day())
    }
}
