public import FoundationEssentials

/// JSON as it was received: valid (RFC 8259), with every number and string spelled as the sender spelled it.
public struct JSONText: Sendable, Hashable {
    /// UTF-8, without white space around it.
    public let bytes: Data

    /// Only for bytes that a ``JSONScanner`` has been over.
    init(scanned bytes: Data) { self.bytes = bytes }

    /// The same value on one line: white space between tokens is left out, nothing within them is touched.
    public var compact: Data {
        var output: [UInt8] = []
        writeCompact(to: &output)
        return Data(output)
    }

    /// Appends ``compact``.
    public func writeCompact(to output: inout [UInt8]) {
        bytes.withUnsafeBytes { Self.writeCompact($0, to: &output) }
    }

    /// Appends the members of an object, each as `,"name":value` on one line, without those that have one of the given
    /// names; nothing for any other kind of value.
    public func writeMembers(except names: [String] = [], to output: inout [UInt8]) {
        let object = try? JSONScanner.scan(bytes) { (scanner) throws(JSONScanner.Failure) in try JSONObject(&scanner) }
        guard let object else { return }
        bytes.withUnsafeBytes { text in
            for member in object.members where !names.contains(where: { member.isNamed($0, in: text) }) {
                output.append(UInt8(ascii: ","))
                output.append(contentsOf: text[member.name])
                output.append(UInt8(ascii: ":"))
                Self.writeCompact(.init(rebasing: text[member.value]), to: &output)
            }
        }
    }

    /// Copies whole stretches: between the white space that is left out, there is little to decide.
    private static func writeCompact(_ text: UnsafeRawBufferPointer, to output: inout [UInt8]) {
        var start = 0
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: "\"") {
                index = endOfString(in: text, from: index)
            } else if byte.isJSONWhitespace {
                output.append(contentsOf: text[start..<index])
                while index < text.count, text[index].isJSONWhitespace { index += 1 }
                start = index
            } else {
                index += 1
            }
        }
        output.append(contentsOf: text[start...])
    }

    /// Behind the closing quote of the string that begins at `start`.
    private static func endOfString(in text: UnsafeRawBufferPointer, from start: Int) -> Int {
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
