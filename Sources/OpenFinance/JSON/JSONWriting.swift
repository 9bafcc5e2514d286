import FoundationEssentials

extension JSONValue {
    /// The value as JSON on one line, with its members in their order and its numbers as they are spelled.
    package var text: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += "," }
                JSONValue.string(member.name).write(to: &text)
                text += ":"
                member.value.write(to: &text)
            }
            text += "}"
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                element.write(to: &text)
            }
            text += "]"
        case .string(let string): text += Self.quoted(string)
        case .brokenString(let spelling), .number(let spelling): text += spelling
        case .bool(let value): text += value ? "true" : "false"
        case .null: text += "null"
        }
    }

    /// RFC 8259 §7. Every string has a JSON form.
    private static func quoted(_ string: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return (try? encoder.encode(string)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }

    /// The same with every text and number changed that `change` changes.
    ///
    /// - Parameter name: of the member that the value stands in, or that its list stands in.
    func mapped(in name: String = "", _ change: (_ name: String, JSONValue) -> JSONValue) -> JSONValue {
        switch self {
        case .object(let members):
            .object(members.map { Member($0.name, $0.value.mapped(in: $0.name, change)) })
        case .array(let elements): .array(elements.map { $0.mapped(in: name, change) })
        default: change(name, self)
        }
    }
}
