package import FoundationEssentials
import OpenFinanceCrypto

/// Where an object and its members stand in a text: found in one walk, without decoding what nobody asks for.
struct JSONObject: Sendable {
    struct Member: Sendable {
        /// Quotes included.
        var name: Range<Int>
        var value: Range<Int>
    }

    let range: Range<Int>
    let members: [Member]

    init(range: Range<Int>, members: [Member]) {
        self.range = range
        self.members = members
    }

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
        var expected = expected
        return expected.withUTF8 { expected in
            // Nearly every name is spelled as it is.
            range.count == expected.count + 2
                ? text[(range.lowerBound + 1)..<(range.upperBound - 1)].elementsEqual(expected)
                : isName(range, expected, in: text, isLoose: false)
        }
    }

    /// The same, whatever letters are small or capital, and with `_` or `-` between its words.
    static func isName(_ range: Range<Int>, like expected: String, in text: UnsafeRawBufferPointer) -> Bool {
        var expected = expected
        return expected.withUTF8 { isName(range, $0, in: text, isLoose: true) }
    }

    private static func isName(
        _ range: Range<Int>, _ expected: UnsafeBufferPointer<UInt8>, in text: UnsafeRawBufferPointer, isLoose: Bool
    ) -> Bool {
        func fold(_ byte: UInt8) -> UInt8 { isLoose ? byte.smallLetter : byte }
        let spelled = UnsafeRawBufferPointer(rebasing: text[(range.lowerBound + 1)..<(range.upperBound - 1)])
        if spelled.count < expected.count { return false }
        // Only a name with escapes, or with signs between its words, is longer than it is. Those expected are ASCII.
        guard spelled.count > expected.count else { return zip(spelled, expected).allSatisfy { fold($0) == fold($1) } }
        // Nearly every other name begins otherwise, and need not be looked through.
        guard let first = expected.first,
            spelled[0] == UInt8(ascii: "\\") || fold(spelled[0]) == fold(first)
        else { return false }
        let longer = isLoose ? [UInt8(ascii: "\\"), UInt8(ascii: "_"), UInt8(ascii: "-")] : [UInt8(ascii: "\\")]
        guard spelled.contains(where: longer.contains) else { return false }
        var index = 0
        for byte in expected {
            while isLoose, index > 0, index < spelled.count, longer.dropFirst().contains(spelled[index]) { index += 1 }
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
package struct JSONMembers {
    private let object: JSONObject
    private let text: Data

    /// - Parameter text: what the object was found in.
    init(_ object: JSONObject, in text: Data) {
        self.object = object
        self.text = text
    }

    /// Of a small document that another party sent; nil for what is not JSON, no object, or more than such a document has.
    package init?(document: Data) {
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

    /// Each with its name, in their order; without those whose names cannot be read.
    var all: [(name: String, value: JSONText)] {
        object.members.compactMap { member in
            text.json(at: member.name).string.map { ($0, text.json(at: member.value)) }
        }
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
    /// an empty text. Of a list it is the first, of an object (`{"en": …, "ar": …}`) the one in English, or what it is for.
    package func text(_ name: String) -> String? { self[name].flatMap { Self.text($0, depth: 2) } }

    private static func text(_ value: JSONText, depth: Int) -> String? {
        if let text = value.string ?? value.number {
            let text = text.withoutBlankEnds
            return text.isEmpty ? nil : text
        }
        guard depth > 0 else { return nil }
        if let elements = value.elements {
            return elements.lazy.compactMap { text($0, depth: depth - 1) }.first
        }
        guard let members = JSONMembers(value) else { return nil }
        return ["En", "English", "En-AE", "Value", "Text", "Name", "Href", "Url", "Uri", "Ar"].lazy
            .compactMap { members[$0] }.compactMap { text($0, depth: depth - 1) }.first
    }

    /// True or false, and the same as text.
    func bool(_ name: String) -> Bool? {
        guard var value = self[name] else { return nil }
        if let elements = value.elements, elements.count == 1 { value = elements[0] }
        return switch (value.string?.withoutBlankEnds ?? value.text)?.lowercased() {
        case "true"?, "yes"?, "1"?, "y"?, "t"?: true
        case "false"?, "no"?, "0"?, "n"?, "f"?: false
        default: nil
        }
    }

    /// As it is spelled; nil for one that is longer than any number of use.
    func number(_ name: String) -> String? { self[name]?.number }

    package func object(_ name: String) -> JSONMembers? { self[name].flatMap { JSONMembers($0) } }

    /// The elements of a list that are objects.
    func objects(_ name: String) -> [JSONMembers] { self[name]?.elements?.compactMap { JSONMembers($0) } ?? [] }
}

extension JSONText {
    /// As it is spelled; nil for another kind of value, and for a number that is longer than any of use.
    var number: String? {
        guard bytes.count <= 400, let first = bytes.first,
            first == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The elements of a list; nil for a value of another kind.
    var elements: [JSONText]? {
        guard bytes.first == UInt8(ascii: "[") else { return nil }
        let ranges = try? JSONScanner.scan(bytes) { (scanner) throws(JSONScanner.Failure) in
            var ranges: [Range<Int>] = []
            try scanner.array { (scanner) throws(JSONScanner.Failure) in ranges.append(try scanner.value()) }
            return ranges
        }
        return ranges?.map(bytes.json(at:))
    }

    /// Null, false, zero, and what is empty: nobody means something by them.
    var saysNothing: Bool {
        if let string { return string.withoutBlankEnds.isEmpty }
        return ["null", "false", "{}", "[]", "0"].contains { compact.elementsEqual($0.utf8) }
    }
}
