/// The report as CI systems read the results of tests: each rule is a case, which fails where it was broken.
enum JUnit {
    static func document(of report: SandboxReport) -> String {
        let findings = Dictionary(report.findings.map { ($0.rule, $0) }, uniquingKeysWith: { first, _ in first })
        let cases = Rule.allCases.map { testCase($0, findings[$0.rawValue]) }
        let leads = report.leads.map { "\($0.takenAt) \($0.lfi) \($0.leadID)" }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="ofp-sandbox" tests="\(cases.count)" failures="\(findings.count)">
            <testsuite name="ofp-sandbox" tests="\(cases.count)" failures="\(findings.count)" errors="0" skipped="0">
            \(cases.joined(separator: "\n"))
            <system-out>\(escaped(([report.summary] + leads).joined(separator: "\n")))</system-out>
            </testsuite>
            </testsuites>

            """
    }

    private static func testCase(_ rule: Rule, _ finding: SandboxReport.Finding?) -> String {
        let place = rule.rawValue.prefix { $0 != "." }
        let head = #"<testcase classname="ofp-sandbox.\#(place)" name="\#(escaped(rule.rawValue))""#
        guard let finding else { return "\(head)/>" }
        let lines =
            ["Broken \(finding.count) \(finding.count == 1 ? "time" : "times")."]
            + finding.examples.map { "Sent: \($0.line)" }
            + ["Source: \(finding.source)", "To do: \(finding.remedy)"]
        return """
            \(head)><failure type="\(escaped(rule.rawValue))" message="\(escaped(finding.sentence))">\
            \(escaped(lines.joined(separator: "\n")))</failure></testcase>
            """
    }

    /// As content and as an attribute's value; XML 1.0 §2.2 has no place for some characters, not even as references.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "\t", "\n", " "..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}":
                result.append(scalar)
            default: result.append("\u{FFFD}")
            }
        }
        return String(result)
    }
}
