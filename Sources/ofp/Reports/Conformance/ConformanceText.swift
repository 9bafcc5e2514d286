import FoundationEssentials
import OpenFinance
import OpenFinanceConformance

extension ConformanceReport {
    /// Each bank with what it breaks: the rule and the place, what is there, by which request it can be found.
    func text(on terminal: Terminal) -> String {
        groups.map { group in
            let head = terminal.style.bold(group.lfi.label.forTerminal) + "\n"
            return head + group.deviations.map { $0.text(on: terminal) }.joined()
        }.joined(separator: "\n")
    }

    /// A row for each example: every figure of a ticket.
    var table: Table {
        let titles = [
            "Bank", "Severity", "Rule", "Place", "Times", "Value", "Expected", "Product", "Interaction id", "Time",
            "Source",
        ]
        return Table(titles.map { .init(title: $0) }, rows)
    }

    /// By the names of the JSON.
    var records: Table {
        let titles = [
            "LFIName", "Severity", "Rule", "At", "Count", "Value", "Expected", "ProductId", "InteractionId", "Time",
            "Source",
        ]
        return Table(titles.map { .init(title: $0) }, rows)
    }

    private var rows: [[String?]] {
        deviations.flatMap { deviation in
            deviation.examples.map { example in
                [
                    deviation.lfi.label, deviation.severity.rawValue, deviation.rule.rawValue, example.pointer,
                    "\(deviation.count)", example.value, deviation.expected, example.productID,
                    example.interactionID?.description, example.time?.formatted(.iso8601), deviation.source,
                ].map { $0?.withoutSecrets }
            }
        }
    }

    /// For a ticket: who, what, by which rule, how it can be seen again.
    var markdown: String {
        var text = "# Conformance\n\n\(summary.forMarkdown)\n\n"
        text += facts.map { "- \($0.sentence.forMarkdown)\n" }.joined()
        for group in groups {
            text += "\n## \(group.lfi.label.forMarkdown)\n"
            if let request = requests[group.lfi] { text += "\nIts products: \(request.forMarkdown)\n" }
            for deviation in group.deviations { text += deviation.markdown }
        }
        if !failures.isEmpty {
            text += "\n## Not checked to the end\n\n"
            for failure in failures { text += "- \(failure.sentence().withoutSecrets.forMarkdown)\n" }
        }
        return text
    }
}

extension Deviation {
    fileprivate func text(on terminal: Terminal) -> String {
        let place = place.isEmpty ? "" : " at \(place.forTerminal)"
        let first = "\(rule.rawValue)\(place), \(timesText)"
        let lines =
            ["\(rule.rule.sentence).", "\(clause.withoutSecrets.forTerminal.cleared).", "Source: \(source)."]
            + examples.prefix(1).map { example in
                [
                    example.pointer.contains("*") || example.pointer == self.place ? nil : example.pointer,
                    example.whereabouts,
                ]
                .compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ", ").withoutSecrets.forTerminal
            }
        let indent = "         "
        let wrapped = lines.filter { !$0.isEmpty }.flatMap { line in
            terminal.width.map { line.wrapped(to: max(20, $0 - indent.count)) } ?? [line]
        }
        return "\(severity.mark(terminal.style)) \(first)\n" + wrapped.map { "\(indent)\($0)\n" }.joined()
    }

    fileprivate var markdown: String {
        let titles = ["Place", "Product", "Value", "Interaction id", "Time"].map { Table.Column(title: $0) }
        let rows = examples.map { example in
            [
                example.pointer.isEmpty ? nil : example.pointer, example.productID, example.value,
                example.interactionID?.description, example.time?.formatted(.iso8601),
            ].map { $0?.withoutSecrets }
        }
        return """

            ### \(rule.rawValue): \(severity.rawValue), \(timesText)

            \(rule.rule.sentence.forMarkdown).
            Expected: \(expected.forMarkdown).
            Source: \(source.forMarkdown).

            \(Table(titles, rows).markdown)
            """
    }
}

extension String {
    /// Without the line breaks that a value may have.
    fileprivate var cleared: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}

extension Rule.Severity {
    func mark(_ style: Style) -> String {
        switch self {
        case .error: style.red("✗ error ")
        case .warning: style.yellow("! warn  ")
        case .note: style.dim("· note  ")
        }
    }
}
