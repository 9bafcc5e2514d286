/// When a request that failed is made again, and after how long.
///
/// Each pause is drawn at random from nothing to a bound that doubles ("full jitter"), so that clients which failed
/// together do not come back together. How long all of it may take is for the caller to bound.
public struct RetryPolicy: Sendable {
    /// Requests in all, the first one included.
    public var attempts = 4
    /// The bound of the first pause.
    public var firstPause: Duration = .milliseconds(250)
    /// No bound is longer.
    public var longestPause: Duration = .seconds(8)
    /// Draws a number from a range.
    public var random: @Sendable (ClosedRange<Double>) -> Double = { .random(in: $0) }

    /// Four requests at most, with less than two seconds of pauses between them.
    public init() {}

    /// The statuses that may be gone by the next time (RFC 9110 §15.6, RFC 6585 §4).
    public static let transientStatuses: Set<Int> = [429, 500, 502, 503, 504]

    /// The pause after so many attempts; nil where they were enough.
    public func pause(after attempts: Int) -> Duration? {
        guard attempts < self.attempts else { return nil }
        let bound = min(longestPause, firstPause * (1 << min(attempts - 1, 16)))
        return bound * random(0...1)
    }
}
