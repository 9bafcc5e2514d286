/// What looks like a secret must not be told, whatever setting it was pasted into, and whatever sentence repeats it.
extension String {
    package static let hiddenSecret = "(hidden: it looks like a secret)"

    /// The text with a word in place of each part that looks like a key, a token or the like: PEM (RFC 7468), with its
    /// line breaks spelled out or lost, too; parts of a JWT (RFC 7519); long runs of letters and digits, as Base64 and
    /// hexadecimal have them, and no name, path or UUID does.
    package var withoutSecrets: String {
        guard looksSecret else { return self }
        var parts = self
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
    package var looksSecret: Bool { contains(Self.pemBegin) || hidingRuns != self }

    private static let pemBegin = "-----BEGIN "
    private static let pemEnd = "-----END "

    private var hidingRuns: String {
        var shown = String.UnicodeScalarView()
        var run = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            guard !scalar.isBase64 else {
                run.append(scalar)
                continue
            }
            shown.append(contentsOf: run.withoutSecrets)
            shown.append(scalar)
            run = String.UnicodeScalarView()
        }
        shown.append(contentsOf: run.withoutSecrets)
        return String(shown)
    }
}

extension String.UnicodeScalarView {
    /// A run of Base64's characters, or what stands for it or for parts of it.
    fileprivate var withoutSecrets: String.UnicodeScalarView {
        let words = split(separator: "/", omittingEmptySubsequences: false)
        // Longer than an id or a thumbprint (43), and no path: that has a slash more often than random bytes do, and words
        // between them.
        let isPath = 20 * (words.count - 1) > count && !words.contains(where: \.isMixed)
        if count >= 48, !isPath { return String.hiddenSecret.unicodeScalars }
        // `{"` in Base64, by which every part of a JWT but the last begins.
        func isToken(_ word: Substring.UnicodeScalarView) -> Bool {
            word.count > 10 && word.starts(with: "eyJ".unicodeScalars)
        }
        guard words.contains(where: isToken) else { return self }
        return words.map { isToken($0) ? String.hiddenSecret : String($0) }.joined(separator: "/").unicodeScalars
    }
}

extension Substring.UnicodeScalarView {
    /// Capitals, small letters and digits in one word.
    fileprivate var isMixed: Bool {
        contains { ("A"..."Z").contains($0) } && contains { ("a"..."z").contains($0) }
            && contains { ("0"..."9").contains($0) }
    }
}

extension Unicode.Scalar {
    fileprivate var isBase64: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "+", "/", "=": true
        default: false
        }
    }
}
