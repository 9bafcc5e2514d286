/// What looks like a secret must not be told, whatever setting it was pasted into, and whatever sentence repeats it.
extension String {
    package static let hiddenSecret = "(hidden: it looks like a secret)"

    /// The text with a word in place of each part that looks like a key, a token or the like: PEM (RFC 7468), with its
    /// line breaks spelled out or lost, too; a JWT (RFC 7519); long runs of letters and digits, as both kinds of Base64 (RFC
    /// 4648 §4, §5; the members of a JWK are of the second) and hexadecimal have them, and no name, path or UUID does.
    package var withoutSecrets: String {
        guard looksSecret else { return self }
        var parts = hidingPINs.hidingPasswords
        while let begin = parts.firstRange(of: Self.pemBegin) {
            // Up to the end of the block; where that was lost, everything.
            let rest = parts[begin.upperBound...]
            let end = rest.firstRange(of: Self.pemEnd)?.upperBound
            let behind = end.flatMap { parts[$0...].firstRange(of: "-----")?.upperBound } ?? parts.endIndex
            parts.replaceSubrange(begin.lowerBound..<behind, with: Self.hiddenSecret)
        }
        return parts.hidingRuns
    }

    /// Whether any part of it does.
    package var looksSecret: Bool {
        contains(Self.pemBegin) || hidingPINs != self || hidingPasswords != self || hidingRuns != self
    }

    /// Without those of PKCS#11 URIs (RFC 7512 §2.4).
    private var hidingPINs: String {
        // Nearly no text has one, and to make the expression costs more than all the rest here.
        guard utf8.contains("pin-value=".utf8) else { return self }
        // By scalars: a mark behind the sign would make another character of it.
        return replacing(/(pin-value=)[^&\s]+/.matchingSemantics(.unicodeScalar)) { "\($0.1)\(Self.hiddenSecret)" }
    }

    /// Without who is named before a host in a URL (RFC 3986 §3.2.1): a name there is a token as often as a password is one.
    private var hidingPasswords: String {
        guard utf8.contains("://".utf8) else { return self }
        var shown = String.UnicodeScalarView()
        var rest = unicodeScalars[...]
        while let mark = rest.firstRange(of: "://".unicodeScalars) {
            shown.append(contentsOf: rest[..<mark.upperBound])
            rest = rest[mark.upperBound...]
            let word = rest.prefix { !$0.properties.isWhitespace && $0 != "'" && $0 != "\"" && $0 != "<" }
            let authority = word.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
            // A password may have been typed with what it should be encoded for. Behind a host stands at most a port.
            let port = authority.lastIndex(of: ":").map { authority[$0...].dropFirst() }
            let isCut = port?.allSatisfy(\.isDigit) == false
            if let end = (authority.contains("@") || !isCut ? authority : word).lastIndex(of: "@") {
                shown.append(contentsOf: Self.hiddenSecret.unicodeScalars)
                rest = rest[end...]
            }
        }
        shown.append(contentsOf: rest)
        return String(shown)
    }

    private static let pemBegin = "-----BEGIN "
    private static let pemEnd = "-----END "

    /// Of each run of what either alphabet and a JWT have, nothing is left where a part of it looks like a secret: what is
    /// beside that part may belong to it.
    private var hidingRuns: String {
        replacingRuns(of: { $0.isBase64 || $0.isURLSafeBase64 || $0 == "." }) { run in
            run.split { !$0.isBase64 }.contains(where: \.isSecretInBase64)
                || run.split { !$0.isURLSafeBase64 }.contains(where: \.isSecretInURLs)
                ? Self.hiddenSecret : String(run).hidingTokens
        }
    }

    /// Without the parts of a token from its first to its last.
    private var hidingTokens: String {
        replacingRuns(of: { $0.isURLSafeBase64 || $0 == "." }) { run in
            var isToken = false
            return run.split(separator: ".", omittingEmptySubsequences: false).map { part in
                // `{"` in Base64, by which every part of a JWT but the last begins.
                isToken = part.count > 10 && part.starts(with: "eyJ".unicodeScalars) || isToken && !part.isEmpty
                return isToken ? Self.hiddenSecret : String(part)
            }.joined(separator: ".")
        }
    }

    private func replacingRuns(
        of isMeant: (Unicode.Scalar) -> Bool, with replacement: (String.UnicodeScalarView) -> String
    ) -> String {
        var shown = String.UnicodeScalarView()
        var run = String.UnicodeScalarView()
        func flush() {
            if !run.isEmpty { shown.append(contentsOf: replacement(run).unicodeScalars) }
            run = String.UnicodeScalarView()
        }
        for scalar in unicodeScalars {
            guard !isMeant(scalar) else {
                run.append(scalar)
                continue
            }
            flush()
            shown.append(scalar)
        }
        flush()
        return String(shown)
    }
}

extension Substring.UnicodeScalarView {
    /// Of a run of Base64's characters: longer than an id or a thumbprint (43), and no path. That has a slash more often than
    /// random bytes do, and words between them.
    fileprivate var isSecretInBase64: Bool {
        let words = split(separator: "/", omittingEmptySubsequences: false)
        return count >= 48 && !(20 * (words.count - 1) > count && !words.contains(where: \.isMixed))
    }

    /// Of a run of the characters that URLs take: longer than an id or a thumbprint, and no words, in which a capital, a small
    /// letter or a digit is mostly followed by another of its kind.
    fileprivate var isSecretInURLs: Bool {
        guard count >= 48 else { return false }
        // A UUID's (RFC 9562 §4) capitals stand between digits without a meaning.
        let uuid = /[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}/
        let rest = String(self).replacing(uuid, with: "").unicodeScalars
        guard rest.count >= 48, Substring.UnicodeScalarView(rest).isMixed else { return false }
        let kinds = rest.compactMap(\.kindOfCharacter)
        return 4 * zip(kinds, kinds.dropFirst()).count(where: !=) >= kinds.count
    }

    /// Capitals, small letters and digits in one word.
    fileprivate var isMixed: Bool {
        contains { ("A"..."Z").contains($0) } && contains { ("a"..."z").contains($0) }
            && contains { ("0"..."9").contains($0) }
    }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }

    /// Nil for what separates words.
    fileprivate var kindOfCharacter: Int? {
        switch self {
        case "A"..."Z": 0
        case "a"..."z": 1
        case "0"..."9": 2
        default: nil
        }
    }

    fileprivate var isURLSafeBase64: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", "=": true
        default: false
        }
    }

    fileprivate var isBase64: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "+", "/", "=": true
        default: false
        }
    }
}
