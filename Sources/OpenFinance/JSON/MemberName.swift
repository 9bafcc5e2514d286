import FoundationEssentials

/// A member's name as the API spells it.
package struct MemberName: CodingKey, ExpressibleByStringLiteral {
    package let stringValue: String
    package var intValue: Int? { nil }

    package init(_ name: String) { stringValue = name }
    package init(stringLiteral name: String) { stringValue = name }
    package init?(stringValue: String) { self.stringValue = stringValue }
    package init?(intValue _: Int) { nil }
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
