import OpenFinanceConformance

/// What `ofp conformance --rules` prints: the table of rules as it stands.
struct RulesReport: Report, Encodable {
    static let formats = ConformanceReport.formats

    func text(on terminal: Terminal) -> String {
        Rule.all.map { rule in
            let lines = ["\(rule.sentence).", "Source: \(rule.source)."].flatMap { line in
                terminal.width.map { line.wrapped(to: max(20, $0 - 9)) } ?? [line]
            }
            return "\(rule.severity.mark(terminal.style)) \(rule.id.rawValue)\n"
                + lines.map { "         \($0)\n" }.joined()
        }.joined()
    }

    var table: Table {
        Table(
            ["Rule", "Topic", "Severity", "Sentence", "Source"].map { .init(title: $0) },
            Rule.all.map { [$0.id.rawValue, $0.topic.rawValue, $0.severity.rawValue, $0.sentence, $0.source] })
    }

    var page: Page? {
        let rows = Rule.all.map { rule -> HTML in
            """
            <tr><th scope="row">\(rule.id.rawValue)<td>\(rule.topic.rawValue)<td>\(rule.severity.rawValue)\
            <td>\(rule.sentence)<td>\(rule.source)</tr>

            """
        }
        return Page(
            title: "Rules of conformance",
            main: """
                <header class="top"><h1>Rules of conformance</h1></header>
                <main id="main" class="alone" tabindex="-1"><div class="scroll" role="region" aria-label="Rules" tabindex="0">
                <table class="compared"><caption>\(Rule.all.count) rules.</caption>
                <thead><tr><th scope="col">Rule<th scope="col">Topic<th scope="col">Severity<th scope="col">Sentence\
                <th scope="col">Source</tr></thead><tbody>
                \(HTML(rows))</tbody></table></div></main>
                """)
    }

    /// No case fails: nothing was looked at.
    var junit: JUnit? {
        JUnit(
            name: "ofp conformance --rules",
            suites: Rule.Topic.allCases.map { topic in
                JUnit.Suite(
                    name: topic.rawValue,
                    cases: Rule.all.filter { $0.topic == topic }.map { rule in
                        JUnit.Case(
                            name: "\(rule.id.rawValue): \(rule.sentence)", group: topic.rawValue,
                            skipped: "only listed")
                    })
            })
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Rule.all.map(RuleJSON.init), forKey: .rules)
    }

    private enum CodingKeys: String, CodingKey { case rules = "Rules" }

    private struct RuleJSON: Encodable {
        let rule, topic, severity, sentence, source: String

        init(_ rule: Rule) {
            self.rule = rule.id.rawValue
            (topic, severity) = (rule.topic.rawValue, rule.severity.rawValue)
            (sentence, source) = (rule.sentence, rule.source)
        }

        private enum CodingKeys: String, CodingKey {
            case rule = "Rule", topic = "Topic", severity = "Severity", sentence = "Sentence", source = "Source"
        }
    }
}
