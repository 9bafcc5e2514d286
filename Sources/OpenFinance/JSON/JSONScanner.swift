import FoundationEssentials

/// Walks JSON text (RFC 8259) and finds where each value begins and ends, without building a tree.
///
/// It exists because a decoder gives values, and what an LFI sent has to be passed on as it was written: `2.50` stays
/// `2.50`. It accepts exactly RFC 8259: numbers, escapes, UTF-8 and nesting depth are checked, so that a slice it
/// returns can be written into other JSON as it stands.
package struct JSONScanner {
    package struct Failure: Error, Hashable {
        package enum Kind: Hashable { case syntax, encoding, depth, values, name, products }
        package var kind: Kind
        /// Offset in bytes from the start of the text.
        package var offset: Int

        package var message: String {
            switch kind {
            case .syntax: "it is not JSON (byte \(offset))"
            case .encoding: "its text is not UTF-8 (byte \(offset))"
            case .depth: "its JSON is nested deeper than \(JSONScanner.depthLimit) levels"
            case .values: "it holds more values than the limit (byte \(offset))"
            case .name: "it has a member whose name is longer than the limit (byte \(offset))"
            case .products: "it lists more than \(ProductsPage.productLimit) products"
            }
        }

        /// Whether it may be JSON all the same, of which this program reads no more.
        package var isOfLimit: Bool { isAboutSize || kind == .depth }

        /// Whether it is the size that is wrong, and not the form.
        var isAboutSize: Bool { [.values, .name, .products].contains(kind) }
    }

    /// The official schema nests twelve levels; a hundred leaves room for any LFI's additions.
    static let depthLimit = 100

    private let text: UnsafeBufferPointer<UInt8>
    private(set) var position = 0
    private var depth = 0
    private var valuesLeft: Int
    private let nameBytes: Int

    /// Runs `body` with a scanner at the start of the text, and makes sure that it reads all of it.
    static func scan<Result>(
        _ data: Data, limits: JSONLimits = .none, _ body: (inout JSONScanner) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // Foundation's `withUnsafeBytes` rethrows untyped, so the outcome travels as a value.
        let outcome = data.withUnsafeBytes { bytes -> Swift.Result<Result, Failure> in
            var scanner = JSONScanner(text: bytes.bindMemory(to: UInt8.self), limits)
            do throws(Failure) {
                let result = try body(&scanner)
                scanner.skipWhitespace()
                guard scanner.position == scanner.text.count else { throw scanner.failure(.syntax) }
                return .success(result)
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    private init(text: UnsafeBufferPointer<UInt8>, _ limits: JSONLimits) {
        self.text = text
        valuesLeft = limits.values
        nameBytes = limits.nameBytes
    }

    func failure(_ kind: Failure.Kind) -> Failure { Failure(kind: kind, offset: position) }

    // MARK: - Values

    enum ValueKind { case object, array, string, number, bool, null }

    /// The kind of the next value, judged by its first byte; the value itself is still to be read.
    mutating func peek() throws(Failure) -> ValueKind {
        skipWhitespace()
        guard let current else { throw failure(.syntax) }
        return switch current {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
        case UInt8(ascii: "n"): .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): .number
        default: throw failure(.syntax)
        }
    }

    /// Reads one value of any kind and returns the range of its bytes, without the white space around it.
    @discardableResult
    mutating func value() throws(Failure) -> Range<Int> {
        let kind = try peek()
        let start = position
        switch kind {
        case .object: try object { (_, scanner) throws(Failure) in try scanner.value() }
        case .array: try array { (scanner) throws(Failure) in try scanner.value() }
        case .string: try string()
        case .number: try number()
        case .bool: try literal(current == UInt8(ascii: "t") ? "true" : "false")
        case .null: try literal("null")
        }
        return start..<position
    }

    /// Goes to the end of a value that was read before, where one begins here.
    ///
    /// - Parameter ends: of such values, by their beginnings.
    mutating func skip(to ends: [Int: Int]) -> Bool {
        guard let end = ends[position], end <= text.count else { return false }
        position = end
        return true
    }

    /// Reads an object; `member` gets each key's range, quotes included, and must read the value.
    mutating func object(
        _ member: (Range<Int>, inout JSONScanner) throws(Failure) -> Void
    ) throws(Failure) {
        try elements(open: UInt8(ascii: "{"), close: UInt8(ascii: "}")) { (scanner) throws(Failure) in
            scanner.skipWhitespace()
            let start = scanner.position
            try scanner.string()
            let key = start..<scanner.position
            guard key.count <= scanner.nameBytes else { throw scanner.failure(.name) }
            scanner.skipWhitespace()
            try scanner.expect(UInt8(ascii: ":"))
            scanner.skipWhitespace()
            try member(key, &scanner)
        }
    }

    /// Reads an array; `element` must read one value each time.
    mutating func array(_ element: (inout JSONScanner) throws(Failure) -> Void) throws(Failure) {
        try elements(open: UInt8(ascii: "["), close: UInt8(ascii: "]")) { (scanner) throws(Failure) in
            scanner.skipWhitespace()
            try element(&scanner)
        }
    }

    /// Whether the bytes of `range` are exactly `"key"`.
    func isKey(_ range: Range<Int>, _ key: StaticString) -> Bool {
        range.count == key.utf8CodeUnitCount + 2
            && key.withUTF8Buffer { text[(range.lowerBound + 1)..<(range.upperBound - 1)].elementsEqual($0) }
    }

    /// The same of a key that is written, too.
    func isKey(_ range: Range<Int>, _ key: some CodingKey) -> Bool {
        text[(range.lowerBound + 1)..<(range.upperBound - 1)].elementsEqual(key.stringValue.utf8)
    }

    /// Whether a member's name, quotes included, is the one that is expected, in small or capital letters and however it is
    /// spelled.
    func isName(_ range: Range<Int>, like name: StaticString) -> Bool {
        isKey(range, name)
            || JSONObject.isName(range, like: name.description, in: UnsafeRawBufferPointer(text))
    }

    // MARK: - Grammar

    private mutating func elements(
        open: UInt8, close: UInt8, _ element: (inout JSONScanner) throws(Failure) -> Void
    ) throws(Failure) {
        try expect(open)
        depth += 1
        guard depth <= Self.depthLimit else { throw failure(.depth) }
        defer { depth -= 1 }
        skipWhitespace()
        if current == close {
            position += 1
            return
        }
        while true {
            guard valuesLeft > 0 else { throw failure(.values) }
            valuesLeft -= 1
            try element(&self)
            skipWhitespace()
            if current == close { break }
            try expect(UInt8(ascii: ","))
        }
        position += 1
    }

    private mutating func string() throws(Failure) {
        try expect(UInt8(ascii: "\""))
        while true {
            position += text.plainTextLength(from: position)
            guard let byte = current else { break }
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return
            case UInt8(ascii: "\\"): try escape()
            case 0x20..<0x80: position += 1
            case 0x80...: try multiByteScalar()
            default: throw failure(.syntax)
            }
        }
        throw failure(.syntax)
    }

    private mutating func escape() throws(Failure) {
        position += 1
        switch current {
        case UInt8(ascii: "u"):
            position += 1
            for _ in 0..<4 {
                guard let digit = current, digit.isHexDigit else { throw failure(.syntax) }
                position += 1
            }
        case .some(let byte) where "\"\\/bfnrt".utf8.contains(byte): position += 1
        default: throw failure(.syntax)
        }
    }

    /// RFC 3629 §4: no overlong form, no surrogate, nothing above U+10FFFF.
    private mutating func multiByteScalar() throws(Failure) {
        let second: ClosedRange<UInt8>
        let length: Int
        switch text[position] {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw failure(.encoding)
        }
        guard position + length <= text.count, second.contains(text[position + 1]) else { throw failure(.encoding) }
        for offset in 2..<max(2, length) where !(0x80...0xBF).contains(text[position + offset]) {
            throw failure(.encoding)
        }
        position += length
    }

    private mutating func number() throws(Failure) {
        if current == UInt8(ascii: "-") { position += 1 }
        if current == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if current == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
    }

    private mutating func digits() throws(Failure) {
        let start = position
        while let byte = current, byte.isDigit { position += 1 }
        guard position > start else { throw failure(.syntax) }
    }

    private mutating func literal(_ word: StaticString) throws(Failure) {
        let end = position + word.utf8CodeUnitCount
        guard end <= text.count, word.withUTF8Buffer({ text[position..<end].elementsEqual($0) }) else {
            throw failure(.syntax)
        }
        position = end
    }

    private mutating func expect(_ byte: UInt8) throws(Failure) {
        guard current == byte else { throw failure(.syntax) }
        position += 1
    }

    private mutating func skipWhitespace() {
        while let byte = current, byte.isJSONWhitespace { position += 1 }
    }

    private var current: UInt8? { position < text.count ? text[position] : nil }
}

extension UnsafeBufferPointer<UInt8> {
    /// How many bytes from `start` on are ASCII that stands for itself in a string (RFC 8259 §7): no quote, backslash or
    /// control character. Looked at eight at a time, so that of the last seven bytes of a text none is counted.
    func plainTextLength(from start: Int) -> Int {
        let bytes = UnsafeRawBufferPointer(self)
        var end = start
        while end + 8 <= count {
            let plain = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: end, as: UInt64.self)).plainTextLength
            end += plain
            if plain < 8 { break }
        }
        return end - start
    }
}

extension UInt64 {
    /// For how many of its bytes, from the lowest on, that holds.
    fileprivate var plainTextLength: Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        // Each term leaves the top bit set in a byte that is not plain, and may do so in bytes above the first such one.
        func zeroBytes(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }
        let controls = (self &- ones &* 0x20) & ~self
        let quotes = zeroBytes(self ^ (ones &* UInt64(UInt8(ascii: "\""))))
        let backslashes = zeroBytes(self ^ (ones &* UInt64(UInt8(ascii: "\\"))))
        let others = (self | controls | quotes | backslashes) & (ones &* 0x80)
        return others.trailingZeroBitCount / 8
    }
}

extension UInt8 {
    /// RFC 8259 §2.
    var isJSONWhitespace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }

    /// Of ASCII, as JSON has them.
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    fileprivate var isHexDigit: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
    }
}
