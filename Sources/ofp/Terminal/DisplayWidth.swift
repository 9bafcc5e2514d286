import CTerminal

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension String {
    /// Columns that a terminal gives the text: none for combining marks, two for wide characters and emoji.
    var displayWidth: Int {
        utf8.allSatisfy { $0 < 0x80 } ? utf8.count : reduce(0) { $0 + $1.displayWidth }
    }

    /// The text in at most `width` columns, the last of them an ellipsis where something was left out.
    func truncated(to width: Int) -> String {
        guard displayWidth > width || unicodeScalars.count > Self.mostScalars(in: width) else { return self }
        guard width > 0 else { return "" }
        var kept = ""
        var columns = 0
        var scalars = 0
        for character in self {
            columns += character.displayWidth
            scalars += character.unicodeScalars.count
            if columns > width - 1 || scalars > Self.mostScalars(in: width) { break }
            kept.append(character)
        }
        return kept + "…"
    }

    /// More than the most elaborate script needs: what takes no room has an end, too.
    private static func mostScalars(in width: Int) -> Int { 8 * width + 64 }

    /// The text and as many spaces as fill `width` columns.
    func padded(to width: Int, alignment: TextAlignment = .leading) -> String {
        let spaces = String(repeating: " ", count: max(0, width - displayWidth))
        return alignment == .leading ? self + spaces : spaces + self
    }
}

extension Character {
    /// A cluster is as wide as its widest scalar; an emoji presentation and a pair of regional indicators are two wide.
    var displayWidth: Int {
        let widths = unicodeScalars.map(\.columns)
        let isEmoji =
            unicodeScalars.contains("\u{FE0F}")
            || unicodeScalars.count == 2 && unicodeScalars.allSatisfy { (0x1F1E6...0x1F1FF).contains($0.value) }
        return isEmoji ? 2 : widths.max() ?? 0
    }
}

extension Unicode.Scalar {
    /// By the C library's tables, which know Unicode only in a UTF-8 locale.
    fileprivate var columns: Int {
        if value < 0x80 { return 1 }
        guard Self.hasUnicodeTables else { return properties.generalCategory == .nonspacingMark ? 0 : 1 }
        return max(0, Int(ofp_terminal_columns(wchar_t(value))))
    }

    private static let hasUnicodeTables = ["C.UTF-8", "en_US.UTF-8"].contains { (locale: String) in
        setlocale(LC_CTYPE, locale) != nil
    }
}
