public import FoundationEssentials

/// JSON as it was received: valid (RFC 8259), with every number and string spelled as the sender spelled it.
public struct JSONText: Sendable, Hashable {
    /// UTF-8, without white space around it.
    public let bytes: Data

    /// Only for bytes that a ``JSONScanner`` has been over.
    package init(scanned bytes: Data) { self.bytes = bytes }

    /// Of all bytes: `Data` looks at the first eighty alone, which a bank may make the same in all that it sends.
    public func hash(into hasher: inout Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }

    /// The same value on one line: white space between tokens is left out, nothing within them is touched.
    public var compact: Data {
        var output: [UInt8] = []
        writeCompact(to: &output)
        return Data(output)
    }

    /// Appends ``compact``.
    package func writeCompact(to output: inout [UInt8]) {
        bytes.withUnsafeBytes { _ = Self.writeValue(in: $0, from: 0, to: &output) }
    }

    /// Appends the members of an object, each as `,"name":value` on one line, without those that have one of the given
    /// names; nothing for any other kind of value.
    package func writeMembers(except names: [String] = [], to output: inout [UInt8]) {
        writeMembers(to: &output) { name, text in !names.contains { JSONObject.isName(name, $0, in: text) } }
    }

    /// The same, of those alone that have one of the given names.
    package func writeMembers(only names: [String], to output: inout [UInt8]) {
        writeMembers(to: &output) { name, text in names.contains { JSONObject.isName(name, $0, in: text) } }
    }

    /// The value of the first member of that name; nil for what is no object, or has none.
    public func member(_ name: String) -> JSONText? { JSONMembers(self)?[name] }

    private func writeMembers(to output: inout [UInt8], where isWanted: (Range<Int>, UnsafeRawBufferPointer) -> Bool) {
        guard bytes.first == UInt8(ascii: "{") else { return }
        bytes.withUnsafeBytes { text in
            var index = Self.nextToken(in: text, from: 1)
            while index < text.count, text[index] != UInt8(ascii: "}") {
                let name = index..<Self.endOfString(in: text, from: index)
                let colon = Self.nextToken(in: text, from: name.upperBound)
                let value = Self.nextToken(in: text, from: colon + 1)
                let length = output.count
                output.append(UInt8(ascii: ","))
                output.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[name]))
                output.append(UInt8(ascii: ":"))
                index = Self.writeValue(in: text, from: value, to: &output)
                if !isWanted(name, text) {
                    output.removeLast(output.count - length)
                }
                if index < text.count, text[index] == UInt8(ascii: ",") {
                    index = Self.nextToken(in: text, from: index + 1)
                }
            }
        }
    }

    /// Appends the value that begins at `start`, and says where what follows it begins: a comma, a closing bracket, or
    /// nothing. It copies whole stretches: between the white space that is left out, there is little to decide.
    private static func writeValue(
        in text: UnsafeRawBufferPointer, from start: Int, to output: inout [UInt8]
    ) -> Int {
        var copied = start
        var index = start
        var depth = 0
        func copy(to output: inout [UInt8]) {
            output.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[copied..<index]))
        }
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\""):
                index = endOfString(in: text, from: index)
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ","):
                if depth == 0 {
                    copy(to: &output)
                    return index
                }
                if text[index] != UInt8(ascii: ",") { depth -= 1 }
            case let byte where byte.isJSONWhitespace:
                copy(to: &output)
                index = nextToken(in: text, from: index)
                copied = index
                continue
            default: break
            }
            index += 1
        }
        copy(to: &output)
        return index
    }

    /// Behind any white space from `start` on.
    static func nextToken(in text: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index < text.count, text[index].isJSONWhitespace { index += 1 }
        return index
    }

    /// Behind the closing quote of the string that begins at `start`.
    static func endOfString(in text: UnsafeRawBufferPointer, from start: Int) -> Int {
        let characters = text.assumingMemoryBound(to: UInt8.self)
        var index = start + 1
        while true {
            index += characters.plainTextLength(from: index)
            guard index < text.count, text[index] != UInt8(ascii: "\"") else { break }
            index += text[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index + 1, text.count)
    }
}
