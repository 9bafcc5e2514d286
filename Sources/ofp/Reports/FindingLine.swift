extension Finding {
    /// For a person: told by a sign, a word and a colour; what does not fit the first line stands below it.
    func line(on terminal: Terminal) -> String {
        let rest = [message, advice, interactionID.map { "Interaction id: \($0)" }]
            .compactMap(\.self).map { $0.forTerminal.asSentence }.joined(separator: " ")
        let text = "\(check.forTerminal): \(rest)"
        let indent = "✓ ok   ".count
        let lines = terminal.width.map { text.wrapped(to: max(20, $0 - indent)) } ?? [text]
        return "\(outcome.mark(terminal.style)) "
            + lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }
}

extension Finding.Outcome {
    fileprivate func mark(_ style: Style) -> String {
        switch self {
        case .ok: style.green("✓ ok  ")
        case .warning: style.yellow("! warn")
        case .failure: style.red("✗ fail")
        }
    }
}

extension String {
    /// With a final stop, where it has none of its own.
    var asSentence: String { hasSuffix("?") || hasSuffix(".") ? self : "\(self)." }
}
