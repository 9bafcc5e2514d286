import FoundationEssentials
import OpenFinance

/// Values that are said in one line: scalars, and the small objects of the schema that mean one thing.
///
/// An object has such a form only where all of its members are part of it, so that none is lost.
enum InlineForm {
    static func applies(to members: [JSONValue.Member]) -> Bool { text(of: members, levels: deepest) != nil }

    /// Objects within objects that one line may say; the schema has three. What is looked at for each level would
    /// otherwise double with it.
    private static let deepest = 4

    /// Nil where it takes more than a line.
    static func text(of member: JSONValue.Member) -> String? { text(of: member, levels: deepest) }

    private static func text(of member: JSONValue.Member, levels: Int) -> String? {
        switch member.value {
        case .string(let text): string(text, of: member.name)
        case .brokenString(let text): text
        case .number(let text): member.name.isPercentage ? "\(text)%" : text
        case .bool(let value): value ? "yes" : "no"
        case .null: ProductColumn.unknown
        case .object(let members): members.isEmpty ? "none" : text(of: members, levels: levels - 1)
        case .array(let elements): list(elements, of: member.name, levels: levels - 1)
        }
    }

    private static func string(_ text: String, of name: String) -> String {
        if text.isEmpty { return "(empty)" }
        if name.isPercentage, DecimalText.parse(text) != nil { return "\(text)%" }
        return name.isDuration ? Duration(text)?.text ?? text : text
    }

    private static func list(_ elements: [JSONValue], of name: String, levels: Int) -> String? {
        if elements.isEmpty { return "none" }
        guard levels > 0 else { return nil }
        let texts = elements.map { text(of: .init(name == "Charge" ? "" : name, $0), levels: levels) }
        guard elements.allSatisfy({ $0.isScalar }) || name == "Charge" || elements.count == 1 else { return nil }
        let known = texts.compactMap(\.self)
        return known.count == elements.count ? known.joined(separator: name == "Charge" ? "; " : ", ") : nil
    }

    // MARK: - Objects that mean one thing

    private static func text(of members: [JSONValue.Member], levels: Int) -> String? {
        guard levels > 0 else { return nil }
        var rest = Scalars(members)
        guard rest.isFlat else { return nested(members, levels) }
        let text = money(&rest) ?? balances(&rest) ?? percentages(&rest) ?? condition(&rest) ?? tenor(&rest)
        // A member that went nowhere would be lost.
        return rest.isEmpty && text != nil ? text : nested(members, levels)
    }

    private static func money(_ rest: inout Scalars) -> String? {
        guard rest.has("Amount", "Currency"), let amount = rest.remove("Amount"), let currency = rest.remove("Currency")
        else { return nil }
        return "\(currency) \(amount.groupedDigits)"
    }

    /// A tier of balances.
    private static func balances(_ rest: inout Scalars) -> String? {
        guard rest.has("Currency"), rest.hasAny("MinBalance", "MaxBalance"), let currency = rest.remove("Currency")
        else { return nil }
        return range(rest.remove("MinBalance"), rest.remove("MaxBalance")) { "\(currency) \($0.groupedDigits)" }
    }

    private static func percentages(_ rest: inout Scalars) -> String? {
        let pairs = [("MinRate", "MaxRate"), ("MinimumRate", "MaximumRate"), ("StartingFrom", "UpTo"), ("From", "To")]
        if rest.hasAny("LTVStart", "LTVEnd"),
            let share = range(rest.remove("LTVStart"), rest.remove("LTVEnd"), { "\($0)%" })
        {
            let rate = rest.remove("TierRate")
            return "loan to value \(share)" + (rate.map { ": \($0)%" } ?? "")
        }
        for (low, high) in pairs where rest.hasAny(low, high) {
            let text = range(rest.remove(low), rest.remove(high)) { "\($0)%" }
            let note = rest.remove("AdditionalInformation")
            return [text, note].compactMap(\.self).joined(separator: "; ")
        }
        return nil
    }

    private static func condition(_ rest: inout Scalars) -> String? {
        guard rest.has("Description"), rest.hasAny("Field", "Operator", "Value"), let text = rest.remove("Description")
        else { return nil }
        let rule = [rest.remove("Field"), rest.remove("Operator"), rest.remove("Value")].compactMap(\.self)
        return "\(text) (\(rule.joined(separator: " ")))"
    }

    private static func tenor(_ rest: inout Scalars) -> String? {
        guard rest.hasAny("MinimumTenor", "MaximumTenor"),
            let text = range(rest.remove("MinimumTenor"), rest.remove("MaximumTenor"), { Duration($0)?.text ?? $0 })
        else { return nil }
        return [text, rest.remove("Condition")].compactMap(\.self).joined(separator: "; ")
    }

    /// Objects of such objects.
    private static func nested(_ members: [JSONValue.Member], _ levels: Int) -> String? {
        func inline(_ name: String) -> String? {
            members.first { $0.name == name }.flatMap { text(of: $0, levels: levels) }
        }
        let names = members.map(\.name)
        guard Set(names).count == names.count else { return nil }
        if Set(names).isSubset(of: ["MinimumTierValue", "MaximumTierValue", "TierRate"]) {
            guard let range = range(inline("MinimumTierValue"), inline("MaximumTierValue"), { $0 }) else { return nil }
            return range + (inline("TierRate").map { ": \($0)" } ?? "")
        }
        if Set(names) == ["Period", "IndicativeRate"], let period = inline("Period"),
            let rate = inline("IndicativeRate")
        {
            return "\(period): \(rate)"
        }
        let component: Set = [
            "Amount", "Rate", "MaximumChargeAmount", "Basis", "ApplicationFrequency", "InterestCalculationMethod",
        ]
        if Set(names).isSubset(of: component), inline("Amount") != nil || inline("Rate") != nil {
            return [
                inline("Amount"), inline("Rate"), inline("MaximumChargeAmount").map { "at most \($0)" },
                inline("Basis").map { "on \($0)" }, inline("ApplicationFrequency"), inline("InterestCalculationMethod"),
            ].compactMap(\.self).joined(separator: ", ")
        }
        return nil
    }

    /// `A to B`, `from A`, `up to B`.
    private static func range(_ low: String?, _ high: String?, _ form: (String) -> String) -> String? {
        switch (low.map(form), high.map(form)) {
        case (let low?, let high?): low == high ? low : "\(low) to \(high)"
        case (let low?, nil): "from \(low)"
        case (nil, let high?): "up to \(high)"
        case (nil, nil): nil
        }
    }
}

/// The members of an object of scalars, taken out one by one.
private struct Scalars {
    private var texts: [(name: String, text: String)] = []
    let isFlat: Bool

    init(_ members: [JSONValue.Member]) {
        var isFlat = Set(members.map(\.name)).count == members.count
        for member in members {
            switch member.value {
            case .string(let text) where !text.isEmpty: texts.append((member.name, text))
            case .number(let text): texts.append((member.name, text))
            default: isFlat = false
            }
        }
        self.isFlat = isFlat
    }

    var isEmpty: Bool { texts.isEmpty }

    func has(_ names: String...) -> Bool { names.allSatisfy { name in texts.contains { $0.name == name } } }
    func hasAny(_ names: String...) -> Bool { names.contains { name in texts.contains { $0.name == name } } }

    mutating func remove(_ name: String) -> String? {
        guard let index = texts.firstIndex(where: { $0.name == name }) else { return nil }
        return texts.remove(at: index).text
    }
}

/// An ISO 8601 duration of years and months (schema `AEDuration`).
private struct Duration {
    let text: String

    init?(_ iso: String) {
        guard iso.first == "P", let match = iso.wholeMatch(of: /P(?:(\d+)Y)?(?:(\d+)M)?/),
            match.1 != nil || match.2 != nil
        else {
            return nil
        }
        func words(_ count: Substring?, _ unit: String) -> String? {
            count.map { "\($0) \(unit)\($0 == "1" ? "" : "s")" }
        }
        text = [words(match.1, "year"), words(match.2, "month")].compactMap(\.self).joined(separator: " ")
    }
}

extension JSONValue {
    fileprivate var isScalar: Bool {
        switch self {
        case .object, .array: false
        default: true
        }
    }
}

extension String {
    /// Members of the schema that are per cent.
    fileprivate var isPercentage: Bool { FigureMember(self) == .percentage }

    /// Members of the schema that are durations (`AEDuration`): an id may look like one, too.
    fileprivate var isDuration: Bool {
        ["MinimumTenor", "MaximumTenor", "RateReviewFrequency", "Period"].contains(self)
    }

    /// Digits of an amount with separators, as many as were sent; any other text as it is.
    fileprivate var groupedDigits: String {
        guard DecimalText.parse(self) != nil else { return self }
        let parts = split(separator: ".", maxSplits: 1)
        guard let whole = Decimal(string: String(parts[0])) else { return self }
        return whole.grouped + (parts.count > 1 ? ".\(parts[1])" : "")
    }
}
