import FoundationEssentials
import OpenFinance

/// One change of one product, in words: a headline, or a value as the bank sent it.
struct ChangeLine {
    let isHeadline: Bool
    /// `Deposit rates › Standard › Annual rate`.
    let words: String
    /// JSON pointers; nil for what is not there, and for a headline that comes from no single place.
    private(set) var oldPlace, newPlace: String?
    /// Nil for what is not there.
    private(set) var oldText, newText: String?
    let oldCell, newCell: Table.Cell
    let difference: FigureDifference?
    /// Whether a figure can be made of what was and is there.
    private let hasOldFigure, hasNewFigure: Bool

    var place: String? { newPlace ?? oldPlace }

    /// `+0.25 percentage points`.
    var differenceText: String? { difference?.text }

    /// Headlines first, then every value.
    static func all(_ change: ProductChange) -> [ChangeLine] {
        let (old, new) = (PlaceInWords(change.old), PlaceInWords(change.new))
        return change.headlines.map(ChangeLine.init) + change.members.map { ChangeLine($0, old, new) }
    }

    /// The same for people: what a headline says of the place that it comes from is not said twice.
    static func told(_ change: ProductChange) -> [ChangeLine] {
        let lines = all(change)
        var headlines = lines.filter(\.isHeadline)
        let values = lines.filter { !$0.isHeadline }.filter { value in
            guard let index = headlines.firstIndex(where: { $0.says(the: value) || $0.lacks(the: value) }) else {
                return true
            }
            (headlines[index].oldPlace, headlines[index].newPlace) = (value.oldPlace, value.newPlace)
            headlines[index].oldText = headlines[index].oldText ?? value.oldText
            headlines[index].newText = headlines[index].newText ?? value.newText
            return false
        }
        return headlines + values
    }

    /// Whether it is the headline of a value that has its place, or its name, and what it was and is.
    private func says(the value: ChangeLine) -> Bool {
        if place != nil { return oldPlace == value.oldPlace && newPlace == value.newPlace }
        return words == value.words && oldText == value.oldText && newText == value.newText
    }

    /// Whether there is no headline, before or now, since this value was or is not there, or no figure can be made of it, such as
    /// 1e400: that something is there must not be told as if nothing were.
    private func lacks(the value: ChangeLine) -> Bool {
        guard (oldText == nil) != (newText == nil) else { return false }
        let isItsValue =
            place == nil ? words == value.words : place == (oldText == nil ? value.newPlace : value.oldPlace)
        return isItsValue && !(oldText == nil ? value.hasOldFigure : value.hasNewFigure)
    }

    private init(_ change: HeadlineChange) {
        isHeadline = true
        words = change.headline.rawValue.memberLabel
        oldPlace = change.old?.place
        newPlace = change.new?.place
        (hasOldFigure, hasNewFigure) = (change.old != nil, change.new != nil)
        oldText = change.old?.text
        newText = change.new?.text
        oldCell = change.old.map { .number($0.figure) } ?? .unknown
        newCell = change.new.map { .number($0.figure) } ?? .unknown
        difference = change.difference
    }

    /// What is no single value, as a product's sheet has it: `LatePayment: charge AED 50.00`.
    private static func inOneLine(_ value: JSONValue) -> String {
        let elements = if case .array(let elements) = value { elements } else { [value] }
        let lines = SheetLines.items(elements, depth: 0).map { line in
            let label = Int(line.label) == nil ? line.label : nil
            return [label, line.value].compactMap(\.self).joined(separator: ": ")
        }
        return lines.filter { !$0.isEmpty }.joined(separator: "; ")
    }

    private init(_ change: MemberChange, _ old: PlaceInWords, _ new: PlaceInWords) {
        isHeadline = false
        words = change.newPlace.map(new.text) ?? change.oldPlace.map(old.text) ?? ""
        oldPlace = change.oldPlace
        newPlace = change.newPlace
        difference = change.difference
        let name = change.place.split(separator: "/").last.map(String.init) ?? ""
        func isFigure(_ json: JSONText?) -> Bool {
            json.flatMap { json in FigureMember(name)?.figure(in: json.value) } != nil
        }
        (hasOldFigure, hasNewFigure) = (isFigure(change.old), isFigure(change.new))
        func text(_ json: JSONText?) -> String? {
            guard let value = json?.value else { return nil }
            if case .money(let difference)? = change.difference, let figure = FigureMember(name)?.figure(in: value) {
                return Money(figure, difference.currency).text
            }
            return InlineForm.text(of: .init(name, value)) ?? Self.inOneLine(value)
        }
        func cell(_ json: JSONText?) -> Table.Cell {
            guard let value = json?.value else { return .unknown }
            if case .number(let spelling) = value, let number = DecimalText.parse(spelling) { return .number(number) }
            if case .string(let text) = value { return .text(text) }
            return .text(value.text)
        }
        let texts = (text(change.old), text(change.new))
        // What reads the same is of two kinds, such as a number and a text: JSON tells them apart.
        let areAlike = texts.0 == texts.1
        oldText = areAlike ? change.old?.value.text : texts.0
        newText = areAlike ? change.new?.value.text : texts.1
        (oldCell, newCell) = (cell(change.old), cell(change.new))
    }
}

extension HeadlineChange.Value {
    var text: String {
        switch self {
        case .rate(let rate): rate.text
        case .money(let money): money.text
        }
    }

    var figure: Decimal {
        switch self {
        case .rate(let rate): rate.figure
        case .money(let money): money.amount
        }
    }

    fileprivate var place: String? { if case .rate(let rate) = self { rate.at } else { nil } }
}

extension FigureDifference {
    var number: Decimal {
        switch self {
        case .percentagePoints(let number), .count(let number): number
        case .money(let money): money.amount
        }
    }

    /// Nil for a mere number.
    var unit: String? {
        switch self {
        case .percentagePoints: "percentage points"
        case .money(let money): money.currency
        case .count: nil
        }
    }

    /// `+0.25 percentage points`, `-AED 50`.
    var text: String {
        let sign = number < 0 ? "-" : "+"
        let size = number < 0 ? -number : number
        return switch self {
        case .percentagePoints: "\(sign)\(size.withTwoDigits) percentage points"
        case .money(let money): "\(sign)\(Money(size, money.currency).text)"
        case .count: "\(sign)\(size.grouped)"
        }
    }
}
