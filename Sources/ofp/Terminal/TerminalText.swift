extension String {
    /// The text with everything that could steer a terminal made visible: control characters (C0, C1, DEL) and the
    /// embeddings, overrides and isolates that reorder what stands around them (UAX #9) become U+FFFD, line breaks and tabs
    /// a space. Marks of direction, which are common beside Arabic words and change nothing but the order of a blank or a
    /// bracket, are left out.
    var forTerminal: String {
        guard unicodeScalars.contains(where: { $0.steersTerminal }) else { return self }
        var safe = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar {
            case "\n", "\r", "\t", "\u{2028}", "\u{2029}", "\u{85}": safe.append(" ")
            case "\u{200E}", "\u{200F}", "\u{061C}", "\u{FEFF}": continue
            case _ where scalar.steersTerminal: safe.append("\u{FFFD}")
            default: safe.append(scalar)
            }
        }
        return String(safe)
    }
}

extension Unicode.Scalar {
    fileprivate var steersTerminal: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C, 0xFEFF,
            0xFFF9...0xFFFB:
            true
        default: false
        }
    }
}
