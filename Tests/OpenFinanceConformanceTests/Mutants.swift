import OpenFinanceConformance
import TestSupport

/// A document with one thing wrong with it.
struct Mutant {
    var document: JSONMaker
    var keyword: Violation.Keyword
    /// The schema and the members below it.
    var place: String
}

extension PublishedShapes {
    /// One for each keyword of each place in a document that fits the shape of that name.
    func mutants(of document: JSONMaker, as name: String) -> [Mutant] {
        mutants(of: document, .named(name), in: "")
    }

    private func mutants(of value: JSONMaker, _ shape: Shape, in place: String) -> [Mutant] {
        func mutant(_ document: JSONMaker, _ keyword: Violation.Keyword) -> Mutant {
            Mutant(document: document, keyword: keyword, place: place)
        }
        let other: JSONMaker = if case .array = value { .bool(true) } else { .array([.null]) }
        let otherType = mutant(other, .type)
        switch (shape, value) {
        case (.named(let name), _): return self[name].map { mutants(of: value, $0, in: name) } ?? []
        case (.orNull(let shape), _): return mutants(of: value, shape, in: place)
        case (.object(let members, let isClosed, let isNonEmpty), .object(let given)):
            var mutants = [otherType]
            if isClosed { mutants.append(mutant(.object(given + [("Unheard-of", .null)]), .additionalProperties)) }
            if isNonEmpty { mutants.append(mutant(.object([]), .count)) }
            for (index, (name, inner)) in given.enumerated() {
                guard let member = members.first(where: { $0.name == name }), let inner else { continue }
                let below = "\(place)/\(name)"
                if member.isRequired {
                    mutants.append(
                        Mutant(document: .object(given.filter { $0.0 != name }), keyword: .required, place: below))
                }
                mutants += self.mutants(of: inner, member.shape, in: below).map { inside in
                    var changed = given
                    changed[index].1 = inside.document
                    return Mutant(document: .object(changed), keyword: inside.keyword, place: inside.place)
                }
            }
            return mutants
        case (.list(let shape, let count), .array(let elements)):
            var mutants = [otherType]
            if count.lowerBound > 0 { mutants.append(mutant(.array([]), .count)) }
            if count.upperBound < .max, let first = elements.first {
                mutants.append(mutant(.array(Array(repeating: first, count: count.upperBound + 1)), .count))
            }
            for (index, element) in elements.enumerated() {
                mutants += self.mutants(of: element, shape, in: place).map { inside in
                    var changed = elements
                    changed[index] = inside.document
                    return Mutant(document: .array(changed), keyword: inside.keyword, place: inside.place)
                }
            }
            return mutants
        case (.oneOf(let shapes), _), (.anyOf(let shapes), _):
            let fitting = shapes.first { shape in fits(value, shape) }
            return fitting.map { mutants(of: value, $0, in: place) } ?? []
        case (.word, _): return [otherType, mutant("Unheard-of", .enumeration)]
        case (.text(let length), .string(let text)):
            var mutants = [otherType]
            if length.lowerBound > 0 { mutants.append(mutant("", .length)) }
            if length.upperBound < .max {
                mutants.append(mutant(.string(text + String(repeating: "é", count: length.upperBound)), .length))
            }
            return mutants
        case (.matching, .string(let text)):
            return [otherType, mutant(.string("\(text) "), .pattern), mutant(.string("\(text)\n"), .pattern)]
        case (.formatted, _): return [otherType, mutant("none such", .format)]
        case (.number(let range, let isWhole), .number(let spelling)):
            var mutants = [otherType, mutant(.string(spelling), .type)]
            if isWhole { mutants.append(mutant(.number("1.5"), .type)) }
            if range.lowerBound > -.infinity { mutants.append(mutant(.number("-1"), .range)) }
            if range.upperBound < .infinity { mutants.append(mutant(.number("1e9"), .range)) }
            return mutants
        case (.boolean, _): return [otherType, mutant("true", .type)]
        default: return []
        }
    }

    /// By its constant members, where it has any.
    private func fits(_ value: JSONMaker, _ shape: Shape) -> Bool {
        switch (shape, value) {
        case (.named(let name), _): return self[name].map { fits(value, $0) } ?? false
        case (.object(let members, _, _), .object(let given)):
            return members.allSatisfy { member in
                guard member.isRequired else { return true }
                guard case .word(let words) = member.shape else { return given.contains { $0.0 == member.name } }
                return given.contains { name, value in
                    if name == member.name, case .string(let text)? = value { words.contains(text) } else { false }
                }
            }
        default: return true
        }
    }
}
