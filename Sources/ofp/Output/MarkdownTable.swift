/// A table of GitHub Flavored Markdown (GFM 0.29 §4.10).
struct MarkdownTable {
    var titles: [String]
    var alignments: [TextAlignment]
    /// Plain text; it is made harmless here.
    var rows: [[String]]

    var text: String {
        let rule = alignments.map { $0 == .leading ? "---" : "---:" }
        return ([titles.map(\.forMarkdown), rule] + rows.map { $0.map(\.forMarkdown) })
            .map { "| \($0.joined(separator: " | ")) |\n" }.joined()
    }
}

extension String {
    /// The text so that a Markdown reader shows it as it is: no link, image, markup or cell comes of it, none of HTML
    /// either, and nothing that would steer a terminal.
    ///
    /// Backslashes before ASCII punctuation (CommonMark 0.31 §2.4) do for markup; for what GFM links by itself (§6.9) a
    /// character of the address is written as an entity, which comes too late for that.
    var forMarkdown: String {
        var text = ""
        let plain = forTerminal
        for (index, character) in zip(plain.indices, plain) {
            switch character {
            case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "~", "$": text += "\\\(character)"
            case "&": text += "&amp;"
            case ":": text += plain[index...].hasPrefix("://") ? "&#58;" : ":"
            case "@": text += "&#64;"
            case ".": text += text.lowercased().hasSuffix("www") ? "&#46;" : "."
            case "#" where text.isEmpty || text.hasSuffix(" "): text += "\\#"
            default: text.append(character)
            }
        }
        return text
    }
}
