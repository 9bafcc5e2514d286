public import FoundationEssentials

/// Moments as RFC 3339 writes them.
public enum Timestamp {
    /// With or without fractions of a second, with any offset; a day alone is its beginning in UTC. Nil for anything
    /// else: Foundation's parser takes the 30th of February for the 2nd of March, and does not look at what follows.
    ///
    /// It is read by hand, since every product of a list has several of them.
    public static func parse(_ text: String) -> Date? {
        var rest = text.utf8[...]
        guard let year = readNumber(&rest, digits: 4), readSign(&rest, "-"), let month = readNumber(&rest, digits: 2),
            readSign(&rest, "-"), let dayOfMonth = readNumber(&rest, digits: 2),
            let day = daysSince1970(year, month, dayOfMonth)
        else { return nil }
        let midnight = Date(timeIntervalSince1970: Double(day) * 86_400)
        if rest.isEmpty { return midnight }
        // A leap second is the first of the next minute, as in POSIX.
        guard readSign(&rest, "T", "t", " "), let hour = readNumber(&rest, digits: 2), hour < 24, readSign(&rest, ":"),
            let minute = readNumber(&rest, digits: 2), minute < 60, readSign(&rest, ":"),
            let second = readNumber(&rest, digits: 2), second <= 60,
            let fraction = readFraction(&rest), let offset = readOffset(&rest), rest.isEmpty
        else { return nil }
        return midnight + (Double(hour * 3_600 + minute * 60 + second - offset) + fraction)
    }

    // MARK: - Parts

    /// Nil where it is not there.
    private static func readNumber(_ rest: inout Substring.UTF8View, digits: Int) -> Int? {
        let number = rest.prefix(digits)
        guard number.count == digits, number.allSatisfy(isDigit) else { return nil }
        rest = rest.dropFirst(digits)
        return number.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private static func readSign(_ rest: inout Substring.UTF8View, _ signs: Unicode.Scalar...) -> Bool {
        guard let first = rest.first, signs.contains(Unicode.Scalar(first)) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Of a second; 0 where none is stated, nil where it has no digits or too many.
    private static func readFraction(_ rest: inout Substring.UTF8View) -> Double? {
        guard readSign(&rest, ".") else { return 0 }
        let digits = rest.prefix(while: isDigit)
        guard (1...9).contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        return Double("0.\(Substring(digits))")
    }

    /// In seconds.
    private static func readOffset(_ rest: inout Substring.UTF8View) -> Int? {
        if readSign(&rest, "Z", "z") { return 0 }
        let isBehind = rest.first == UInt8(ascii: "-")
        guard readSign(&rest, "+", "-"), let hours = readNumber(&rest, digits: 2), hours < 24, readSign(&rest, ":"),
            let minutes = readNumber(&rest, digits: 2), minutes < 60
        else { return nil }
        return (hours * 3_600 + minutes * 60) * (isBehind ? -1 : 1)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// A day of the Gregorian calendar, which is used for all years; nil for one that it does not have.
    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int? {
        let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...12).contains(month), (1...lengths[month - 1]).contains(day) else { return nil }
        let past = year - 1
        let daysInPastYears = past * 365 + past / 4 - past / 100 + past / 400
        let daysBefore1970 = 719_162
        return daysInPastYears + lengths[..<(month - 1)].reduce(0, +) + day - 1 - daysBefore1970
    }
}
