import FoundationEssentials
import OpenFinance
import OpenFinanceConformance

extension ConformanceReport {
    var page: Page? {
        Page(
            title: "Conformance",
            main: """
                <header class="top"><h1>Conformance</h1>
                <p class="plain">\(summary)</p>
                \(HTML(facts: facts))</header>
                <main id="main" class="alone" tabindex="-1">
                \(HTML(groups.map(section)))\(failuresHTML)</main>
                """)
    }

    private func section(_ lfi: LFI.Identity, _ deviations: [Deviation]) -> HTML {
        """
        <section><h2 dir="auto">\(lfi.label)</h2>
        <div class="scroll" role="region" aria-label="\(lfi.label)" tabindex="0">
        <table class="compared"><caption>What \(lfi.label) breaks, the gravest first.</caption>
        <thead><tr><th scope="col">Rule<th scope="col">Place<th scope="col">Times<th scope="col">Value<th scope="col">Expected\
        <th scope="col">Seen in</tr></thead><tbody>
        \(HTML(deviations.map(row)))</tbody></table></div></section>

        """
    }

    private func row(_ deviation: Deviation) -> HTML {
        let seen = deviation.examples.map { example -> HTML in "<li dir=\"auto\">\(example.whereabouts.withoutSecrets)"
        }
        return """
            <tr><th scope="row">\(deviation.rule.rawValue)<small>\(deviation.severity.rawValue): \(deviation.rule.rule.sentence). \
            \(deviation.source)</small>\
            <td dir="auto">\(deviation.place)<td class="n">\(deviation.count)\
            <td dir="auto">\(deviation.examples.first?.value?.withoutSecrets ?? ProductColumn.unknown)\
            <td dir="auto">\(deviation.expected)<td><ul>\(HTML(seen))</ul></tr>

            """
    }

    private var failuresHTML: HTML {
        guard !failures.isEmpty else { return "" }
        let items = failures.map { failure -> HTML in "<li dir=\"auto\">\(failure.sentence().withoutSecrets)" }
        return "<section class=\"failures\"><h2>Not checked to the end</h2><ul>\(HTML(items))</ul></section>\n"
    }
}
