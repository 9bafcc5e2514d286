/// One media type of a field's value, with its parameters (RFC 9110 §8.3.1).
struct MediaType {
    /// `application/json`, in small letters.
    let name: String
    private var parameters: [String: String] = [:]

    /// Nil for what is none.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map { part in
            String(part.filter { $0 != " " && $0 != "\t" })
        }
        name = parts[0].lowercased()
        let names = name.split(separator: "/", omittingEmptySubsequences: false)
        guard names.count == 2, names.allSatisfy({ !$0.isEmpty }) else { return nil }
        for part in parts.dropFirst() where !part.isEmpty {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { return nil }
            parameters[pair[0].lowercased()] = pair[1].trimming("\"").lowercased()
        }
    }

    /// Whether it is JSON in the one encoding that JSON has on the wire (RFC 8259 §8.1).
    var isJSON: Bool { name == "application/json" && isUTF8 }

    var isForm: Bool { name == "application/x-www-form-urlencoded" && isUTF8 }

    private var isUTF8: Bool { ["utf-8", "utf8"].contains(parameters["charset"] ?? "utf-8") }

    /// Of an `Accept` field: how welcome it is, from 0, which is not at all, to 1 (RFC 9110 §12.4.2).
    private var quality: Double { parameters["q"].map { Double($0) ?? 0 } ?? 1 }

    /// Whether an `Accept` field lets JSON be sent: the most specific range decides (RFC 9110 §12.5.1).
    static func acceptsJSON(_ field: String?) -> Bool {
        guard let field else { return true }
        let ranges = field.split(separator: ",").compactMap { MediaType($0) }
        for name in ["application/json", "application/*", "*/*"] {
            if let range = ranges.first(where: { $0.name == name }) { return range.quality > 0 }
        }
        return false
    }
}

extension Substring {
    fileprivate func trimming(_ character: Character) -> String {
        var text = self
        while text.first == character { text.removeFirst() }
        while text.last == character { text.removeLast() }
        return String(text)
    }
}
