import OpenFinance

extension JSONValue {
    /// The first member of that very name.
    subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    var string: String? { if case .string(let text) = self { text } else { nil } }

    /// Of a number, or of a text that spells one.
    var figure: Double? {
        switch self {
        case .number(let spelling), .string(let spelling): Double(spelling)
        default: nil
        }
    }

    var members: [Member] { if case .object(let members) = self { members } else { [] } }

    var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }

    /// The texts of a list; nil for another kind of value.
    var words: [String]? { if case .array(let elements) = self { elements.compactMap(\.string) } else { nil } }
}

extension [JSONValue.Member] {
    /// Those whose name one before them has.
    var repeated: [JSONValue.Member] {
        // Of few, which nearly all objects have, to look at every two is quicker than to hash each.
        let areFew = count <= 12
        func isRepeated(_ index: Int) -> Bool { self[..<index].contains { $0.name == self[index].name } }
        guard !areFew || indices.contains(where: isRepeated) else { return [] }
        var known: Set<String> = []
        return filter { !known.insert($0.name).inserted }
    }
}
