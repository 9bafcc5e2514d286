extension Shape.Format {
    package func fits(_ text: String) -> Bool {
        switch self {
        case .date: Self.dayPattern.matches(text) && Self.isDay(text)
        case .dateTime: Self.momentPattern.matches(text) && Self.isDay(String(text.prefix(10)))
        case .uri: Self.uriPattern.matches(text)
        case .uuid: Self.uuidPattern.matches(text)
        case .email:
            Self.addressPattern.matches(text) && !text.unicodeScalars.contains(where: \.properties.isWhitespace)
        }
    }

    /// RFC 3339 §5.6.
    private static let dayPattern = Pattern(#"^\d{4}-\d\d-\d\d$"#)
    private static let momentPattern = Pattern(
        #"^\d{4}-\d\d-\d\d[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$"#)
    /// RFC 3986 §3: a scheme, and nothing that a URI has to encode.
    private static let uriPattern = Pattern(
        #"^[A-Za-z][A-Za-z0-9+.-]*:\#(uriCharacter)+(#\#(uriCharacter)*)?$"#)
    private static let uriCharacter = #"([a-z/.0-9A-Z_~:?\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f][0-9A-Fa-f])"#
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
}
