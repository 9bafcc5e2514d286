/// Findings for a person: one line each, told by a sign, a word and a colour.
struct FindingLines {
    var style: Style

    func line(_ finding: Finding) -> String {
        let rest = [finding.message, finding.advice, finding.interactionID.map { "Interaction id: \($0)" }]
            .compactMap(\.self).map { $0.forTerminal.asSentence }.joined(separator: " ")
        return "\(mark(finding.outcome)) \(finding.check.forTerminal): \(rest)"
    }

    private func mark(_ outcome: Finding.Outcome) -> String {
        switch outcome {
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
