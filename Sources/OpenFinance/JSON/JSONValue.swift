import FoundationEssentials

/// JSON as a tree that keeps what a tree usually loses: the order of members, members of one name, and how numbers are
/// spelled. For showing a few products whole; lists of many are read into ``Product`` and ``ProductTerms``.
package indirect enum JSONValue: Sendable, Hashable {
    package struct Member: Sendable, Hashable {
        package let name: String
        package let value: JSONValue

        package init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    case object([Member])
    case array([JSONValue])
    case string(String)
    /// As it is spelled.
    case number(String)
    case bool(Bool)
    case null
}

extension JSONText {
    package var value: JSONValue {
        // The bytes were scanned before.
        (try? JSONValue(bytes)) ?? .null
    }
}

extension JSONValue {
    /// Any JSON text (RFC 8259).
    init(_ text: Data) throws(JSONScanner.Failure) {
        self = try JSONScanner.scan(text) { (scanner) throws(JSONScanner.Failure) in try JSONValue(&scanner, text) }
    }

    fileprivate init(_ scanner: inout JSONScanner, _ text: Data) throws(JSONScanner.Failure) {
        switch try scanner.peek() {
        case .object:
            var members: [Member] = []
            try scanner.object { (key, scanner) throws(JSONScanner.Failure) in
                members.append(Member(Self.string(at: key, in: text), try JSONValue(&scanner, text)))
            }
            self = .object(members)
        case .array:
            var elements: [JSONValue] = []
            try scanner.array { (scanner) throws(JSONScanner.Failure) in
                elements.append(try JSONValue(&scanner, text))
            }
            self = .array(elements)
        case .string: self = .string(Self.string(at: try scanner.value(), in: text))
        case .number: self = .number(String(decoding: text.json(at: try scanner.value()).bytes, as: UTF8.self))
        case .bool: self = .bool(text.json(at: try scanner.value()).bytes.first == UInt8(ascii: "t"))
        case .null:
            try scanner.value()
            self = .null
        }
    }

    /// A string with half a surrogate pair has no text of its own; it is shown as it is spelled.
    private static func string(at range: Range<Int>, in text: Data) -> String {
        let bytes = text.json(at: range).bytes
        return (try? JSONDecoder().decode(String.self, from: bytes)) ?? String(decoding: bytes, as: UTF8.self)
    }
}
