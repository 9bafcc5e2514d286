extension String {
    /// The text without white space and byte order marks at its ends: nobody means something by them.
    package var withoutBlankEnds: String {
        let scalars = unicodeScalars
        guard scalars.first?.isBlank == true || scalars.last?.isBlank == true else { return self }
        let start = scalars.firstIndex { !$0.isBlank } ?? scalars.endIndex
        let end = scalars.lastIndex { !$0.isBlank }.map(scalars.index(after:)) ?? start
        return String(scalars[start..<end])
    }

    /// In small letters, with one space for each run of blanks and none at the ends.
    var foldingBlanks: String {
        lowercased().unicodeScalars.split { $0.properties.isWhitespace }.map(String.init).joined(separator: " ")
    }
}

extension Unicode.Scalar {
    fileprivate var isBlank: Bool {
        // The white space of ASCII, without a look into Unicode's tables.
        if value < 0x80 { return value == 0x20 || (0x09...0x0D).contains(value) }
        return properties.isWhitespace || self == "\u{FEFF}"
    }
}
