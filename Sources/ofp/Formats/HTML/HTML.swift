/// A piece of HTML. What is put into its text is text: only another piece of HTML is markup.
struct HTML: ExpressibleByStringInterpolation, Sendable {
    private(set) var text: String

    init(stringLiteral literal: String) { text = literal }

    init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    /// The pieces one after the other.
    init(_ pieces: some Sequence<HTML>) { text = pieces.map(\.text).joined() }

    /// A template with a piece in the place of each `{{name}}` of it. What comes in is not looked at again.
    ///
    /// - Parameter template: of this program, never anybody else's.
    init(template: [UInt8], _ pieces: [String: HTML]) {
        var rest = String(decoding: template, as: UTF8.self)[...]
        text = ""
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            let name = String(rest[open.upperBound..<close.lowerBound])
            guard let piece = pieces[name] else { preconditionFailure("The template asks for '\(name)'") }
            text += rest[..<open.lowerBound] + piece.text
            rest = rest[close.upperBound...]
        }
        text += rest
    }

    /// A style or a script of this program, between its tags.
    init(trusted bytes: [UInt8]) { text = String(decoding: bytes, as: UTF8.self) }

    /// A JSON text as the content of a `script` element: nothing in it ends the element, or begins a comment (HTML Standard,
    /// "Restrictions for contents of script elements"). These characters stand within strings alone, where they may be
    /// written by their numbers.
    init(json: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(json.utf8.count)
        for byte in json.utf8 {
            switch byte {
            case UInt8(ascii: "<"): bytes.append(contentsOf: #"\u003c"#.utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: #"\u003e"#.utf8)
            case UInt8(ascii: "&"): bytes.append(contentsOf: #"\u0026"#.utf8)
            default: bytes.append(byte)
            }
        }
        text = String(decoding: bytes, as: UTF8.self)
    }

    static func += (left: inout HTML, right: HTML) { left.text += right.text }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ text: String) { self.text += text.forHTML }
        mutating func appendInterpolation(_ html: HTML) { text += html.text }
        mutating func appendInterpolation(_ number: Int) { text += "\(number)" }
    }
}

extension String {
    /// The text as content of an element, or of an attribute in quotes.
    fileprivate var forHTML: String {
        let text = forTerminal
        guard text.utf8.contains(where: { "&<>\"'".utf8.contains($0) }) else { return text }
        return text.replacingScalars { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "'": "&#39;"
            default: nil
            }
        }
    }
}
