/// One challenge of `WWW-Authenticate` (RFC 9110 §11.6.1): `Bearer realm="bank", error="invalid_token"`.
struct AuthenticationChallenge {
    /// In small letters; empty where parameters stand there without one.
    let scheme: String
    private var parameters: [String: String] = [:]

    private init(scheme: String) { self.scheme = scheme.lowercased() }

    /// Nil for what is not said, and what is said with an empty text.
    subscript(_ name: String) -> String? { parameters[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// Those of a field, or of several that were joined by commas, as far as each can be read.
    ///
    /// Schemes and parameters are told by what follows: `=` follows a parameter's name, with blanks before it or without.
    static func all(in field: String) -> [AuthenticationChallenge] {
        var challenges: [AuthenticationChallenge] = []
        var rest = field.unicodeScalars[...]
        while let next = rest.first {
            let word = rest.prefix(while: \.isOfToken)
            guard !word.isEmpty else {
                // A comma, a blank, or what has no place here: the credentials of another scheme, a text without a name.
                if next == "\"" { _ = rest.readQuotedText() } else { rest.removeFirst() }
                continue
            }
            rest = rest[word.endIndex...]
            let behind = rest.drop(while: \.isBlank)
            guard behind.first == "=" else {
                challenges.append(AuthenticationChallenge(scheme: String(word)))
                continue
            }
            rest = behind.dropFirst().drop(while: \.isBlank)
            let value: String
            if rest.first == "\"" {
                value = rest.readQuotedText()
            } else {
                let token = rest.prefix(while: \.isOfToken)
                rest = rest[token.endIndex...]
                value = String(token)
            }
            if challenges.isEmpty { challenges.append(AuthenticationChallenge(scheme: "")) }
            let name = String(word).lowercased()
            if challenges[challenges.count - 1].parameters[name] == nil {
                challenges[challenges.count - 1].parameters[name] = value
            }
        }
        return challenges
    }
}

extension Substring.UnicodeScalarView {
    /// Reads a text in quotes (RFC 9110 §5.6.4) off the beginning. One that is not closed goes on to the end.
    fileprivate mutating func readQuotedText() -> String {
        var text = String.UnicodeScalarView()
        removeFirst()
        while let scalar = popFirst(), scalar != "\"" {
            if scalar == "\\", let escaped = popFirst() { text.append(escaped) } else { text.append(scalar) }
        }
        return String(text)
    }
}

extension Unicode.Scalar {
    /// RFC 9110 §5.6.2.
    fileprivate var isOfToken: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "!", "#", "$", "%", "&", "'", "*", "+", "-", ".", "^", "_", "`", "|", "~":
            true
        default: false
        }
    }

    fileprivate var isBlank: Bool { self == " " || self == "\t" }
}
