/// Pauses between attempts: each drawn at random from nothing to a bound that doubles ("full jitter"), so that clients
/// which failed together do not come back together.
struct Backoff: Sendable {
    /// The bound of the first pause.
    var first: Duration = .milliseconds(250)
    /// No bound is longer.
    var longest: Duration = .seconds(8)
    /// How many pauses there are; one attempt more than that.
    var pauses = 3
    var random: @Sendable (ClosedRange<Double>) -> Double = { .random(in: $0) }

    private var taken = 0

    init() {}

    /// The next pause; nil where there have been enough.
    mutating func next() -> Duration? {
        guard taken < pauses else { return nil }
        let bound = min(longest, first * (1 << min(taken, 16)))
        taken += 1
        return bound * random(0...1)
    }
}
