import FoundationEssentials

/// `Retry-After` (RFC 9110 §10.2.3): seconds, or a date.
enum RetryAfter {
    /// How long to wait from `now`; nil for what is neither. A date that has passed is no wait at all.
    static func delay(_ value: String, at now: Date) -> Duration? {
        if let seconds = Int(value), seconds >= 0 { return .seconds(seconds) }
        return HTTPDate(value).map { .seconds(max(0, $0.date.timeIntervalSince(now))) }
    }
}
