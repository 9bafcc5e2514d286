/// What a JSON value has to look like, as far as the documents of the API say it.
package indirect enum Shape: Sendable {
    case object([Member], isClosed: Bool, isNonEmpty: Bool)
    case list(Shape, count: ClosedRange<Int>)
    /// Exactly one of these.
    case oneOf([Shape])
    /// At least one of these.
    case anyOf([Shape])
    case word([String])
    /// Counted in Unicode scalars (JSON Schema Validation §6.3.1).
    case text(length: ClosedRange<Int>)
    case matching(Pattern)
    case formatted(Format)
    case number(ClosedRange<Double>, isWhole: Bool)
    case boolean
    case anything
    /// No body at all.
    case nothing
    case named(String)
    case orNull(Shape)

    package struct Member: Sendable {
        package var name: String
        package var isRequired: Bool
        package var shape: Shape
    }

    /// `format` of JSON Schema Validation §7.3.
    package enum Format: String, Sendable {
        case date, dateTime = "date-time", uri, email, uuid
    }
}

// MARK: - Reading

extension Shape {
    /// A line of the notation: two blanks of indentation for each level, a name or a dash, and what is said of it.
    struct Line {
        var depth: Int
        var head: String
        var words: String

        /// Nil for a comment or an empty line.
        init?(_ text: Substring) {
            let content = text.drop { $0 == " " }
            guard let first = content.first, first != "#" else { return nil }
            depth = (text.count - content.count) / 2
            if content.hasPrefix("- ") {
                head = "-"
                words = String(content.dropFirst(2))
                return
            }
            guard let colon = content.firstIndex(of: ":") else { return nil }
            head = String(content[..<colon])
            words = String(content[colon...].dropFirst(2))
        }
    }

    /// - Parameter lines: those that follow; what belongs to this shape is taken from them.
    init(_ words: String, _ lines: inout ArraySlice<Line>, depth: Int) {
        let (first, rest) = Self.split(words)
        if first.hasSuffix("?") {
            self = .orNull(Shape("\(first.dropLast()) \(rest)", &lines, depth: depth))
            return
        }
        switch first {
        case "closed":
            guard case .object(let members, _, let isNonEmpty) = Shape(rest, &lines, depth: depth) else {
                preconditionFailure("only an object is closed")
            }
            self = .object(members, isClosed: true, isNonEmpty: isNonEmpty)
        case "object":
            let members = Self.children(&lines, deeperThan: depth).map { head, shape in
                let isRequired = head.hasSuffix("!")
                return Member(name: isRequired ? String(head.dropLast()) : head, isRequired: isRequired, shape: shape)
            }
            self = .object(members, isClosed: false, isNonEmpty: rest == "1..")
        case "list":
            let parts = rest.split(separator: "of ", maxSplits: 1, omittingEmptySubsequences: false)
            self = .list(Shape(String(parts[1]), &lines, depth: depth), count: Self.range(String(parts[0])))
        case "one", "any":
            let shapes = Self.children(&lines, deeperThan: depth).map(\.shape)
            self = first == "one" ? .oneOf(shapes) : .anyOf(shapes)
        case "word": self = .word(rest.split(separator: " | ").map(String.init))
        case "text": self = .text(length: Self.range(rest))
        case "matching": self = .matching(Pattern(rest))
        case "number", "integer":
            let bounds = rest.split(separator: "..", omittingEmptySubsequences: false).map { Double($0) }
            let lowest = bounds.first.flatMap(\.self) ?? -Double.infinity
            self = .number(lowest...(bounds.last.flatMap(\.self) ?? .infinity), isWhole: first == "integer")
        case "boolean": self = .boolean
        case "anything": self = .anything
        case "nothing": self = .nothing
        default: self = Format(rawValue: first).map(Shape.formatted) ?? .named(first)
        }
    }

    private static func children(_ lines: inout ArraySlice<Line>, deeperThan depth: Int) -> [(
        head: String, shape: Shape
    )] {
        var children: [(String, Shape)] = []
        while let line = lines.first, line.depth > depth {
            lines.removeFirst()
            children.append((line.head, Shape(line.words, &lines, depth: line.depth)))
        }
        return children
    }

    private static func split(_ words: String) -> (first: String, rest: String) {
        let parts = words.split(separator: " ", maxSplits: 1)
        return (parts.first.map(String.init) ?? "", parts.count > 1 ? String(parts[1]) : "")
    }

    /// `1..70`, `1..`, or nothing.
    private static func range(_ text: String) -> ClosedRange<Int> {
        let bounds = text.split(separator: "..", omittingEmptySubsequences: false).map { bound in
            Int(bound.filter(\.isNumber))
        }
        return (bounds.first.flatMap(\.self) ?? 0)...(bounds.count > 1 ? bounds[1] ?? .max : .max)
    }
}
