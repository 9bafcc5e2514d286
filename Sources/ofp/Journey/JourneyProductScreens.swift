import FoundationEssentials
import OpenFinance
import OpenFinanceLeads

/// Lists of products, and one or several looked at.
extension Journey {
    mutating func list() -> Screen {
        let listing = listed()
        let report = listing.report
        if let selected, let place = listing.products.firstIndex(where: selected.isSame) { frame.cursor = place }
        var commands: [Screen.Command] = [
            .init(letter: "/", meaning: "search", action: .search),
            .init(letter: "c", meaning: "side by side", action: .compare),
            .init(letter: "k", meaning: "kind", action: .go(.kinds)),
            .init(letter: "y", meaning: "about you", action: .go(.aboutYou)),
            .init(letter: "b", meaning: "banks", action: .go(.banks)),
            .init(letter: "o", meaning: "order", action: .go(.order)),
        ]
        if !report.catalogue.excluded.isEmpty {
            commands.append(.init(letter: "x", meaning: "left out", action: .go(.leftOut)))
        }
        if !listing.troubles.isEmpty {
            commands.append(.init(letter: "m", meaning: "who is missing", action: .go(.missing)))
        }
        let search = wishes.search.forTerminal
        return Screen(
            title: isSearching ? "Search" : search.isEmpty ? "Which one?" : "Which one, of those with “\(search)”?",
            text: listing.products.isEmpty ? emptyList(report) : [],
            header: listing.products.isEmpty ? nil : listing.header,
            choices: rows(listing, canBeMarked: true), field: isSearching ? wishes.search : nil, isSearch: isSearching,
            status: [loading ?? report.summary] + listing.remarks, commands: commands, isLoading: loading != nil)
    }

    func rows(_ listing: Listing, canBeMarked: Bool) -> [Screen.Choice] {
        zip(listing.lines, listing.products).map { line, product in
            Screen.Choice(
                text: line, isMarked: marked.contains(where: product.isSame), action: .show(product),
                mark: canBeMarked ? .mark(product) : nil)
        }
    }

    /// How far the asking has come; nil where all is there.
    var loading: String? {
        guard saved == nil, !waiting.isEmpty else { return nil }
        let wanted = asked.subtracting(wishes.banksLeftOut)
        let heard = outcomes.filter { wanted.contains($0.lfi.id) }
        let failed = heard.count { if case .failed = $0 { true } else { false } }
        let names = waiting.prefix(3).map(\.label.forTerminal).joined(separator: ", ")
        let more = waiting.count > 3 ? " and \(waiting.count - 3) more" : ""
        return "Loading: \(heard.count - failed) of \(wanted.count) banks have answered"
            + (failed == 0 ? "" : ", \(failed) failed") + ". Waiting for \(names)\(more)…"
    }

    func emptyList(_ report: ProductsReport) -> [String] {
        if !waiting.isEmpty, report.catalogue.excluded.isEmpty, wishes.search.isEmpty {
            return wrapped("Nothing has come yet.")
        }
        let failures = report.failureSentences
        if saved == nil, report.catalogue.lfisAnswered == 0, !failures.isEmpty {
            let count = report.catalogue.failures.count
            return wrapped(count == 1 ? "The bank has not answered:" : "None of the \(count) banks has answered:")
                + failures.flatMap(wrapped)
        }
        if !report.catalogue.excluded.isEmpty {
            return wrapped(
                "What you said about yourself leaves out all \(report.catalogue.excluded.count). y changes that, x shows them."
            )
        }
        let missing = failures.isEmpty ? nil : "Some banks are missing, which may have some: m says who, and why."
        return wrapped((nothing + [missing].compactMap(\.self)).joined(separator: " "))
    }

    /// Why there may be nothing, and which letter changes that.
    private var nothing: [String] {
        guard wishes.search.isEmpty else { return ["No product has these words. / searches for others."] }
        let ways = [
            wishes.categories.isEmpty ? nil : "k looks for another kind",
            wishes.isShariaCompliant == nil ? nil : "y changes what you said about Sharia",
            wishes.banksLeftOut.isEmpty ? nil : "b brings back the banks that you left out",
        ].compactMap(\.self)
        guard !ways.isEmpty else { return [saved == nil ? "No bank has a product." : "This list has no product."] }
        return ["No product is of that kind.", ways.joined(separator: "; ") + "."]
    }

    mutating func leftOutList() -> Screen {
        let listing = listed()
        return Screen(
            title: "Left out by what you said about yourself", header: listing.header,
            choices: rows(listing, canBeMarked: false), status: [listing.report.summary])
    }

    mutating func missing() -> Screen {
        Screen(
            title: saved == nil ? "Who is missing, and why" : "Who was missing when this list was made, and why",
            text: listed().troubles.flatMap { wrapped($0) + [""] }, choices: [.init(text: "Back", action: .back)],
            isPage: true)
    }

    func product(_ product: ListedProduct) -> Screen {
        let sheet = ProductSheet(product, in: wishes.scenario)
        // Its name stands above, and whose it is may take more than a line.
        let text = SheetText(on: terminal).text(sheet).split(separator: "\n", omittingEmptySubsequences: false)
            .dropFirst(2).joined(separator: "\n")
        let isMarked = marked.contains(where: product.isSame)
        var choices: [Screen.Choice] = [.init(text: "Apply", action: .apply(product))]
        if takesLeads(product) { choices.append(.init(text: "Be contacted", action: .contact(product))) }
        choices.append(
            .init(text: isMarked ? "Remove the mark" : "Mark to compare", action: .mark(product)))
        if isMarked, marked.count > 1 {
            choices.append(.init(text: "Side by side (\(marked.count))", action: .compare))
        }
        choices.append(.init(text: "Back", action: .back))
        return Screen(
            title: sheet.title.forTerminal,
            text: wrapped(sheet.subtitle) + verdict(product).flatMap(wrapped) + lines(text), choices: choices,
            isPage: true)
    }

    /// What the bank's criteria make of what the person has said.
    private func verdict(_ product: ListedProduct) -> [String] {
        let (open, excluding) = (product.leftOpen, product.excludedBy)
        return [
            excluding.isEmpty ? nil : "What you said leaves it out: \(excluding.words).",
            open.isEmpty ? nil : "It is open whether you can have it: \(open.words).",
        ].compactMap(\.self)
    }

    func takesLeads(_ product: ListedProduct) -> Bool {
        banks.first { $0.id == product.lfi.id }?.takesLeads != false
    }

    var comparison: Screen {
        let comparison = Comparison(marked, in: wishes.scenario)
        let text = ComparisonText(width: columns, style: terminal.style).text(comparison)
        let choices = marked.map { product in
            Screen.Choice(
                text: (product.product.displayName ?? product.product.id ?? "").forTerminal.truncated(to: 24),
                action: .show(product))
        }
        return Screen(
            title: "Side by side: \(Comparison.mark) marks what differs", text: lines(text),
            choices: choices + [.init(text: "Back", action: .back)], isPage: true)
    }
}
