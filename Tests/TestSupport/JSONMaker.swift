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
        var text = ""
        write(to: &text)
        return text
    }

    // Some tests make tens of megabytes.
    private func write(to text: inout String) {
        switch self {
        case .object(let members):
            text += "{"
            var separator = ""
            for (name, value) in members {
                guard let value else { continue }
                text += separator
                Self.writeQuoted(name, to: &text)
                text += ":"
                value.write(to: &text)
                separator = ","
            }
            text += "}"
        case .array(let elements):
            text += "["
            var separator = ""
            for element in elements {
                text += separator
                element.write(to: &text)
                separator = ","
            }
            text += "]"
        case .string(let string): Self.writeQuoted(string, to: &text)
        case .number(let number): text += number
        case .bool(let value): text += value ? "true" : "false"
        case .null: text += "null"
        }
    }

    private static func writeQuoted(_ string: String, to text: inout String) {
        text += "\""
        if string.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
            for scalar in string.unicodeScalars { writeEscaped(scalar, to: &text) }
        } else {
            text += string
        }
        text += "\""
    }

    private static func writeEscaped(_ scalar: Unicode.Scalar, to text: inout String) {
        switch scalar {
        case "\"": text += "\\\""
        case "\\": text += "\\\\"
        case _ where scalar.value < 0x20:
            let hex = String(scalar.value, radix: 16)
            text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        default: text.unicodeScalars.append(scalar)
        }
    }
}

extension JSONMaker: ExpressibleByStringLiteral {
    /// A string with these characters.
    public init(stringLiteral value: String) { self = .string(value) }
}
