import FoundationEssentials

/// Where an object and its members stand in a text: found in one walk, without decoding what nobody asks for.
struct JSONObject: Sendable {
    struct Member: Sendable {
        /// Quotes included.
        var name: Range<Int>
        var value: Range<Int>
    }

    let range: Range<Int>
    let members: [Member]

    /// Reads the next value; nil where it is of another kind.
    init?(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) {
        guard try scanner.peek() == .object else {
            try scanner.value()
            return nil
        }
        let start = scanner.position
        var members: [Member] = []
        try scanner.object { (name, scanner) throws(JSONScanner.Failure) in
            members.append(Member(name: name, value: try scanner.value()))
        }
        range = start..<scanner.position
        self.members = members
    }
}

extension JSONObject {
    /// Whether a member's name, quotes included, is the one that is expected, in the same letters, however it is spelled.
    ///
    /// - Parameter text: what the range counts in.
    static func isName(_ range: Range<Int>, _ expected: String, in text: UnsafeRawBufferPointer) -> Bool {
        isName(range, expected, in: text) { $0 }
    }

    /// The same, whatever letters are small or capital.
    static func isName(_ range: Range<Int>, like expected: String, in text: UnsafeRawBufferPointer) -> Bool {
        isName(range, expected, in: text, \.smallLetter)
    }

    private static func isName(
        _ range: Range<Int>, _ expected: String, in text: UnsafeRawBufferPointer, _ fold: (UInt8) -> UInt8
    ) -> Bool {
        let spelled = UnsafeRawBufferPointer(rebasing: text[(range.lowerBound + 1)..<(range.upperBound - 1)])
        let expected = expected.utf8
        if spelled.count < expected.count { return false }
        // Only a name that is spelled with escapes is longer than it is. The names that are expected are ASCII.
        guard spelled.count > expected.count else { return zip(spelled, expected).allSatisfy { fold($0) == fold($1) } }
        guard spelled.contains(UInt8(ascii: "\\")) else { return false }
        var index = 0
        for byte in expected {
            guard index < spelled.count, let character = asciiCharacter(in: spelled, at: &index),
                fold(character) == fold(byte)
            else { return false }
        }
        return index == spelled.count
    }

    /// The ASCII character that is spelled at `index`, which moves behind it; nil for any other (RFC 8259 §7).
    private static func asciiCharacter(in spelled: UnsafeRawBufferPointer, at index: inout Int) -> UInt8? {
        guard spelled[index] == UInt8(ascii: "\\"), index + 1 < spelled.count else {
            defer { index += 1 }
            return spelled[index]
        }
        let letter = spelled[index + 1]
        index += 2
        guard letter == UInt8(ascii: "u") else { return letter }
        guard index + 4 <= spelled.count else { return nil }
        defer { index += 4 }
        return UInt8(String(decoding: spelled[index..<(index + 4)], as: UTF8.self), radix: 16)
    }
}

extension UInt8 {
    fileprivate var smallLetter: UInt8 { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self }
}

/// The members of an object that another party wrote: one of another type than expected counts as absent, of two with one
/// name the first counts. A name in other letters (`next`) counts where the right one (`Next`) is not there.
struct JSONMembers {
    private let object: JSONObject
    private let text: Data

    /// - Parameter text: what the object was found in.
    init(_ object: JSONObject, in text: Data) {
        self.object = object
        self.text = text
    }

    /// Of a small document that another party sent; nil for what is not JSON, no object, or more than such a document has.
    init?(document: Data) {
        let document = document.withoutByteOrderMark
        let object = try? JSONScanner.scan(document, limits: .document) { (scanner) throws(JSONScanner.Failure) in
            try JSONObject(&scanner)
        }
        guard let object else { return nil }
        self.init(object, in: document)
    }

    /// Nil for a value of another kind.
    init?(_ json: JSONText) {
        let object = try? JSONScanner.scan(json.bytes) { (scanner) throws(JSONScanner.Failure) in
            try JSONObject(&scanner)
        }
        guard let object else { return nil }
        self.init(object, in: json.bytes)
    }

    subscript(_ name: String) -> JSONText? {
        let member = text.withUnsafeBytes { bytes in
            object.members.first { JSONObject.isName($0.name, name, in: bytes) }
                ?? object.members.first { JSONObject.isName($0.name, like: name, in: bytes) }
        }
        return member.map { text.json(at: $0.value) }
    }

    func string(_ name: String) -> String? { self[name]?.string }

    /// A text or a number without the blanks around it; nil for one in which nothing is left: nobody says something with
    /// an empty text.
    func text(_ name: String) -> String? {
        guard let text = (string(name) ?? number(name))?.withoutBlankEnds, !text.isEmpty else { return nil }
        return text
    }

    /// True or false, and the same as text.
    func bool(_ name: String) -> Bool? {
        guard let value = self[name] else { return nil }
        return switch (value.string?.withoutBlankEnds ?? value.text)?.lowercased() {
        case "true"?, "yes"?, "1"?: true
        case "false"?, "no"?, "0"?: false
        default: nil
        }
    }

    /// As it is spelled; nil for one that is longer than any number of use.
    func number(_ name: String) -> String? {
        guard let bytes = self[name]?.bytes, bytes.count <= 400, let first = bytes.first,
            first == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    func object(_ name: String) -> JSONMembers? { self[name].flatMap { JSONMembers($0) } }

    /// The elements of a list that are objects.
    func objects(_ name: String) -> [JSONMembers] {
        guard let list = self[name] else { return [] }
        let objects = try? JSONScanner.scan(list.bytes) { (scanner) throws(JSONScanner.Failure) in
            var objects: [JSONObject] = []
            guard try scanner.peek() == .array else {
                try scanner.value()
                return objects
            }
            try scanner.array { (scanner) throws(JSONScanner.Failure) in
                if let object = try JSONObject(&scanner) { objects.append(object) }
            }
            return objects
        }
        return (objects ?? []).map { JSONMembers($0, in: list.bytes) }
    }
}
