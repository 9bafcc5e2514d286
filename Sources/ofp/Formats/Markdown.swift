/// A table of GitHub Flavored Markdown (GFM 0.29 §4.10).
extension Table {
    var markdown: String {
        let titles = columns.map(\.title.forMarkdown)
        let rule = columns.map { $0.alignment == .leading ? "---" : "---:" }
        return ([titles, rule] + rows.map { $0.map(\.text.forMarkdown) })
            .map { "| \($0.joined(separator: " | ")) |\n" }.joined()
    }
}

extension String {
    /// The text so that a Markdown reader shows it as it is: no link, image, markup or cell comes of it, none of HTML
    /// either, and nothing that would steer a terminal.
    ///
    /// Backslashes before ASCII punctuation (CommonMark 0.31 §2.4) do for markup. For what GFM links by itself (§6.9) a
    /// character of the address is written as an entity, which comes too late for that; but e-mail addresses, and names
    /// behind an `@`, are looked for in the text as it is shown: there a word joiner (U+2060) stands in between.
    var forMarkdown: String {
        let plain = Array(forTerminal.unicodeScalars)
        var text = String.UnicodeScalarView()
        for (index, scalar) in plain.enumerated() {
            func isBehind(_ word: String) -> Bool {
                let start = index - word.unicodeScalars.count
                return start >= 0 && zip(plain[start..<index], word.unicodeScalars).allSatisfy { $0.lowercase == $1 }
            }
            func isBefore(_ word: String) -> Bool { plain[(index + 1)...].starts(with: word.unicodeScalars) }
            switch scalar {
            case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "~", "$", "!":
                text.append(contentsOf: "\\\(scalar)".unicodeScalars)
            case "&": text.append(contentsOf: "&amp;".unicodeScalars)
            case ":" where isBefore("//"): text.append(contentsOf: "&#58;".unicodeScalars)
            case "@": text.append(contentsOf: "@&#8288;".unicodeScalars)
            case "." where isBehind("www"): text.append(contentsOf: "&#46;".unicodeScalars)
            case "#" where index == 0 || isBehind(" "): text.append(contentsOf: "\\#".unicodeScalars)
            default: text.append(scalar)
            }
        }
        return String(text)
    }
}

extension Unicode.Scalar {
    fileprivate var lowercase: Unicode.Scalar {
        ("A"..."Z").contains(self) ? Unicode.Scalar(UInt8(value) | 0x20) : self
    }
}
