import HTTPTypes

/// What a client sent, in so far as a report may show it: bounded, on one line, and without what looks like a token, a
/// signature or a person, wherever a client may have put one by mistake.
struct SentText: Sendable, Equatable, CustomStringConvertible {
    let description: String

    static let longest = 160

    init(_ text: String) {
        // Hostile text is cut first, so that looking through it costs nothing.
        var bounded = String(String.UnicodeScalarView(text.unicodeScalars.prefix(4 * Self.longest)))
        bounded = Self.masked(Self.onOneLine(bounded))
        let scalars = bounded.unicodeScalars
        description =
            scalars.count <= Self.longest
            ? bounded : String(String.UnicodeScalarView(scalars.prefix(Self.longest))) + "…"
    }

    private static func onOneLine(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            // Controls, and what turns the direction of the text that follows.
            let isPlain = scalar.properties.generalCategory != .control && scalar.properties.generalCategory != .format
            line.append(isPlain && !["\u{2028}", "\u{2029}"].contains(scalar) ? scalar : "\u{FFFD}")
        }
        return String(line)
    }

    private static func masked(_ text: String) -> String {
        text
            .replacing(/[^\s"'=&]+@[^\s"'&]+/) { "(an e-mail address, \($0.0.count) characters)" }
            .replacing(/784-?[0-9]{4}-?[0-9]{7}-?[0-9]/) { _ in "(an Emirates ID)" }
            .replacing(/\+[0-9]{7,15}/) { _ in "(a phone number)" }
            // UUIDs and host names are no secrets; tokens, signatures and keys are longer than any word but one.
            .replacing(/[A-Za-z0-9_+~-]{24,}=*/) { run in
                run.0.wholeMatch(of: /[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}/) == nil
                    && run.0 != Substring(HTTPField.Name.customerIPAddress.rawName)
                    ? "(\(run.0.count) characters)" : String(run.0)
            }
    }
}

extension SentText: Codable {
    init(from decoder: any Decoder) throws { self.init(try decoder.singleValueContainer().decode(String.self)) }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
