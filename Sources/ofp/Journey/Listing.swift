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
        let text = table.text(on: Terminal(width: columns), isWrapped: false)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        header = lines.first ?? ""
        self.lines = Array(lines.dropFirst())
        let excluded = report.showsExcluded ? nil : report.excludedCounts.map { "\($0) (x shows them)." }
        remarks =
            [excluded, report.leftOpen, report.outOfDate, report.disclaimer ?? ProductsReport.noOffers]
            .compactMap(\.self)
        troubles = report.failureSentences + report.remarkSentences
    }
}

extension Journey {
    /// All that has come of all banks that are wanted.
    var feed: Catalogue {
        if let saved {
            let selection = LFISelection(excluded: saved.lfis.map(\.id).filter(wishes.banksLeftOut.contains))
            return (try? saved.catalogue(matching: ProductQuery(), of: selection)) ?? Catalogue([])
        }
        return Catalogue(outcomes.filter { !wishes.banksLeftOut.contains($0.lfi.id) })
    }

    func report(showsExcluded: Bool = false) -> ProductsReport {
        let all = feed
        return ProductsReport(
            catalogue: all.matching(wishes.query, order: wishes.order), order: wishes.order, scenario: wishes.scenario,
            showsExcluded: showsExcluded, lfis: banks, lfisAsked: asked.subtracting(wishes.banksLeftOut).count,
            retrievedAt: saved?.retrievedAt, isSaved: saved != nil)
    }

    /// The list, laid out anew where something has changed.
    mutating func listed() -> Listing {
        let showsExcluded = step == .leftOut
        if let listing, listing.report.showsExcluded == showsExcluded { return listing }
        let new = Listing(report(showsExcluded: showsExcluded), columns: columns - 4)
        listing = new
        return new
    }

    /// How many of the known products each answer to a question would leave out, in the order of its choices; none where
    /// nothing is known.
    func leftOut(by row: PreferenceRow) -> [Int] {
        guard hasProducts else { return [] }
        let choices = row.choices(wishes, banks: banks).map { choice in
            // Of what several may be taken of, each is counted for itself.
            var wishes = row.takesSeveral ? row.alone(choice, self.wishes) : choice.wishes
            wishes.search = ""
            return wishes
        }
        return Self.leftOut(by: row, choices, of: feed)
    }

    /// How many of the known products each answer leaves out that was given.
    func leftOutByAnswers() -> [PreferenceRow: Int] {
        guard hasProducts else { return [:] }
        let rows = PreferenceRow.allCases.filter { $0.value(wishes, banks: banks) != nil }
        let all = rows.isEmpty ? Catalogue([]) : feed
        return Dictionary(
            uniqueKeysWithValues: rows.map { ($0, Self.leftOut(by: $0, [wishes], of: all).first ?? 0) })
    }

    /// How many products each of these wishes leaves out by one answer. Nothing is put in order for that, and the terms of
    /// each product, which take longest, are read once.
    private static func leftOut(by row: PreferenceRow, _ choices: [Wishes], of all: Catalogue) -> [Int] {
        let open = choices.map { wishes in
            var open = wishes
            open.preferences = Preferences()
            (open.scenario.amount, open.scenario.months) = (nil, nil)
            if row == .sharia { open.isShariaCompliant = nil }
            return open.query
        }
        let criterion = row.criterion
        let isLeftOut = all.products.concurrentMap { listed -> [Bool] in
            let terms = criterion == nil ? nil : listed.terms
            return zip(choices, open).map { wishes, open in
                guard case .listed = open.verdict(on: listed) else { return false }
                guard let criterion, let terms else {
                    return wishes.isShariaCompliant.map { $0 != (listed.product.isShariaCompliant == true) } ?? false
                }
                return wishes.preferences.judged(listed, terms, in: wishes.scenario).excluding.contains(criterion)
            }
        }
        return choices.indices.map { index in isLeftOut.count { $0[index] } }
    }
}
