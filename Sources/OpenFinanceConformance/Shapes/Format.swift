extension Shape.Format {
    package func fits(_ text: String) -> Bool {
        switch self {
        case .date: Self.dayPattern.matches(text) && Self.isDay(text)
        case .dateTime: Self.momentPattern.matches(text) && Self.isDay(String(text.prefix(10)))
        case .uri: Self.isURI(text)
        case .uuid: Self.uuidPattern.matches(text)
        case .email:
            Self.addressPattern.matches(text) && !text.unicodeScalars.contains(where: \.properties.isWhitespace)
        }
    }

    /// RFC 3339 §5.6.
    private static let dayPattern = Pattern(#"^\d{4}-\d\d-\d\d$"#)
    private static let momentPattern = Pattern(
        #"^\d{4}-\d\d-\d\d[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$"#)
    private static let uuidPattern = Pattern("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$")
    private static let addressPattern = Pattern("^.+@.+$")

    /// - Parameter text: digits where a date has them.
    private static func isDay(_ text: String) -> Bool {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, (1...12).contains(parts[1]) else { return false }
        let year = parts[0]
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...days[parts[1] - 1]).contains(parts[2])
    }

    /// RFC 3986 §3: a scheme, and nothing that a URI has to encode; one fragment at most, behind something.
    ///
    /// Byte by byte behind the scheme: a product has more text of this format than of all others together.
    private static func isURI(_ text: String) -> Bool {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), schemePattern.matches(String(text[..<colon]))
        else { return false }
        var rest = text[colon...].utf8.dropFirst()
        var (isEmpty, isInFragment) = (true, false)
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard rest.count > 1, rest.prefix(2).allSatisfy(hexDigits.contains) else { return false }
                rest = rest.dropFirst(2)
            case UInt8(ascii: "#"):
                guard !isEmpty, !isInFragment else { return false }
                isInFragment = true
            default: guard isURIByte[Int(byte)] else { return false }
            }
            isEmpty = false
        }
        return !isEmpty
    }

    private static let schemePattern = Pattern("^[A-Za-z][A-Za-z0-9+.-]*$")
    private static let hexDigits = Array("0123456789abcdefABCDEF".utf8)
    /// By the byte: letters, digits, and the signs of RFC 3986 §2.2 and §2.3.
    private static let isURIByte: [Bool] = {
        let letters = "abcdefghijklmnopqrstuvwxyz"
        let known = Set("\(letters)\(letters.uppercased())0123456789/.-_~:?[]@!$&'()*+,;=".utf8)
        return (0...255).map { known.contains($0) }
    }()
}
