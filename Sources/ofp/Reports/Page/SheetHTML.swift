import OpenFinance

extension ProductReport {
    var page: Page? {
        let row = ProductRow(product, in: scenario)
        let sheet = ProductSheet(row)
        return Page(
            title: sheet.title,
            main: """
                <header class="top"><h1 dir="auto">\(sheet.title)</h1>
                <p dir="auto">\(sheet.subtitle)</p>
                \(provenance.html([product].disclaimer(in: scenario)))</header>
                <main id="main" class="alone card" tabindex="-1">
                \(row.links(of: sheet).html)\(row.rateSourceHTML)\(HTML(sheet.sections.map(\.html)))</main>
                """)
    }
}

extension ProductRow {
    fileprivate var rateSourceHTML: HTML {
        rateSource.map { "<p class=\"source\"><b>Rate</b> <bdi>\($0)</bdi></p>\n" } ?? ""
    }

    /// Pages of the bank's that somebody who looks at the product may want, each with its name: https alone. What cannot be
    /// had cannot be applied for.
    func links(of sheet: ProductSheet) -> [Fact] {
        let application = headlines.validity.isCurrent ? nil : product.applicationChannels.first { $0.kind == .uri }
        let lines = sheet.sections.filter { $0.title == "Links" }.flatMap(\.lines)
        return lines.compactMap { line in
            guard let value = line.value, value != application?.value, let address = WebAddress(value) else {
                return nil
            }
            return Fact(line.label, address.text)
        }
    }
}

extension [Fact] {
    /// Somebody else's pages learn nothing of this one, and cannot reach it.
    fileprivate var html: HTML {
        if isEmpty { return "" }
        let links = map { link -> HTML in
            "<a href=\"\(link.value)\" target=\"_blank\" rel=\"noopener noreferrer\">\(link.label)</a>\n"
        }
        return "<p class=\"links\">\(HTML(links))</p>\n"
    }
}

extension ProductSheet.Section {
    fileprivate var html: HTML {
        """
        <section><h2>\(title)</h2><table class="sheet"><col class="label"><col>
        \(HTML(lines.map(\.html)))</table></section>

        """
    }
}

extension ProductSheet.Line {
    fileprivate var html: HTML {
        let depth = min(depth, 4)
        guard let value else { return "<tr><th colspan=\"2\" class=\"d\(depth)\" dir=\"auto\">\(label)</tr>\n" }
        return "<tr><th scope=\"row\" class=\"d\(depth)\" dir=\"auto\">\(label)<td dir=\"auto\">\(value)</tr>\n"
    }
}
