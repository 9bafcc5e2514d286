package import FoundationEssentials
import OpenFinanceCrypto

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
    /// A text with half a surrogate pair in it, which has no characters of its own (RFC 8259 §8.2): as it is spelled.
    case brokenString(String)
    /// As it is spelled.
    case number(String)
    case bool(Bool)
    case null
}

extension JSONText {
    /// For showing it: texts are ``Swift/String/bounded``.
    package var value: JSONValue {
        // The bytes were scanned before.
        (try? JSONValue(bytes, isForShowing: true)) ?? .null
    }
}

extension JSONValue {
    /// Any JSON text (RFC 8259).
    package init(_ text: Data, isForShowing: Bool = false) throws(JSONScanner.Failure) {
        self = try JSONScanner.scan(text) { (scanner) throws(JSONScanner.Failure) in
            try JSONValue(&scanner, text, isForShowing)
        }
    }

    /// A small document that another party sent.
    package init(document: Data) throws(JSONScanner.Failure) {
        let text = document.withoutByteOrderMark
        self = try JSONScanner.scan(text, limits: .document) { (scanner) throws(JSONScanner.Failure) in
            try JSONValue(&scanner, text, true)
        }
    }

    /// What stands around another party's lists of that name: the objects in them are empty, however long they are, and no
    /// more elements are kept than a bank has products.
    ///
    /// - Parameter known: of these objects, those that were read out of this very answer already.
    package init(
        _ answer: Data, emptying list: String, besides known: [JSONText] = []
    ) throws(JSONScanner.Failure) {
        let text = answer.withoutByteOrderMark
        let ends = known.map { ($0.bytes.startIndex - text.startIndex, $0.bytes.endIndex - text.startIndex) }
        let emptied = Emptied(list: list, ends: Dictionary(ends) { first, _ in first })
        self = try JSONScanner.scan(text, limits: .list) { (scanner) throws(JSONScanner.Failure) in
            try JSONValue(&scanner, text, true, emptying: emptied)
        }
    }

    private struct Emptied {
        let list: String
        /// Of objects that need not be read, by their beginnings.
        let ends: [Int: Int]
    }

    private init(
        _ scanner: inout JSONScanner, _ text: Data, _ isForShowing: Bool, emptying emptied: Emptied? = nil
    ) throws(JSONScanner.Failure) {
        switch try scanner.peek() {
        case .object:
            var members: [Member] = []
            try scanner.object { (key, scanner) throws(JSONScanner.Failure) in
                let name = Self.string(at: key, in: text) ?? Self.spelling(at: key, in: text)
                if let emptied, name == emptied.list, try scanner.peek() == .array {
                    members.append(Member(name, try Self.emptied(&scanner, text, isForShowing, emptied.ends)))
                    return
                }
                members.append(
                    Member(
                        isForShowing ? name.bounded : name,
                        try JSONValue(&scanner, text, isForShowing, emptying: emptied)))
            }
            self = .object(members)
        case .array:
            var elements: [JSONValue] = []
            try scanner.array { (scanner) throws(JSONScanner.Failure) in
                elements.append(try JSONValue(&scanner, text, isForShowing, emptying: emptied))
            }
            self = .array(elements)
        case .string:
            let range = try scanner.value()
            if let string = Self.string(at: range, in: text) {
                self = .string(isForShowing ? string.bounded : string)
            } else {
                self = .brokenString(Self.spelling(at: range, in: text).bounded)
            }
        case .number: self = .number(Self.spelling(at: try scanner.value(), in: text).bounded)
        case .bool: self = .bool(text.json(at: try scanner.value()).bytes.first == UInt8(ascii: "t"))
        case .null:
            try scanner.value()
            self = .null
        }
    }

    private static func emptied(
        _ scanner: inout JSONScanner, _ text: Data, _ isForShowing: Bool, _ ends: [Int: Int]
    ) throws(JSONScanner.Failure) -> JSONValue {
        var elements: [JSONValue] = []
        let empty = JSONValue.object([])
        try scanner.array { (scanner) throws(JSONScanner.Failure) in
            let hasRoom = elements.count < ProductsPage.productLimit
            guard try scanner.peek() == .object || !hasRoom else {
                elements.append(try JSONValue(&scanner, text, isForShowing))
                return
            }
            if !scanner.skip(to: ends) { try scanner.value() }
            if hasRoom { elements.append(empty) }
        }
        return .array(elements)
    }

    /// Nil for a string with half a surrogate pair.
    private static func string(at range: Range<Int>, in text: Data) -> String? { text.json(at: range).exactString }

    private static func spelling(at range: Range<Int>, in text: Data) -> String {
        String(decoding: text.json(at: range).bytes, as: UTF8.self)
    }
}
