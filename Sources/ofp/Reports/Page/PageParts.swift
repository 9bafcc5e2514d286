/// What stands at the top of several pages.
extension HTML {
    /// What was asked for, and what became of it; nothing where there is none.
    init(facts: [Fact]) {
        let items = facts.map { fact -> HTML in
            "<div><dt>\(fact.label)</dt><dd dir=\"auto\">\(fact.value)</dd></div>\n"
        }
        self = items.isEmpty ? "" : "<dl class=\"facts\">\(HTML(items))</dl>\n"
    }

    /// Who is missing, and why: unfolded, and nothing where nobody is.
    init(gaps sentences: [String], titled title: String) {
        let items = sentences.map { sentence -> HTML in "<li dir=\"auto\">\(sentence)</li>\n" }
        self =
            items.isEmpty
            ? ""
            : """
            <details class="failures" open><summary>\(title)</summary><ul>
            \(HTML(items))</ul></details>

            """
    }
}

extension Provenance {
    /// Below the title of a page.
    func html(_ disclaimer: String) -> HTML {
        """
        <p>\(sentence) <span class="plain">\(disclaimer)</span></p>
        \(HTML(facts: asked))\(HTML(gaps: gaps, titled: gapsTitle))
        """
    }
}

extension Table {
    /// With its first column as the names of the rows.
    func html(captioned caption: String) -> HTML {
        let heads = columns.map { column -> HTML in
            "<th scope=\"col\"\(column.alignment.html)>\(column.title)"
        }
        let rows = rows.map { row -> HTML in
            let cells = zip(columns, row).enumerated().map { index, cell -> HTML in
                let text = cell.1.text
                return index == 0 ? "<th scope=\"row\" dir=\"auto\">\(text)" : "<td\(cell.0.alignment.html)>\(text)"
            }
            return "<tr>\(HTML(cells))</tr>\n"
        }
        return """
            <table class="list"><caption>\(caption)</caption>
            <thead><tr>\(HTML(heads))</tr></thead><tbody>
            \(HTML(rows))</table>
            """
    }
}

extension TextAlignment {
    /// Figures stand on the right, and need no direction of their own.
    fileprivate var html: HTML { self == .trailing ? " class=\"n\"" : " dir=\"auto\"" }
}
