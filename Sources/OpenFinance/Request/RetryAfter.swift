import FoundationEssentials

/// `Retry-After` (RFC 9110 §10.2.3): seconds, or a date.
package enum RetryAfter {
    /// Whoever names a longer wait means no time that could be waited for: it is taken for this one.
    package static let longest = Duration.seconds(86_400)

    /// How long to wait from `now`; nil for what is neither. A date that has passed is no wait at all.
    static func delay(_ value: String, at now: Date) -> Duration? {
        let digits = value.utf8
        if !digits.isEmpty, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            // What does not fit a number is longer than anything.
            return Int64(value).map { min(.seconds($0), longest) } ?? longest
        }
        guard let date = HTTPDate(value)?.date else { return nil }
        let seconds = date.timeIntervalSince(now)
        return seconds < Double(longest.components.seconds) ? .seconds(max(0, seconds)) : longest
    }
}
