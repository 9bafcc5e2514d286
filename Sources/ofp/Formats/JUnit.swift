/// A report for continuous integration, in the XML that JUnit made common: suites of cases, of which some fail.
struct JUnit {
    struct Suite {
        var name: String
        var cases: [Case]
    }

    struct Case {
        var name: String
        /// Groups cases where a reader shows them.
        var group: String
        /// Why it failed, one line each; none where it did not.
        var failures: [String] = []
        /// Why it could not be tried.
        var skipped: String?
    }

    var name: String
    var suites: [Suite]

    var text: String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\(name.asXMLAttribute)>\n"
        for suite in suites {
            let failed = suite.cases.count { !$0.failures.isEmpty }
            let skipped = suite.cases.count { $0.skipped != nil }
            text += "  <testsuite name=\(suite.name.asXMLAttribute) tests=\"\(suite.cases.count)\" "
            text += "failures=\"\(failed)\" skipped=\"\(skipped)\">\n"
            for one in suite.cases {
                text += "    <testcase name=\(one.name.asXMLAttribute) classname=\(one.group.asXMLAttribute)"
                let inside = one.inside
                text += inside.isEmpty ? "/>\n" : ">\n\(inside)    </testcase>\n"
            }
            text += "  </testsuite>\n"
        }
        return text + "</testsuites>\n"
    }
}

extension JUnit.Case {
    fileprivate var inside: String {
        if let skipped { return "      <skipped message=\(skipped.asXMLAttribute)/>\n" }
        guard let first = failures.first else { return "" }
        let lines = failures.map { $0.asXML }.joined(separator: "\n")
        return "      <failure message=\(first.asXMLAttribute)>\(lines)</failure>\n"
    }
}

extension String {
    /// Without what XML 1.0 has no place for (§2.2), and what would steer a terminal.
    var forXML: String { forTerminal.replacingScalars { $0 == "\u{FFFE}" || $0 == "\u{FFFF}" ? "\u{FFFD}" : nil } }

    fileprivate var asXMLAttribute: String { "\"\(asXML)\"" }

    fileprivate var asXML: String {
        forXML.replacingScalars { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            default: nil
            }
        }
    }
}
