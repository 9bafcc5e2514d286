/// JSON text in the making: members in the order in which they are given, numbers as they are spelled.
public indirect enum JSONMaker: Sendable {
    case object([(String, JSONMaker?)])
    case array([JSONMaker])
    case string(String)
    case number(String)
    case bool(Bool)
    case null

    /// On one line.
    public var text: String {
        switch self {
        case .object(let members):
            "{"
                + members.compactMap { name, value in value.map { "\(Self.quoted(name)):\($0.text)" } }
                .joined(separator: ",") + "}"
        case .array(let elements): "[" + elements.map(\.text).joined(separator: ",") + "]"
        case .string(let text): Self.quoted(text)
        case .number(let text): text
        case .bool(let value): "\(value)"
        case .null: "null"
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension JSONMaker: ExpressibleByStringLiteral {
    /// A string with these characters.
    public init(stringLiteral value: String) { self = .string(value) }
}
