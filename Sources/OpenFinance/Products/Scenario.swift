public import FoundationEssentials

/// What somebody looks at products for: on which day, and for how much and how long. Headlines, estimates, orders and
/// preferences are all of one scenario.
public struct Scenario: Sendable, Hashable {
    /// Products and rates that are not valid then stand back.
    public var date: Date {
        didSet { day = date.dayInUAE }
    }
    /// The same as a day of the UAE.
    package private(set) var day: String
    /// To be borrowed, or to be put in.
    public var amount: Money?
    /// For how long it is borrowed, or put in.
    public var months: Int?

    /// As of now, for no amount and no term in particular, where nothing is given.
    public init(date: Date = Date(), amount: Money? = nil, months: Int? = nil) {
        self.date = date
        day = date.dayInUAE
        self.amount = amount
        self.months = months
    }
}

/// Whether a product can be had (`EffectiveFromDateTime`, `EffectiveToDateTime`).
public enum Validity: Sendable, Hashable {
    /// It can be had, or its dates do not say that it cannot.
    case current
    /// It can be had from this moment on.
    case notYet(from: Date)
    /// It could be had until this moment.
    case ended(Date)

    /// Whether a customer can have it at that moment.
    public var isCurrent: Bool { self == .current }
}

extension Product {
    /// A moment that cannot be read counts as its day, where that can be, and else says nothing. Where the two are exchanged, nobody could ever have the product: then
    /// neither counts.
    public func validity(at date: Date) -> Validity {
        let from = effectiveFromText.flatMap(Timestamp.beginning)
        let to = effectiveToText.flatMap(Timestamp.end)
        if let from, let to, to < from { return .current }
        if let to, to < date { return .ended(to) }
        if let from, date < from { return .notYet(from: from) }
        return .current
    }
}

extension Timestamp {
    /// The same as ``parse(_:)``; of a day alone, or a time that is not in its form, the beginning of the day in the UAE.
    static func beginning(_ text: String) -> Date? { moment(text) ?? midnight(of: text) }

    /// The same, but of a day alone its end.
    static func end(_ text: String) -> Date? { moment(text) ?? midnight(of: text).map { $0 + 86_400 } }

    /// Nil for a day alone.
    private static func moment(_ text: String) -> Date? { text == dayPart(of: text) ? nil : parse(text) }

    private static func midnight(of text: String) -> Date? {
        parse(dayPart(of: text)).map { $0 - Date.gulfStandardTimeOffset }
    }

    /// The day in the UAE: of a day alone, or a time that is not in the form of RFC 3339, as it is written. Days in this form
    /// are in order as texts.
    static func day(_ text: String) -> String? {
        let day = dayPart(of: text)
        guard parse(day) != nil else { return nil }
        return text == day ? day : parse(text)?.dayInUAE ?? day
    }

    private static func dayPart(of text: String) -> String { String(text.prefix("2026-01-31".count)) }
}

extension Date {
    /// The day in the UAE, where the banks count it: `2026-12-23`.
    package var dayInUAE: String {
        formatted(Date.ISO8601FormatStyle(timeZone: Self.gulfStandardTime).year().month().day())
    }

    /// `14:05`.
    package var timeInUAE: String {
        let time = formatted(
            Date.ISO8601FormatStyle(timeZone: Self.gulfStandardTime).time(includingFractionalSeconds: false))
        return String(time.prefix(5))
    }

    /// `2026-12-23 14:05:10`.
    package var momentInUAE: String {
        let time = formatted(
            Date.ISO8601FormatStyle(timeZone: Self.gulfStandardTime).time(includingFractionalSeconds: false))
        return "\(dayInUAE) \(time.prefix(8))"
    }

    /// The last day in the UAE of a time that ends with this moment: one that ends at midnight has ended with the day before.
    package var lastDayInUAE: String { (self - 1).dayInUAE }

    private static let gulfStandardTime = TimeZone(secondsFromGMT: Int(gulfStandardTimeOffset)) ?? .gmt
    /// Seconds, all the year.
    fileprivate static let gulfStandardTimeOffset: TimeInterval = 4 * 3_600
}
