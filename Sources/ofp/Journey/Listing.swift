import OpenFinance

/// The products as the list shows them: filtered, ordered, and laid out once for each change.
struct Listing: Sendable {
    let report: ProductsReport
    let header: String
    let lines: [String]
    /// What there is to know of them all, a sentence a line.
    let remarks: [String]
    /// Who failed, or answered oddly, and why.
    let troubles: [String]

    var products: [ListedProduct] { report.shown }

    init(_ report: ProductsReport, columns: Int) {
        self.report = report
        var table = report.table
        // Nobody has to copy an id who can point at the product.
        if table.columns.last?.isFaint == true {
            table.columns.removeLast()
            table.rows = table.rows.map { Array($0.dropLast()) }
        }
        // Which they are stands with the product: here they would take the room of all figures.
        table.say(report.shown.map { $0.leftOpen.shortWords }, in: .leftOpen)
        table.say(report.shown.map { $0.excludedBy.words }, in: .excludedBy)
        let text = table.text(on: Terminal(width: columns), isWrapped: false)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        header = lines.first ?? ""
        self.lines = Array(lines.dropFirst())
        let excluded = report.showsExcluded ? nil : report.excludedCounts(\.words).map { "\($0) (x shows them)." }
        remarks =
            [excluded, report.leftOpen, report.outOfDate, report.disclaimer ?? ProductsReport.noOffers]
            .compactMap(\.self)
        troubles = report.failureSentences + report.remarkSentences
    }
}

extension Table {
    /// Has this column say it in other words.
    fileprivate mutating func say(_ texts: [String], in column: ProductColumn) {
        guard let place = columns.firstIndex(where: { $0.title == column.title }) else { return }
        for index in rows.indices { rows[index][place] = .text(texts[index]) }
    }
}

extension ListedProduct {
    /// Whether it is the same product, whatever its bank's criteria make of what the person has said meanwhile.
    func isSame(as other: ListedProduct) -> Bool { lfi == other.lfi && json == other.json }
}

/// All that has come of the banks that are wanted, in order.
struct Feed: Sendable {
    let catalogue: Catalogue
    /// What it was made of: where that is the same, so is the rest.
    fileprivate let answers: Int
    fileprivate let banksLeftOut: Set<String>
    /// What takes longest to read of a product; nil where nobody has wanted to know yet.
    fileprivate var terms: [ProductTerms]?
}

extension Journey {
    /// All that has come of all banks that are wanted, put in order once for each change.
    mutating func feed() -> Catalogue {
        if let kept = keptFeed, kept.answers == outcomes.count, kept.banksLeftOut == wishes.banksLeftOut {
            return kept.catalogue
        }
        let catalogue = arrived
        keptFeed = Feed(catalogue: catalogue, answers: outcomes.count, banksLeftOut: wishes.banksLeftOut)
        return catalogue
    }

    private var arrived: Catalogue {
        if let saved {
            let selection = LFISelection(excluded: saved.lfis.map(\.id).filter(wishes.banksLeftOut.contains))
            return (try? saved.catalogue(matching: ProductQuery(), of: selection)) ?? Catalogue([])
        }
        return Catalogue(outcomes.filter { !wishes.banksLeftOut.contains($0.lfi.id) })
    }

    /// The same products, each with its terms.
    private mutating func feedWithTerms() -> [(listed: ListedProduct, terms: ProductTerms)] {
        let products = feed().products
        let terms = keptFeed?.terms ?? products.concurrentMap(\.terms)
        keptFeed?.terms = terms
        return zip(products, terms).map { ($0, $1) }
    }

    mutating func report(showsExcluded: Bool = false) -> ProductsReport {
        let all = feed()
        return ProductsReport(
            catalogue: all.matching(wishes.query, order: wishes.order), order: wishes.order, scenario: wishes.scenario,
            showsExcluded: showsExcluded, lfis: banks, lfisAsked: asked.subtracting(wishes.banksLeftOut).count,
            retrievedAt: saved?.retrievedAt, isSaved: saved != nil)
    }

    /// The list, laid out anew where something has changed.
    mutating func listed() -> Listing {
        let showsExcluded = step == .leftOut
        if let listing, listing.report.showsExcluded == showsExcluded { return listing }
        let report = report(showsExcluded: showsExcluded)
        // Before a line stand cursor and mark, or a number with two blanks behind it.
        let new = Listing(report, columns: columns - max(4, "\(report.shown.count)".count + 2))
        listing = new
        return new
    }

    /// How many of the known products each answer to a question would leave out, in the order of its choices; none where
    /// nothing is known.
    mutating func leftOut(by row: PreferenceRow) -> [Int] {
        guard hasProducts else { return [] }
        let choices = row.choices(wishes, names).map { choice in
            // Of what several may be taken of, each is counted for itself.
            row.allowsSeveral ? row.alone(choice, wishes) : choice.wishes
        }
        var open = wishes.open
        if row == .sharia { open.isShariaCompliant = nil }
        let isLeftOut = feedWithTerms().concurrentMap { [open] listed, terms -> [Bool] in
            guard case .listed = open.verdict(on: listed) else { return choices.map { _ in false } }
            return choices.map { $0.isLeftOut(by: row, listed, terms) }
        }
        return choices.indices.map { index in isLeftOut.count { $0[index] } }
    }

    /// How many of the known products each answer leaves out that was given. Nothing is put in order for that.
    mutating func leftOutByAnswers() -> [PreferenceRow: Int] {
        let rows = PreferenceRow.allCases.filter { $0.value(wishes, names) != nil }
        guard hasProducts, !rows.isEmpty else { return [:] }
        var open = wishes.open
        open.isShariaCompliant = nil
        let isLeftOut = feedWithTerms().concurrentMap { [open, wishes] listed, terms -> [Bool] in
            guard case .listed = open.verdict(on: listed) else { return rows.map { _ in false } }
            // What is no Sharia product, or none that is wanted, is left out by that alone.
            if wishes.isLeftOutBySharia(listed) { return rows.map { $0 == .sharia } }
            return rows.map { $0 != .sharia && wishes.isLeftOut(by: $0, listed, terms) }
        }
        return Dictionary(
            uniqueKeysWithValues: rows.indices.map { index in (rows[index], isLeftOut.count { $0[index] }) })
    }
}

extension Wishes {
    /// The same without what the person has said of themselves.
    fileprivate var open: ProductQuery {
        var open = self
        open.search = ""
        open.preferences = Preferences()
        (open.scenario.amount, open.scenario.months) = (nil, nil)
        return open.query
    }

    /// Whether the answer to this question is why the product is left out.
    fileprivate func isLeftOut(by row: PreferenceRow, _ listed: ListedProduct, _ terms: ProductTerms) -> Bool {
        guard let criterion = row.criterion else { return isLeftOutBySharia(listed) }
        func excludes(_ criterion: EligibilityCriterion, _ preferences: Preferences) -> Bool {
            preferences.isExcluded(by: criterion, listed, terms, in: scenario)
        }
        // Where the salary goes to, the person is a customer already: what is for new ones alone is left out by that.
        var withoutBank = preferences
        withoutBank.salaryBank = nil
        switch row {
        case .salaryBank:
            return excludes(criterion, preferences)
                || excludes(.customerType, preferences) && !excludes(.customerType, withoutBank)
        case .customerType: return excludes(criterion, withoutBank)
        default: return excludes(criterion, preferences)
        }
    }

    fileprivate func isLeftOutBySharia(_ listed: ListedProduct) -> Bool {
        isShariaCompliant.map { $0 != (listed.product.isShariaCompliant == true) } ?? false
    }
}
