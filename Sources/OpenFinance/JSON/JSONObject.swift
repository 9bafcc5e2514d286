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
    /// Whether a member's name, quotes included, is the one that is expected, however it is spelled.
    ///
    /// - Parameter text: what the range counts in.
    static func isName(_ range: Range<Int>, _ expected: String, in text: UnsafeRawBufferPointer) -> Bool {
        let spelled = UnsafeRawBufferPointer(rebasing: text[(range.lowerBound + 1)..<(range.upperBound - 1)])
        if spelled.count < expected.utf8.count { return false }
        if spelled.count == expected.utf8.count { return spelled.elementsEqual(expected.utf8) }
        // Only a name that is spelled with escapes is longer than it is.
        guard spelled.contains(UInt8(ascii: "\\")) else { return false }
        return (try? JSONDecoder().decode(String.self, from: Data(text[range]))) == expected
    }
}

/// The members of an object that another party wrote: one of another type than expected counts as absent, of two with one
/// name the first counts.
struct JSONMembers {
    private let object: JSONObject
    private let text: Data

    /// - Parameter text: what the object was found in.
    init(_ object: JSONObject, in text: Data) {
        self.object = object
        self.text = text
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
        text.withUnsafeBytes { bytes in object.members.first { JSONObject.isName($0.name, name, in: bytes) } }
            .map { text.json(at: $0.value) }
    }

    func string(_ name: String) -> String? { self[name]?.string }

    func bool(_ name: String) -> Bool? {
        switch self[name]?.bytes {
        case .some(let bytes) where bytes.elementsEqual("true".utf8): true
        case .some(let bytes) where bytes.elementsEqual("false".utf8): false
        default: nil
        }
    }

    /// As it is spelled.
    func number(_ name: String) -> String? {
        guard let bytes = self[name]?.bytes, let first = bytes.first,
            first == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    func object(_ name: String) -> JSONMembers? { self[name].flatMap(JSONMembers.init) }
}
