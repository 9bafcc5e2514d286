import OpenFinance

/// How the members of a product become lines: what fits one line stands in one, the rest below a heading.
enum SheetLines {
    typealias Line = ProductSheet.Line

    static func members(_ members: [JSONValue.Member], depth: Int) -> [Line] {
        members.flatMap { lines($0, depth: depth) }
    }

    static func lines(_ member: JSONValue.Member, depth: Int) -> [Line] {
        let label = member.name.memberLabel
        if let value = InlineForm.text(of: member) { return [Line(depth: depth, label: label, value: value)] }
        let heading = Line(depth: depth, label: label, value: nil)
        return switch member.value {
        case .object(let members): [heading] + self.members(members, depth: depth + 1)
        case .array(let elements): [heading] + items(elements, depth: depth + 1)
        default: []  // These have an inline form.
        }
    }

    /// The elements of a list: each goes by its name or type, and has the rest beside it.
    static func items(_ elements: [JSONValue], depth: Int) -> [Line] {
        elements.enumerated().flatMap { index, element in
            item(element, number: index + 1, depth: depth)
        }
    }

    private static func item(_ element: JSONValue, number: Int, depth: Int) -> [Line] {
        guard case .object(var members) = element, !InlineForm.applies(to: members) else {
            if let value = InlineForm.text(of: .init("", element)) {
                return [Line(depth: depth, label: "\(number)", value: value)]
            }
            guard case .array(let elements) = element else { return [] }
            return [Line(depth: depth, label: "\(number)", value: nil)] + items(elements, depth: depth + 1)
        }
        let title = members.removeTitle() ?? "\(number)"
        var value: [String] = []
        var below: [Line] = []
        for member in members {
            guard let text = InlineForm.text(of: member) else {
                below += lines(member, depth: depth + 1)
                continue
            }
            value.append(member.speaksForItself ? text : "\(member.name.memberLabel.lowercasedFirst) \(text)")
        }
        let joined = value.isEmpty ? nil : value.joined(separator: "; ")
        return [Line(depth: depth, label: title, value: joined ?? (below.isEmpty ? "yes" : nil))] + below
    }
}

extension [JSONValue.Member] {
    /// Removes the member by which the object goes.
    fileprivate mutating func removeTitle() -> String? {
        for name in ["Type", "RateCategory", "RateType", "CustomerCategory", "Name"] {
            guard let index = firstIndex(where: { $0.name == name }), case .string(let title) = self[index].value,
                !title.isEmpty
            else { continue }
            remove(at: index)
            return title
        }
        return nil
    }
}

extension JSONValue.Member {
    /// Whether the value needs no word before it.
    fileprivate var speaksForItself: Bool {
        [
            "Description", "Name", "Amount", "Value", "AnnualRate", "AnnualRateRange", "Rate", "Percentage", "Charge",
            "Tier",
        ]
        .contains(name)
    }
}
