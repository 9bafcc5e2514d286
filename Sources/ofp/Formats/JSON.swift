import FoundationEssentials

/// How this program's own values look in JSON: members in the order of their names, moments as RFC 3339.
enum JSONOutput {
    static func encode(_ value: some Encodable) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        // What is encoded here consists of strings, numbers and lists, which always have a JSON form.
        return (try? encoder.encode(value)) ?? null
    }

    static let null = Data("null".utf8)
}
