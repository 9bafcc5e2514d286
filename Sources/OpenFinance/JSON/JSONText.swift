public import FoundationEssentials

/// JSON as it was received: valid (RFC 8259), with every number and string spelled as the sender spelled it.
public struct JSONText: Sendable, Hashable {
    /// UTF-8, without white space around it.
    public let bytes: Data

    /// Only for bytes that a ``JSONScanner`` has been over.
    init(scanned bytes: Data) { self.bytes = bytes }

    /// The same value on one line: white space between tokens is left out, nothing within them is touched.
    public var compact: Data {
        guard bytes.contains(where: \.isJSONWhitespace) else { return bytes }
        var output = Data(capacity: bytes.count)
        var isInString = false
        var isEscaped = false
        for byte in bytes {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
            } else if byte.isJSONWhitespace {
                continue
            } else if byte == UInt8(ascii: "\"") {
                isInString = true
            }
            output.append(byte)
        }
        return output
    }

    /// The members of an object, each as `"name":value` on one line, without those that have one of the given names;
    /// empty for any other kind of value.
    public func members(except names: [String] = []) -> [Data] {
        let ranges = try? JSONScanner.scan(bytes) {
            (scanner) throws(JSONScanner.Failure) -> [(Range<Int>, Range<Int>)] in
            var ranges: [(Range<Int>, Range<Int>)] = []
            guard try scanner.peek() == .object else {
                try scanner.value()
                return []
            }
            try scanner.object { (key, scanner) throws(JSONScanner.Failure) in ranges.append((key, try scanner.value()))
            }
            return ranges
        }
        return (ranges ?? []).compactMap { key, value in
            let key = slice(key)
            // A name may be spelled with escapes; it is the same name then.
            if let name = try? JSONDecoder().decode(String.self, from: key), names.contains(name) { return nil }
            return key + [UInt8(ascii: ":")] + JSONText(scanned: slice(value)).compact
        }
    }

    private func slice(_ range: Range<Int>) -> Data {
        bytes[(bytes.startIndex + range.lowerBound)..<(bytes.startIndex + range.upperBound)]
    }
}
