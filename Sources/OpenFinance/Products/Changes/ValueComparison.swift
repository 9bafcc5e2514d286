import FoundationEssentials

/// Finds the values in which two products differ.
struct ValueComparison {
    private(set) var changes: [MemberChange] = []

    init(_ old: Meaning, _ new: Meaning) { compare(Placed(old), Placed(new), currency: nil) }

    /// A value, the member that it stands in, and where that is.
    private struct Placed {
        let meaning: Meaning
        var name = ""
        var pointer = ""

        init(_ meaning: Meaning) { self.meaning = meaning }

        private init(_ meaning: Meaning, name: String, pointer: String) {
            (self.meaning, self.name, self.pointer) = (meaning, name, pointer)
        }

        /// Nil for what is no object. A text says what an object says that has it as its type.
        var members: [Placed]? {
            switch (meaning.parts, meaning.value) {
            case (.object(let members), _):
                members.map { Placed($0.value, name: $0.name, pointer: "\(pointer)/\($0.name.asPointerToken)") }
            case (_, .string): [Placed(meaning, name: Meaning.typeName, pointer: pointer)]
            default: nil
            }
        }

        /// One value is a list of one.
        var elements: [Placed] {
            guard case .array(let elements) = meaning.parts else { return [self] }
            return elements.enumerated().map { Placed($1, name: name, pointer: "\(pointer)/\($0)") }
        }

        var isObject: Bool { if case .object = meaning.parts { true } else { false } }
        var isList: Bool { if case .array = meaning.parts { true } else { false } }
        var hasType: Bool { members?.contains { $0.name == Meaning.typeName } ?? false }

        var json: JSONText? {
            meaning.value == .null ? nil : JSONText(scanned: Data(meaning.value.text.utf8))
        }
    }

    /// - Parameter currency: of the object that both stand in.
    private mutating func compare(_ old: Placed, _ new: Placed, currency: String?) {
        guard old.meaning.fingerprint != new.meaning.fingerprint else { return }
        if old.meaning.value == .null || new.meaning.value == .null {
            add(old, new)
        } else if old.isList || new.isList {
            compareElements(old.elements, new.elements, currency)
        } else if old.isObject && new.isObject || (old.isObject || new.isObject) && old.hasType && new.hasType,
            let oldMembers = old.members, let newMembers = new.members
        {
            compareMembers(oldMembers, newMembers)
        } else {
            add(old, new, difference(old, new, currency))
        }
    }

    /// Of members of one name, the first belongs to the first, and so on.
    private mutating func compareMembers(_ old: [Placed], _ new: [Placed]) {
        let currency = Self.currency(of: old, new)
        var waiting = Dictionary(grouping: old.indices, by: { old[$0].name }).mapValues { $0[...] }
        for member in new {
            if let earlier = waiting[member.name]?.popFirst() {
                compare(old[earlier], member, currency: currency)
            } else {
                add(nil, member)
            }
        }
        for gone in waiting.values.flatMap(\.self).sorted() { add(old[gone], nil) }
    }

    private mutating func compareElements(_ old: [Placed], _ new: [Placed], _ currency: String?) {
        for pair in ElementMatching.pairs(old.map(\.meaning), new.map(\.meaning)) {
            switch (pair.old, pair.new) {
            case (let earlier?, let later?): compare(old[earlier], new[later], currency: currency)
            case (let earlier?, nil): add(old[earlier], nil)
            case (nil, let later?): add(nil, new[later])
            case (nil, nil): break
            }
        }
    }

    private mutating func add(_ old: Placed?, _ new: Placed?, _ difference: FigureDifference? = nil) {
        guard [old, new].contains(where: { $0?.meaning.isNothing == false }) else { return }
        changes.append(
            MemberChange(
                oldPlace: old?.pointer, newPlace: new?.pointer, old: old?.json, new: new?.json, difference: difference))
    }

    // MARK: - Figures

    /// The one that stands in both objects.
    private static func currency(of old: [Placed], _ new: [Placed]) -> String? {
        func currency(_ members: [Placed]) -> String? {
            guard let member = members.first(where: { $0.name == "Currency" }),
                case .string(let text) = member.meaning.value
            else { return nil }
            return text
        }
        let stated = currency(old)
        return stated == currency(new) ? stated : nil
    }

    private func difference(_ old: Placed, _ new: Placed, _ currency: String?) -> FigureDifference? {
        guard let kind = FigureMember(new.name), let earlier = kind.figure(in: old.meaning.value),
            let later = kind.figure(in: new.meaning.value)
        else { return nil }
        switch kind {
        case .percentage: return .percentagePoints(from: earlier, to: later)
        case .amount: return currency.flatMap { .money(from: Money(earlier, $0), to: Money(later, $0)) }
        case .count: return .count(later - earlier)
        }
    }
}

extension String {
    /// A member's name as it stands in a JSON pointer (RFC 6901 §3).
    package var asPointerToken: String {
        // Nearly all names have neither.
        guard utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return self }
        return replacing("~", with: "~0").replacing("/", with: "~1")
    }
}
