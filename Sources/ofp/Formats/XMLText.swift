extension String {
    /// Without what XML 1.0 has no place for (§2.2), and what would steer a terminal.
    var forXML: String { forTerminal.replacingScalars { $0 == "\u{FFFE}" || $0 == "\u{FFFF}" ? "\u{FFFD}" : nil } }
}
