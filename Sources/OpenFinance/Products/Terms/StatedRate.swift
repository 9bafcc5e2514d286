public import FoundationEssentials

/// A rate as an LFI states it.
public struct StatedRate: Sendable, Hashable {
    /// Per cent a year.
    public let percent: Decimal
    /// Where it stands in the product: a JSON pointer (RFC 6901).
    public let at: String
}

extension JSONReader.Object {
    /// Nil for what is no number.
    func lenientRate(_ key: Key) -> StatedRate? {
        lenientDecimal(key, hasThousands: false).flatMap { percent in
            self[key].map { StatedRate(percent: percent, at: $0.pointer) }
        }
    }

    /// Those of the members that are numbers.
    func rates(_ keys: Key...) -> [StatedRate] { keys.compactMap(lenientRate) }

    /// The ends of a range that is an object of two numbers; of a range one end may be missing.
    func lenientRateRange(_ key: Key, from low: MemberName, to high: MemberName) -> [StatedRate] {
        (try? self[key]?.object(keyedBy: MemberName.self))?.rates(low, high) ?? []
    }
}
