import FoundationEssentials

/// How this program's own values look in JSON: members in the order of their names, moments as RFC 3339.
enum JSONOutput {
    static func encode(_ value: some Encodable) -> Data { encoded(value) }

    /// The same of a text. Nearly all stand in JSON as they are (RFC 8259 §7), and a long list has two for each product.
    static func encode(_ text: String) -> Data {
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        return isPlain ? Data("\"\(text)\"".utf8) : encoded(text)
    }

    private static func encoded(_ value: some Encodable) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        // What is encoded here consists of strings, numbers and lists, which always have a JSON form.
        return (try? encoder.encode(value)) ?? null
    }

    static let null = Data("null".utf8)
}
