extension Finding {
    /// For a person: told by a sign, a word and a colour; what does not fit the first line stands below it.
    func line(on terminal: Terminal) -> String {
        let rest = [message, advice, interactionID.map { "Interaction id: \($0)" }]
            .compactMap(\.self).map { $0.forTerminal.asSentence }.joined(separator: " ")
        return outcome.line(["\(check.forTerminal): \(rest)"], on: terminal)
    }
}

/// Findings that say the same of several banks.
struct FindingGroup {
    private(set) var findings: [Finding]

    /// In the order of the first of each.
    static func groups(of findings: [Finding]) -> [FindingGroup] {
        var groups: [FindingGroup] = []
        var places: [[String?]: Int] = [:]
        for finding in findings {
            let key = [finding.message, finding.advice]
            if let place = places[key] {
                groups[place].findings.append(finding)
            } else {
                places[key] = groups.count
                groups.append(FindingGroup(findings: [finding]))
            }
        }
        return groups
    }

    /// What they say, once, and below it who they are, with the interaction ids that a bank's support asks for.
    func line(on terminal: Terminal) -> String {
        guard findings.count > 1 else { return findings[0].line(on: terminal) }
        let said = [findings[0].message, findings[0].advice].compactMap(\.self).map { $0.forTerminal.asSentence }
        let names = findings.map { finding in
            finding.check.forTerminal + (finding.interactionID.map { " · interaction id \($0)" } ?? "")
        }
        return findings[0].outcome.line(
            ["\(findings.count) banks: \(said.joined(separator: " "))"] + names, on: terminal)
    }
}

extension Finding.Outcome {
    /// - Parameter paragraphs: the first one beside the mark, the others below it.
    fileprivate func line(_ paragraphs: [String], on terminal: Terminal) -> String {
        let indent = "✓ ok   ".count
        let lines = paragraphs.flatMap { text in terminal.width.map { text.wrapped(to: max(20, $0 - indent)) } ?? [text]
        }
        return "\(mark(terminal.style)) " + lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }

    private func mark(_ style: Style) -> String {
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
