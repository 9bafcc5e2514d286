extension Finding {
    /// For a person: told by a sign, a word and a colour.
    func line(_ style: Style) -> String {
        let rest = [message, advice, interactionID.map { "Interaction id: \($0)" }]
            .compactMap(\.self).map { $0.forTerminal.asSentence }.joined(separator: " ")
        return "\(outcome.mark(style)) \(check.forTerminal): \(rest)"
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
    fileprivate var asSentence: String { hasSuffix("?") || hasSuffix(".") ? self : "\(self)." }
}
