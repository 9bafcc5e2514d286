import FoundationEssentials

/// A value of a document that another party wrote. Readers take what they know, where it is of the kind that they expect, and
/// leave the rest; nothing is decoded that nobody asks for.
struct JSONReader {
    /// The value is of another kind than its reader can do with.
    struct Unreadable: Error {}

    private let document: Document
    private let index: Int

    /// Nil for what is not JSON (RFC 8259).
    init?(_ text: Data) {
        guard let document = Document(text) else { return nil }
        self.init(document, 0)
    }

    private init(_ document: Document, _ index: Int) {
        self.document = document
        self.index = index
    }

    // MARK: - What it is

    var isNull: Bool { place.kind == .null }

    /// A string's characters; nil for another kind of value, and for a string with half a surrogate pair.
    var string: String? {
        guard place.kind == .string else { return nil }
        return document.string(at: place)
    }

    /// As it is spelled; nil for another kind of value.
    var number: String? {
        guard place.kind == .number else { return nil }
        return String(decoding: document.text[place.range], as: UTF8.self)
    }

    var bool: Bool? {
        guard place.kind == .bool else { return nil }
        return document.text[place.range.lowerBound] == UInt8(ascii: "t")
    }

    /// Of a list; nil for another kind of value.
    var elements: [JSONReader]? {
        guard place.kind == .array else { return nil }
        var elements: [JSONReader] = []
        var next = index + 1
        while next < place.next {
            elements.append(JSONReader(document, next))
            next = document.places[next].next
        }
        return elements
    }

    /// The one element of a list of one.
    fileprivate var only: JSONReader? {
        elements.flatMap { $0.count == 1 ? $0[0] : nil }
    }

    func object<Key: CodingKey>(keyedBy _: Key.Type) throws(Unreadable) -> Object<Key> {
        guard place.kind == .object else { throw Unreadable() }
        return Object(self)
    }

    /// Where it stands in the document (RFC 6901 §3 and §5).
    var pointer: String {
        guard index > 0 else { return "" }
        let parent = JSONReader(document, place.parent)
        guard parent.place.kind == .array else {
            return parent.pointer + "/" + (document.string(at: document.places[index - 1]) ?? "").asPointerToken
        }
        return parent.pointer + "/\(place.position)"
    }

    private var place: Document.Place { document.places[index] }

    /// Of members with one name the first counts.
    fileprivate func member(_ name: String) -> JSONReader? {
        document.value(of: name, in: index).map { JSONReader(document, $0) }
    }
}

/// What can be read from a value of a document that another party wrote.
protocol JSONReadable {
    init(from json: JSONReader) throws(JSONReader.Unreadable)
}

// MARK: - Objects

extension JSONReader {
    /// An object's members: one of another kind than expected counts as absent.
    struct Object<Key: CodingKey> {
        private let json: JSONReader

        fileprivate init(_ json: JSONReader) { self.json = json }

        /// Nil where it is missing.
        subscript(_ key: Key) -> JSONReader? { json.member(key.stringValue) }

        /// - Throws: where it is missing, or of another kind.
        func required<Value: JSONReadable>(_ key: Key, as _: Value.Type = Value.self) throws(Unreadable) -> Value {
            guard let member = self[key] else { throw Unreadable() }
            return try Value(from: member)
        }

        /// The only one of a list is as good as one without.
        func lenient<Value: JSONReadable>(_ key: Key, as _: Value.Type = Value.self) -> Value? {
            guard let member = self[key], !member.isNull else { return nil }
            if let value = try? Value(from: member) { return value }
            return member.only.flatMap { try? Value(from: $0) }
        }

        /// A text, ``Swift/String/bounded``.
        func lenient(_ key: Key, as _: String.Type = String.self) -> String? {
            let member = self[key]
            return (member?.string ?? member?.only?.string)?.bounded
        }

        /// The same without blanks at its ends; an empty one counts as absent.
        func lenientText(_ key: Key) -> String? {
            guard let text = lenient(key, as: String.self)?.withoutBlankEnds, !text.isEmpty else { return nil }
            return text
        }

        /// Whether a member is there, and not null.
        func saysSomething(_ key: Key) -> Bool { self[key]?.isNull == false }

        /// Whether it is there, and neither null nor an empty text: then somebody meant something by it.
        func isStated(_ key: Key) -> Bool { saysSomething(key) && self[key]?.string?.withoutBlankEnds.isEmpty != true }

        /// A list without those of its elements that cannot be read; no list at all is an empty one.
        func lenientList<Element: JSONReadable>(_ key: Key, as _: Element.Type = Element.self) -> [Element] {
            lenient(key, as: LenientList<Element>.self)?.elements ?? []
        }
    }
}

/// An array that leaves out what it cannot read, and remembers where that stood. One element in place of the list is a list of
/// one.
struct LenientList<Element: JSONReadable>: JSONReadable {
    var elements: [Element] = []
    /// Positions in the array as it was sent, from 0.
    var unreadable: [Int] = []

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        guard let sent = json.elements else {
            elements = [try Element(from: json)]
            return
        }
        for (position, element) in sent.enumerated() {
            if let element = try? Element(from: element) {
                elements.append(element)
            } else {
                unreadable.append(position)
            }
        }
    }
}

extension JSONReadable where Self: RawRepresentable<String> {
    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        guard let value = json.string.flatMap(Self.init(rawValue:)) else { throw JSONReader.Unreadable() }
        self = value
    }
}

extension String: JSONReadable {
    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        guard let string = json.string else { throw JSONReader.Unreadable() }
        self = string
    }
}

extension Bool: JSONReadable {
    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        guard let bool = json.bool else { throw JSONReader.Unreadable() }
        self = bool
    }
}

extension Int: JSONReadable {
    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        guard let number = json.number.flatMap({ Int($0) }) else { throw JSONReader.Unreadable() }
        self = number
    }
}

// MARK: - Where everything stands

extension JSONReader {
    /// A text, and where its values begin and end: found in one walk, and then only looked up.
    fileprivate final class Document {
        struct Place {
            var kind: JSONScanner.ValueKind
            /// In the list that it is in, from 0: to count them each time would take a list's length squared.
            var position: Int32 = 0
            /// Of its bytes; of a string with the quotes.
            var range: Range<Int>
            /// The first place behind it and all that is in it.
            var next: Int
            /// Of the object or list that it is in.
            var parent: Int
        }

        let text: [UInt8]
        /// In the order of the text: each list before its elements, each object before its members, and each of those as a
        /// name and a value.
        let places: [Place]

        init?(_ text: Data) {
            var places: [Place] = []
            places.reserveCapacity(text.count / 24)
            let isRead: Void? = try? JSONScanner.scan(text) { (scanner) throws(JSONScanner.Failure) in
                try Self.walk(&scanner, in: 0, at: 0, &places)
            }
            guard isRead != nil else { return nil }
            self.text = Array(text)
            self.places = places
        }

        private static func walk(
            _ scanner: inout JSONScanner, in parent: Int, at position: Int32, _ places: inout [Place]
        ) throws(JSONScanner.Failure) {
            let kind = try scanner.peek()
            let (own, start) = (places.count, scanner.position)
            places.append(Place(kind: kind, position: position, range: start..<start, next: own + 1, parent: parent))
            switch kind {
            case .object:
                try scanner.object { (name, scanner) throws(JSONScanner.Failure) in
                    places.append(Place(kind: .string, range: name, next: places.count + 1, parent: own))
                    try walk(&scanner, in: own, at: 0, &places)
                }
            case .array:
                var position: Int32 = 0
                try scanner.array { (scanner) throws(JSONScanner.Failure) in
                    try walk(&scanner, in: own, at: position, &places)
                    position += 1
                }
            default: try scanner.value()
            }
            places[own].range = start..<scanner.position
            places[own].next = places.count
        }

        func string(at place: Place) -> String? {
            let spelled = text[place.range]
            guard spelled.contains(UInt8(ascii: "\\")) else {
                return String(decoding: spelled.dropFirst().dropLast(), as: UTF8.self)
            }
            return try? JSONDecoder().decode(String.self, from: Data(spelled))
        }

        /// The place of the value of an object's first member of that name.
        ///
        /// A hundred names are looked for in each product, most of which are not there: it goes over them without a slice
        /// or a string for any.
        func value(of name: String, in object: Int) -> Int? {
            text.withUnsafeBytes { text in
                places.withUnsafeBufferPointer { places in
                    let end = places[object].next
                    var next = object + 1
                    while next < end {
                        if JSONObject.isName(places[next].range, name, in: text) { return next + 1 }
                        next = places[next + 1].next
                    }
                    return nil
                }
            }
        }
    }
}
