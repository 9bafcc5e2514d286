import FoundationEssentials

/// Reads JSON as strictly as RFC 8259 lets a reader be: UTF-8 without a byte order mark, nothing behind the value, and no
/// name twice in one object, which readers take differently.
struct StrictJSON {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    struct Failure: Error {
        /// The byte that is not as it has to be.
        let offset: Int
        let problem: String
    }

    static func read(_ data: Data) throws(Failure) -> JSONTree {
        guard !data.starts(with: [0xEF, 0xBB, 0xBF]) else { throw Failure(offset: 0, problem: "has a byte order mark") }
        guard String(validating: data, as: UTF8.self) != nil else { throw Failure(offset: 0, problem: "is not UTF-8") }
        var reader = StrictJSON(bytes: Array(data))
        let value = try reader.value()
        reader.skipBlanks()
        guard reader.position == reader.bytes.count else { throw reader.failure("has something behind its value") }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func value() throws(Failure) -> JSONTree {
        skipBlanks()
        switch current {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        default: return try scalar()
        }
    }

    private mutating func object() throws(Failure) -> JSONTree {
        var members: [String: JSONTree] = [:]
        try elements(UInt8(ascii: "}")) { (reader) throws(Failure) in
            reader.skipBlanks()
            let start = reader.position
            let name = try reader.string()
            guard members[name] == nil else { throw reader.failure("has a name twice in one object", at: start) }
            reader.skipBlanks()
            try reader.expect(UInt8(ascii: ":"))
            members[name] = try reader.value()
        }
        return .object(members)
    }

    private mutating func array() throws(Failure) -> JSONTree {
        var elements: [JSONTree] = []
        try self.elements(UInt8(ascii: "]")) { (reader) throws(Failure) in elements.append(try reader.value()) }
        return .array(elements)
    }

    private mutating func elements(
        _ close: UInt8, _ element: (inout StrictJSON) throws(Failure) -> Void
    ) throws(Failure) {
        position += 1
        depth += 1
        defer { depth -= 1 }
        guard depth <= 100 else { throw failure("is nested too deeply") }
        skipBlanks()
        guard current != close else { return position += 1 }
        while true {
            try element(&self)
            skipBlanks()
            if current == close { return position += 1 }
            try expect(UInt8(ascii: ","))
        }
    }

    /// A string, which ends at the first quote without a backslash; Foundation decodes what is within.
    private mutating func string() throws(Failure) -> String {
        let start = position
        try expect(UInt8(ascii: "\""))
        while let byte = current, byte != UInt8(ascii: "\"") { position += byte == UInt8(ascii: "\\") ? 2 : 1 }
        try expect(UInt8(ascii: "\""))
        return try decoded(String.self, start)
    }

    private mutating func scalar() throws(Failure) -> JSONTree {
        let start = position
        while let byte = current, !" \t\r\n,]}".utf8.contains(byte) { position += 1 }
        return try decoded(JSONTree.self, start)
    }

    private func decoded<Value: Decodable>(_: Value.Type, _ start: Int) throws(Failure) -> Value {
        guard start < position, position <= bytes.count,
            let value = try? JSONDecoder().decode(Value.self, from: Data(bytes[start..<position]))
        else { throw failure("is not valid JSON here", at: start) }
        return value
    }

    private mutating func expect(_ byte: UInt8) throws(Failure) {
        guard current == byte else { throw failure("is not valid JSON here") }
        position += 1
    }

    private func failure(_ problem: String, at offset: Int? = nil) -> Failure {
        Failure(offset: min(offset ?? position, bytes.count), problem: problem)
    }

    private mutating func skipBlanks() {
        while let byte = current, " \t\r\n".utf8.contains(byte) { position += 1 }
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }
}
