/// SplitMix64: the same numbers on every run, so that a failure can be repeated from its printed seed.
public struct SeededRandom: RandomNumberGenerator, Sendable {
    /// To be printed where a test fails.
    public let seed: UInt64
    private var state: UInt64

    /// The same numbers for the same seed.
    public init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    /// All 64 bits are random.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Both ends included.
    public mutating func next(in range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// True in `percent` of a hundred cases.
    public mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

    /// One of them; there must be one.
    public mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &self)]
    }

    /// Some of them, at least `least`, in their order.
    public mutating func some<Element>(_ elements: [Element], atLeast least: Int = 0) -> [Element] {
        let count = Int.random(in: least...max(least, elements.count), using: &self)
        let chosen = Set(elements.indices.shuffled(using: &self).prefix(count))
        return elements.indices.filter(chosen.contains).map { elements[$0] }
    }
}
