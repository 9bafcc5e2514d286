package import OpenFinance

/// One place where a document is not what its shape allows.
package struct Violation: Sendable, Hashable {
    /// The keyword of JSON Schema that is broken.
    package enum Keyword: String, Sendable, CaseIterable {
        case type, required, additionalProperties, enumeration = "enum", pattern, format, length, range, count, oneOf
    }

    package var keyword: Keyword
    /// RFC 6901, from the document's root: `/Product/CreditCard/Charges/0/Type`.
    package var pointer: String
    /// The schema that the place belongs to, with the members below it: `Money/Amount`.
    package var schema: String
    /// What stands there; nil where nothing does.
    package var value: String?
    /// What is allowed there, as a clause: `one of Visa, Mastercard`.
    package var expected: String
}

extension PublishedShapes {
    /// What breaks the shape of that name, in the order of the document; empty where nothing does.
    ///
    /// - Parameters:
    ///   - name: as in the file: `Product`, `GET /products 200`.
    ///   - other: the name of a shape of which it is enough here to be an object.
    package func violations(
        of value: JSONValue, as name: String, withAnyObjectAs other: String? = nil
    ) -> [Violation] {
        var check = ShapeCheck(shapes: self, looseShape: other)
        check.check(value, .named(name))
        return check.violations
    }
}

/// One walk through a document and its shape.
private struct ShapeCheck {
    let shapes: PublishedShapes
    let looseShape: String?
    var violations: [Violation] = []
    private var path: [String] = []
    private var schema: [String] = []

    init(shapes: PublishedShapes, looseShape: String?) { (self.shapes, self.looseShape) = (shapes, looseShape) }

    mutating func check(_ value: JSONValue, _ shape: Shape) {
        switch (shape, value) {
        case (.named(looseShape), .object): break
        case (.named(let name), _):
            let outer = schema
            schema = [name]
            if let shape = shapes[name] { check(value, shape) }
            schema = outer
        case (.orNull, .null), (.anything, _), (.boolean, .bool): break
        case (.orNull(let shape), _): check(value, shape)
        case (.object(let members, let isClosed, let isNonEmpty), .object(let given)):
            check(given, members, isClosed: isClosed, isNonEmpty: isNonEmpty)
        case (.list(let shape, let count), .array(let elements)):
            if !count.contains(elements.count) { tell(.count, "\(elements.count)", "\(count.words) elements") }
            for (index, element) in elements.enumerated() { check(element, shape, at: "\(index)") }
        case (.oneOf(let shapes), _): check(value, branches: shapes, isExclusive: true)
        case (.anyOf(let shapes), _): check(value, branches: shapes, isExclusive: false)
        case (.word(let words), .string(let text)):
            if !words.contains(where: { $0.utf8.elementsEqual(text.utf8) }) {
                tell(.enumeration, text, words.count == 1 ? words[0] : "one of \(words.joined(separator: ", "))")
            }
        case (.text(let length), .string(let text)):
            // A text of bytes within the upper bound has no more characters than that.
            if length.lowerBound > 0 || text.utf8.count > length.upperBound,
                !length.contains(text.unicodeScalars.count)
            {
                tell(.length, text, "\(length.words) characters")
            }
        // A text whose characters cannot be told is text nevertheless.
        case (.text, .brokenString): break
        case (.matching(let pattern), .string(let text)):
            if !pattern.matches(text) { tell(.pattern, text, "what matches \(pattern)") }
        case (.formatted(let format), .string(let text)):
            if !format.fits(text) { tell(.format, text, "a \(format.rawValue)") }
        case (.number(let range, let isWhole), .number(let spelling)):
            let number = Double(spelling) ?? .nan
            if isWhole, number != number.rounded() { tell(.type, spelling, "a whole number") }
            if !range.contains(number) { tell(.range, spelling, "a number \(range.words)") }
        default: tell(.type, value.shown, shape.kind)
        }
    }

    private mutating func check(
        _ given: [JSONValue.Member], _ members: [Shape.Member], isClosed: Bool, isNonEmpty: Bool
    ) {
        for member in members where member.isRequired && !given.contains(where: { $0.name == member.name }) {
            tell(
                Violation(
                    keyword: .required, pointer: pointer(to: member.name), schema: schema(of: member.name),
                    value: nil, expected: "a value"))
        }
        if isNonEmpty, given.isEmpty { tell(.count, "{}", "at least one member") }
        for member in given {
            if let known = members.first(where: { $0.name == member.name }) {
                schema.append(member.name)
                check(member.value, known.shape, at: member.name)
                schema.removeLast()
            } else if isClosed {
                tell(
                    Violation(
                        keyword: .additionalProperties, pointer: pointer(to: member.name),
                        schema: schema(of: nil), value: member.value.shown, expected: "no such member"))
            }
        }
    }

    private mutating func check(_ value: JSONValue, _ shape: Shape, at step: String) {
        path.append(step)
        check(value, shape)
        path.removeLast()
    }

    /// Where no branch fits, what is told is what is wrong with the one that is meant, else with the one that fits best.
    private mutating func check(_ value: JSONValue, branches: [Shape], isExclusive: Bool) {
        let meant = branches.filter { isMeant($0, by: value) }
        var best: [Violation]?
        var fitting = 0
        for branch in meant.isEmpty ? branches : meant {
            var attempt = self
            attempt.violations = []
            attempt.check(value, branch)
            if attempt.violations.isEmpty {
                fitting += 1
                if !isExclusive { return }
            }
            if best.map({ attempt.violations.count < $0.count }) ?? true { best = attempt.violations }
        }
        if fitting == 0 {
            violations += best ?? []
        } else if fitting > 1 {
            tell(.oneOf, value.shown, "one of \(branches.count) kinds, and not \(fitting) of them at once")
        }
    }

    /// Whether the value says by a constant (`RateType`) that it is this one.
    private func isMeant(_ branch: Shape, by value: JSONValue) -> Bool {
        guard case .object(let given) = value else { return false }
        switch branch {
        case .named(let name): return shapes[name].map { isMeant($0, by: value) } ?? false
        case .object(let members, _, _):
            return members.contains { member in
                guard case .word(let words) = member.shape, words.count == 1 else { return false }
                return given.contains { $0.name == member.name && $0.value == .string(words[0]) }
            }
        default: return false
        }
    }

    // MARK: - Telling

    /// Whoever breaks more rules than this in one document need not be told of all.
    private static let mostViolations = 1_000

    private mutating func tell(_ violation: Violation) {
        if violations.count < Self.mostViolations { violations.append(violation) }
    }

    private mutating func tell(_ keyword: Violation.Keyword, _ value: String, _ expected: String) {
        tell(
            Violation(
                keyword: keyword, pointer: pointer(to: nil), schema: schema(of: nil), value: value, expected: expected))
    }

    private func schema(of member: String?) -> String { (schema + [member].compactMap(\.self)).joined(separator: "/") }

    private func pointer(to member: String?) -> String {
        (path + [member].compactMap(\.self)).map { "/\($0.asPointerStep)" }.joined()
    }
}

extension String {
    /// RFC 6901 §3.
    package var asPointerStep: String {
        guard utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return self }
        return replacing("~", with: "~0").replacing("/", with: "~1")
    }
}

extension JSONValue {
    /// A text's characters, a number as it is spelled, of what holds others its beginning.
    package var shown: String {
        switch self {
        case .string(let text): text
        case .brokenString(let spelling), .number(let spelling): spelling
        case .bool(let value): "\(value)"
        case .null: "null"
        case .object(let members): members.isEmpty ? "{}" : "{…}"
        case .array(let elements): elements.isEmpty ? "[]" : "[…]"
        }
    }
}

extension Shape {
    fileprivate var kind: String {
        switch self {
        case .object: "an object"
        case .list: "a list"
        case .word, .text, .matching, .formatted: "a text"
        case .number(_, let isWhole): isWhole ? "a whole number" : "a number"
        case .boolean: "true or false"
        case .nothing: "no body"
        case .oneOf, .anyOf, .anything, .named, .orNull: "another value"
        }
    }
}

extension ClosedRange<Int> {
    fileprivate var words: String {
        if lowerBound == upperBound { return "\(lowerBound)" }
        if upperBound == .max { return "at least \(lowerBound)" }
        return lowerBound == 0 ? "at most \(upperBound)" : "\(lowerBound) to \(upperBound)"
    }
}

extension ClosedRange<Double> {
    fileprivate var words: String {
        func whole(_ number: Double) -> String { Int(exactly: number).map { "\($0)" } ?? "\(number)" }
        if upperBound == .infinity { return "of at least \(whole(lowerBound))" }
        if lowerBound == -.infinity { return "of at most \(whole(upperBound))" }
        return "from \(whole(lowerBound)) to \(whole(upperBound))"
    }
}
