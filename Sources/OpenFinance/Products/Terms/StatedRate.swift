public import FoundationEssentials

/// A rate as an LFI states it.
public struct StatedRate: Sendable, Hashable {
    /// Per cent a year.
    public let percent: Decimal
    /// Where it stands in the product: a JSON pointer (RFC 6901).
    public let at: String
}

extension KeyedDecodingContainer {
    /// Nil for what is no number.
    func lenientRate(_ key: Key) -> StatedRate? {
        lenientDecimal(key, hasThousands: false).map { StatedRate(percent: $0, at: codingPath.appending(key).pointer) }
    }

    /// Those of the members that are numbers.
    func rates(_ keys: Key...) -> [StatedRate] { keys.compactMap(lenientRate) }

    /// The ends of a range that is an object of two numbers; of a range one end may be missing.
    func lenientRateRange(_ key: Key, from low: MemberName, to high: MemberName) -> [StatedRate] {
        guard let range = try? nestedContainer(keyedBy: MemberName.self, forKey: key) else { return [] }
        return range.rates(low, high)
    }
}

extension [any CodingKey] {
    fileprivate func appending(_ key: any CodingKey) -> [any CodingKey] { self + [key] }

    /// RFC 6901 §3 and §5.
    var pointer: String {
        map { key in
            "/"
                + (key.intValue.map(String.init) ?? key.stringValue.asPointerToken)
        }.joined()
    }
}
