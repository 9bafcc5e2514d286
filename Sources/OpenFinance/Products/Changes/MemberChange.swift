public import FoundationEssentials

/// One value of a product that is another than before. What only is spelled in another way, or stands in another place of a
/// list, is no change.
public struct MemberChange: Sendable, Hashable {
    /// Where it stood in the earlier product, as its LFI sent it: a JSON pointer (RFC 6901). Nil for what was not there.
    public let oldPlace: String?
    /// The same in the later product.
    public let newPlace: String?
    /// As it was sent; nil for what was not there, or was null.
    public let old: JSONText?
    /// As it was sent; nil for what is gone, or is null now.
    public let new: JSONText?
    /// By how much a figure has changed; nil for what is none, or cannot be subtracted.
    public let difference: FigureDifference?

    /// Where it stands; where it is gone, where it stood.
    public var place: String { newPlace ?? oldPlace ?? "" }
}

/// By how much a figure is higher than before, or lower where it is less than 0.
public enum FigureDifference: Sendable, Hashable {
    /// Of a rate.
    case percentagePoints(Decimal)
    /// Of an amount, in the currency of both.
    case money(Money)
    /// Of what is neither.
    case count(Decimal)

    /// Nil where both are the same.
    static func percentagePoints(from old: Decimal, to new: Decimal) -> FigureDifference? {
        old == new ? nil : .percentagePoints(new - old)
    }

    /// Nil where both are the same, or of two currencies.
    static func money(from old: Money, to new: Money) -> FigureDifference? {
        old.currency != new.currency || old == new ? nil : .money(Money(new.amount - old.amount, old.currency))
    }
}
