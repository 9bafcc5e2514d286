import OpenFinance

extension ChangesReport {
    /// What came, what went, and then product by product what is another; it does without a script.
    var page: Page? {
        let sections = [
            section("New", changes.added), section("Withdrawn", changes.withdrawn), changedHTML,
        ]
        return Page(
            title: "Changes of products of UAE Open Finance",
            main: """
                <header class="top"><h1>What has changed</h1>
                <p>\(summary) <span class="plain">\(ProductsReport.noOffers)</span></p>
                \(HTML(facts: asked))\(HTML(gaps: gapSentences, titled: "Not all could be compared"))</header>
                <main id="main" class="alone changes" tabindex="-1">
                \(HTML(sections))</main>
                """)
    }

    private func section(_ title: String, _ products: [ListedProduct]) -> HTML {
        guard !products.isEmpty else { return "" }
        let columns: [ProductColumn] = [.product, .bank, .category, .rate, .id]
        let rows = products.map { product -> HTML in
            let row = ProductRow(product, in: scenario)
            return "<tr>\(HTML(columns.map { $0.html(row) }))</tr>\n"
        }
        let heads = HTML(columns.map { $0.html(in: ProductOrder()) })
        return block(
            title, products.count,
            "<table class=\"list\"><thead><tr>\(heads)</tr></thead><tbody>\n\(HTML(rows))</table>")
    }

    private var changedHTML: HTML {
        guard !changes.changed.isEmpty else { return "" }
        let products = changes.changed.map { change -> HTML in
            let product = change.new.product
            let whose = [product.displayName ?? ProductColumn.unknown, change.new.lfi.label, product.id].compactMap(
                \.self)
            // Each name has its own direction: one in Arabic does not turn the others round.
            let head = whose.map { text -> HTML in "<bdi>\(text)</bdi>" }
            let name = HTML(head.enumerated().map { $0 == 0 ? $1 : " · \($1)" })
            let lines = ChangeLine.told(change).map(\.html)
            return "<tr class=\"product\"><th scope=\"colgroup\" colspan=\"4\">\(name)</tr>\n\(HTML(lines))"
        }
        let heads = ["What", "Before", "Now", "Difference"].map { title -> HTML in "<th scope=\"col\">\(title)" }
        return block(
            "Changed", products.count,
            """
            <table class="compared"><caption>Headlines first, then every value with its place.</caption>
            <thead><tr>\(HTML(heads))</tr></thead><tbody>
            \(HTML(products))</table>
            """)
    }

    private func block(_ title: String, _ count: Int, _ table: HTML) -> HTML {
        """
        <section><h2>\(title) (\(count))</h2>
        <div class="scroll" role="region" aria-label="\(title)" tabindex="0">
        \(table)</div></section>

        """
    }
}

extension ChangeLine {
    fileprivate var html: HTML {
        let place: HTML = place.map { "<small><bdi>\($0)</bdi></small>" } ?? ""
        let values = [oldText, newText].map { text -> HTML in "<td dir=\"auto\">\(text ?? ProductColumn.unknown)" }
        return "<tr><th scope=\"row\" dir=\"auto\">\(words)\(place)\(HTML(values))<td>\(differenceText ?? "")</tr>\n"
    }
}
