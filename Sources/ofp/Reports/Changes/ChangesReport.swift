import FoundationEssentials
import OpenFinance

/// What `ofp diff` prints.
struct ChangesReport: Report {
    static let formats = ReportFormat.ofLists + [.html]

    let changes: ProductChanges
    /// When each list is from; nil where it does not say.
    let oldTime: Date?
    let newTime: Date?
    /// On which day headlines are read.
    let scenario: Scenario
    /// Which products each list has.
    var oldScope = ListScope()
    var newScope = ListScope()
    /// What was asked for, in words, and for a program.
    var asked: [Fact] = []
    var filters: [ListScope.Filter] = []

    /// `1 new, 2 withdrawn, 3 changed, 1,654 the same; from … to ….`
    var summary: String {
        let same = "\(Decimal(changes.unchanged.count).grouped) the same"
        let counts =
            changes.isEmpty
            ? "Nothing has changed: \(same)"
            : "\(changes.added.count) new, \(changes.withdrawn.count) withdrawn, \(changes.changed.count) changed, \(same)"
        let times = [("from", oldTime), ("to", newTime)].compactMap { word, time in
            time.map { "\(word) \($0.formatted(.iso8601))" }
        }
        return ([counts] + (times.isEmpty ? [] : [times.joined(separator: " ")])).joined(separator: "; ") + "."
    }

    var notes: [String] { [summary] + asked.map(\.sentence) + gapSentences + [ProductsReport.noOffers] }

    /// What could not be compared: a sentence for each bank, or one for all of one kind where they are many.
    var gapSentences: [String] {
        let ofBanks = changes.notCompared.filter { $0.gap != .notAskedFor }
        let groups = Dictionary(grouping: ofBanks, by: GapKind.init)
        var told: Set<GapKind> = []
        return scopeSentences
            + ofBanks.compactMap { item in
                let kind = GapKind(item)
                guard let alike = groups[kind], alike.count > Self.mostAlikeOneByOne else {
                    return kind.sentence(item.lfi.label, products: item.products.count)
                }
                let products = alike.reduce(0) { $0 + $1.products.count }
                return told.insert(kind).inserted
                    ? kind.sentence("Each of \(alike.count) banks", products: products) : nil
            }
    }

    private static let mostAlikeOneByOne = 5

    /// What a list does not have since it was filtered or cut: a sentence for each list, whichever bank it is of.
    private var scopeSentences: [String] {
        [scopeSentence(.old, "earlier", oldScope), scopeSentence(.new, "later", newScope)].compactMap(\.self)
    }

    private func scopeSentence(
        _ list: ProductChanges.NotCompared.List, _ time: String, _ scope: ListScope
    ) -> String? {
        let items = changes.notCompared.filter { $0.gap == .notAskedFor && $0.list == list }
        let count = items.reduce(0) { $0 + $1.products.count }
        guard count > 0 else { return nil }
        let products = "\(count.counted("product")) of \(items.count.counted("bank"))"
        return
            "The \(time) list was asked only for \(scope.words): \(products), not asked for then, \(count == 1 ? "is" : "are") not compared."
            .forTerminal
    }
}

private struct GapKind: Hashable {
    let list: ProductChanges.NotCompared.List
    let gap: String
    let isIncomplete: Bool

    init(_ item: ProductChanges.NotCompared) {
        list = item.list
        gap = item.gap.clause
        isIncomplete = item.gap == .incomplete
    }

    func sentence(_ whose: String, products: Int) -> String {
        let time = list == .old ? "earlier" : "later"
        let what =
            switch products {
            case 0: isIncomplete ? "it may have had others then" : "what it had then is not known"
            case 1: "1 product is not compared"
            default: "\(products) products are not compared"
            }
        return "\(whose) \(gap) when the \(time) list was made: \(what).".forTerminal
    }
}

extension ProductSnapshot.Gap {
    fileprivate var clause: String {
        switch self {
        case .failed: "failed"
        case .incomplete: "gave some of its products only"
        case .notAsked: "was not asked"
        case .notAskedFor: "was not asked for all"
        }
    }

    /// In JSON.
    var word: String {
        switch self {
        case .failed: "failed"
        case .incomplete: "incomplete"
        case .notAsked: "not-asked"
        case .notAskedFor: "not-asked-for"
        }
    }
}

// MARK: - Tables

extension ChangesReport {
    /// A row for each product that came or went, and for each value that has changed.
    var table: Table {
        let columns = ["Change", "Product", "Bank", "ID", "What", "Old", "New", "Difference", "Place"]
        func row(_ word: String, _ product: ListedProduct, _ line: ChangeLine?) -> [String?] {
            [
                word, product.product.displayName, product.lfi.label, product.product.id, line?.words, line?.oldText,
                line?.newText, line?.differenceText, line?.place,
            ].map { $0 ?? "" }
        }
        return Table(
            columns.map { .init(title: $0) },
            changes.added.map { row("new", $0, nil) } + changes.withdrawn.map { row("withdrawn", $0, nil) }
                + changes.changed.flatMap { change in
                    ChangeLine.told(change).map { row("changed", change.new, $0) }
                })
    }

    /// By the names of the JSON; figures without words, headlines and what they come from each in a row of its own.
    var records: Table {
        let columns = [
            "Change", "LFIName", "AuthorisationServerId", "ProductId", "ProductName", "ProductCategory", "Headline",
            "What", "At", "OldAt", "Old", "New", "Difference", "Unit",
        ]
        func row(_ word: String, _ listed: ListedProduct, _ line: ChangeLine?) -> [Table.Cell] {
            let product = listed.product
            let whose = [
                word, listed.lfi.name, listed.lfi.id, product.id, product.name, product.categoryText,
                line.map { $0.isHeadline ? "true" : "false" }, line?.words, line?.newPlace, line?.oldPlace,
            ]
            return whose.map(Table.Cell.init) + [line?.oldCell, line?.newCell].map { $0 ?? .unknown } + [
                line?.difference.map { .number($0.number) } ?? .unknown, .init(line?.difference?.unit),
            ]
        }
        return Table(
            columns: columns.map { .init(title: $0) },
            rows: changes.added.map { row("new", $0, nil) } + changes.withdrawn.map { row("withdrawn", $0, nil) }
                + changes.changed.flatMap { change in
                    ChangeLine.all(change).map { row("changed", change.new, $0) }
                })
    }
}

// MARK: - JSON

extension ChangesReport {
    func writeJSON(to write: (Data) -> Void) {
        write(Data("{\"New\":[".utf8))
        changes.added.writeJSON(in: scenario, separator: ProductsReport.separator, to: write)
        write(Data("\n],\"Withdrawn\":[".utf8))
        changes.withdrawn.writeJSON(in: scenario, separator: ProductsReport.separator, to: write)
        write(Data("\n],\"Changed\":[".utf8))
        for (index, change) in changes.changed.enumerated() {
            write(Data(ProductsReport.separator(before: index).utf8) + ChangeJSON.object(change))
        }
        write(Data("\n],\"NotCompared\":".utf8))
        write(JSONOutput.encode(changes.notCompared.map(NotComparedJSON.init)))
        write(Data(",\"Meta\":".utf8) + JSONOutput.encode(ChangesMetaJSON(self)) + Data("}\n".utf8))
    }
}

private struct NotComparedJSON: Encodable {
    let lfiName, authorisationServerID, list, reason: String
    let products: Int

    init(_ item: ProductChanges.NotCompared) {
        lfiName = item.lfi.name
        authorisationServerID = item.lfi.id
        list = item.list.rawValue
        reason = item.gap.word
        products = item.products.count
    }

    private enum CodingKeys: String, CodingKey {
        case lfiName = "LFIName", authorisationServerID = "AuthorisationServerId", list = "List", reason = "Reason"
        case products = "Products"
    }
}

/// Members that are not known are left out.
private struct ChangesMetaJSON: Encodable {
    let oldRetrievedAt, newRetrievedAt: Date?
    let added, withdrawn, changed, unchanged: Int
    let filters: [ListScope.Filter]?

    init(_ report: ChangesReport) {
        oldRetrievedAt = report.oldTime
        newRetrievedAt = report.newTime
        added = report.changes.added.count
        withdrawn = report.changes.withdrawn.count
        changed = report.changes.changed.count
        unchanged = report.changes.unchanged.count
        filters = report.filters.isEmpty ? nil : report.filters
    }

    private enum CodingKeys: String, CodingKey {
        case oldRetrievedAt = "OldRetrievedAt", newRetrievedAt = "NewRetrievedAt", added = "New"
        case withdrawn = "Withdrawn", changed = "Changed", unchanged = "Unchanged", filters = "Filters"
    }
}
