import OpenFinance

extension Comparison {
    /// The switch that leaves only the differences is the style's alone.
    var page: Page? {
        let heads = zip(titles, products).map { title, product -> HTML in
            "<th scope=\"col\" dir=\"auto\">\(title)<small dir=\"auto\">\(product.lfi.label)</small>"
        }
        return Page(
            title: titles.joined(separator: " · "),
            main: """
                <header class="top"><h1>Products side by side</h1>
                \(provenance.html(disclaimer))</header>
                <main id="main" class="alone" tabindex="-1">
                <input type="checkbox" id="differences"><label for="differences"> Only what differs</label>
                <div class="scroll" role="region" aria-label="Comparison" tabindex="0">
                <table class="compared"><caption>≠ marks what differs.</caption>
                <thead><tr><td>\(HTML(heads))</tr></thead><tbody>
                \(HTML(rowsHTML))</table></div></main>
                """)
    }

    private var rowsHTML: [HTML] {
        var section: String?
        return rows.map { row in
            var html: HTML = ""
            if row.section != section {
                section = row.section
                html =
                    "<tr class=\"section\"><th scope=\"colgroup\" colspan=\"\(titles.count + 1)\">\(row.section)</tr>\n"
            }
            let name: HTML =
                row.differs
                ? "<tr><th scope=\"row\" dir=\"auto\"><b>\(Self.mark)</b> \(row.name)"
                : "<tr class=\"same\"><th scope=\"row\" dir=\"auto\">\(row.name)"
            let cells = row.values.map { value -> HTML in "<td dir=\"auto\">\(value ?? ProductColumn.unknown)" }
            return "\(html)\(name)\(HTML(cells))</tr>\n"
        }
    }
}
