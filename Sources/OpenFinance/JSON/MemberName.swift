import FoundationEssentials

/// A member's name as the API spells it.
struct MemberName: CodingKey, ExpressibleByStringLiteral {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init(stringLiteral name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue _: Int) { nil }
}

extension KeyedDecodingContainer {
    /// The ends of a range that is an object of two numbers; of a range one end may be missing.
    func lenientRange(_ key: Key, from low: MemberName, to high: MemberName) -> [Decimal] {
        guard let range = try? nestedContainer(keyedBy: MemberName.self, forKey: key) else { return [] }
        return range.decimals(low, high)
    }

    /// Those of the members that are numbers.
    func decimals(_ keys: Key...) -> [Decimal] { keys.compactMap { lenientDecimal($0) } }
}
