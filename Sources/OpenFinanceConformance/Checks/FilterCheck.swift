import FoundationEssentials
package import OpenFinance

/// One documented parameter, asked for and held against the list that was had without it; with it, where that can be seen in
/// one answer, an order.
package struct FilterCheck: Sendable {
    private let filter: [(name: String, value: String)]
    private let order: Order?
    private let rule: RuleID
    /// Whether a product belongs into the answer; nil where that is open.
    private let belongs: @Sendable (Product) -> Bool?

    private struct Order: Sendable {
        let parameters: [(name: String, value: String)]
        /// Whether a group's products may stand in it.
        let holds: @Sendable ([Product]) -> Bool

        init(descendingBy field: String, holds: @escaping @Sendable ([Product]) -> Bool) {
            parameters = [("SortField", field), ("SortOrder", "desc")]
            self.holds = holds
        }

        static let all = [
            Order(descendingBy: "ProductId") { isDescending($0.compactMap(\.id)) },
            Order(descendingBy: "LastUpdatedDateTime") { isAscending($0.reversed()) },
        ]
    }

    package var parameters: [(name: String, value: String)] { filter + (order?.parameters ?? []) }

    package var question: String { parameters.question }

    /// What is asked together here, by itself: what a bank refuses together it may take so.
    package var parts: [FilterCheck] {
        guard !filter.isEmpty, let order else { return [] }
        return [FilterCheck(rule, filter, belongs: belongs), FilterCheck(.sortOrder, [], in: order) { _ in true }]
    }

    /// Of products in the answer; nil for any number.
    private var mostProducts: Int?

    /// - Parameter products: of the bank, without any filter.
    package static func all(for products: [ListedProduct], of version: APIVersion) -> [FilterCheck] {
        var checks: [FilterCheck] = []
        let listed = products.map(\.product)
        for category in documented(listed) {
            let name = category.inTerms(of: version).rawValue
            checks.append(
                FilterCheck(.filterCategory, [("ProductCategory", name)]) {
                    $0.category.map { $0.canonical == category }
                })
        }
        var orders = Order.all[...]
        for isWanted in [true, false] {
            // Two products have an order that can be seen, and the bank has a question less to answer.
            let hasOrder = listed.count { $0.isShariaCompliant == isWanted } > 1
            checks.append(
                FilterCheck(
                    .filterSharia, [("IsShariaCompliant", "\(isWanted)")], in: hasOrder ? orders.popFirst() : nil
                ) { product in
                    product.isShariaCompliant.map { $0 == isWanted }
                })
        }
        let times = listed.compactMap(\.lastUpdated).sorted()
        if !times.isEmpty {
            let time = times[times.count / 2]
            // What was changed at that very moment may be there or not.
            let text = Date(timeIntervalSince1970: time.timeIntervalSince1970.rounded(.down)).formatted(.iso8601)
            checks.append(
                FilterCheck(.filterUpdated, [("LastUpdatedDateTime", text)]) { product in
                    product.lastUpdated.flatMap { abs($0.timeIntervalSince(time)) < 1 ? nil : $0 > time }
                })
        }
        checks += orders.map { FilterCheck(.sortOrder, [], in: $0) { _ in true } }
        // The later versions have no pages of a client's choice.
        if version == .v2_0 {
            checks.append(page(of: products))
        }
        return checks
    }

    /// The categories of products that the API knows; a bank may refuse any other.
    private static func documented(_ products: [Product]) -> [ProductCategory] {
        let listed = Set(products.compactMap(\.category?.canonical))
        return ProductCategory.all.filter(listed.contains)
    }

    /// The second of pages that have one product each, where it is sure which product that is not.
    private static func page(of products: [ListedProduct]) -> FilterCheck {
        var other: String?
        if products.count > 1, let first = products[0].product.lastUpdated,
            products.dropFirst().allSatisfy({ $0.product.lastUpdated.map { $0 > first } ?? false })
        {
            other = products[0].product.id
        }
        let number = products.count > 1 ? 2 : 1
        var page = FilterCheck(.filterPage, [("PageNumber", "\(number)"), ("PageSize", "1")]) { [other] product in
            other != nil && product.id == other ? false : nil
        }
        page.mostProducts = 1
        return page
    }

    private init(
        _ rule: RuleID, _ filter: [(name: String, value: String)], in order: Order? = nil,
        belongs: @escaping @Sendable (Product) -> Bool?
    ) {
        self.rule = rule
        self.filter = filter
        self.order = order
        self.belongs = belongs
    }

    /// The order of a list that was asked for without one: each version's document has it as the default.
    package static func checkDefaultOrder(
        of listed: [ListedProduct], by evidence: Deviations.Evidence, _ deviations: inout Deviations
    ) {
        if !listed.isEmpty { deviations.look(at: [.defaultOrder]) }
        // A dictionary has another order on every run.
        let groups = Dictionary(grouping: listed.enumerated()) { $0.element.statedGroup }.values
        for group in groups.sorted(by: { $0[0].offset < $1[0].offset }) {
            let times = group.map(\.element.product).filter { $0.lastUpdated != nil }
            let pairs = zip(times, times.dropFirst())
            guard let (before, after) = pairs.first(where: { !isAscending([$0, $1]) }) else { continue }
            deviations.add(
                .defaultOrder, at: "/LastUpdatedDateTime", of: after.id,
                value: "changed before \(before.id ?? "the product"), which it stands behind",
                expected: "the products of a brand by LastUpdatedDateTime, the oldest first", by: evidence)
        }
    }

    private static func isAscending(_ products: some Sequence<Product>) -> Bool {
        let times = products.compactMap(\.lastUpdated)
        return zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }
    }

    /// By code points, by letters of any case, by the numbers in them, each with or without what stands between letters and
    /// digits: the document does not say by what.
    private static func isDescending(_ ids: [String]) -> Bool {
        func holds<Key>(_ key: (String) -> Key, _ isBefore: (Key, Key) -> Bool) -> Bool {
            let keys = ids.map(key)
            return zip(keys, keys.dropFirst()).allSatisfy { !isBefore($0, $1) }
        }
        func number(_ id: String) -> Double { Double(id.filter { $0.isASCII && $0.isNumber }) ?? 0 }
        func bare(_ id: String) -> String { id.lowercased().filter { $0.isLetter || $0.isNumber } }
        return holds({ $0 }, <) || holds({ $0.lowercased() }, <) || holds(bare, <) || holds(number, <)
            || holds({ IDPiece.all(of: $0.lowercased()) }, { $0.lexicographicallyPrecedes($1) })
            || holds({ IDPiece.all(of: bare($0)) }, { $0.lexicographicallyPrecedes($1) })
    }

    /// - Parameters:
    ///   - seen: the answer to a request with the parameters.
    ///   - unfiltered: all products of the bank.
    ///   - known: of them, those that need not be read again.
    package func check(
        _ seen: Seen, of lfi: LFI, against unfiltered: [ListedProduct], known: [JSONText: Product] = [:],
        _ deviations: inout Deviations
    ) {
        let evidence = Deviations.Evidence(interactionID: seen.interactionID, time: seen.time)
        let place = parameters.place
        let asked = question
        deviations.look(at: [.filterAnswer])
        ProductsAnswerCheck.checkInteractionID(of: seen, at: place, evidence, &deviations)
        guard seen.status == 200 else {
            deviations.add(
                .filterAnswer, at: place, value: "status \(seen.status) to \(asked)",
                expected: "status 200", by: evidence)
            return
        }
        ProductsAnswerCheck.checkMediaType(of: seen, at: place, evidence, &deviations)
        let answered = ListedProduct.all(in: seen.body, of: lfi.identity, known: known)
        let ids = Set(answered.compactMap(\.product.id))
        let missing = unfiltered.filter { product in
            belongs(product.product) == true && product.product.id.map { !ids.contains($0) } ?? false
        }
        guard let shapes = try? PublishedShapes(answersOf: lfi.version),
            let envelope = ProductsAnswerCheck.envelope(
                of: seen, besides: answered, lfi, asked: asked, at: place, by: shapes, evidence, &deviations)
        else { return }
        let stated = envelope["Meta"]?["TotalPages"]
        let pages = stated?.figure
        deviations.look(at: [rule])
        func tell(_ product: ListedProduct?, _ value: String, _ expected: String) {
            deviations.add(
                rule, at: filter.isEmpty ? place : filter.place, of: product?.product.id, value: value,
                expected: expected, by: evidence)
        }
        for product in answered where belongs(product.product) == false {
            tell(product, "there, though asked for \(asked)", "only what was asked for")
        }
        let isExpected =
            mostProducts != nil ? !unfiltered.isEmpty : unfiltered.contains { belongs($0.product) == true }
        // What is missing may stand on another page; an empty link leads to none.
        let isWhole = (envelope["Links"]?["Next"]?.string ?? "").isEmpty && pages ?? 1 <= 1
        if answered.isEmpty, isExpected {
            tell(missing.first, "no products, though asked for \(asked)", "what was asked for")
        } else if isWhole, mostProducts == nil {
            for product in missing { tell(product, "not there, though asked for \(asked)", "all that was asked for") }
        }
        if let mostProducts, !unfiltered.isEmpty {
            if answered.count > mostProducts {
                tell(nil, "\(answered.count) products, though asked for \(asked)", "no more than \(mostProducts)")
            }
            let expected = (unfiltered.count + mostProducts - 1) / mostProducts
            if let pages, pages != Double(expected) {
                tell(nil, "TotalPages \(stated?.shown ?? ""), though asked for \(asked)", "\(expected) pages")
            }
        }
        guard let order else { return }
        deviations.look(at: [.sortOrder])
        let groups = Dictionary(grouping: answered, by: \.statedGroup)
        if !groups.values.allSatisfy({ order.holds($0.map(\.product)) }) {
            deviations.add(
                .sortOrder, at: order.parameters.place, value: "another order, though asked for \(asked)",
                expected: "the order that was asked for", by: evidence)
        }
    }
}

extension ListedProduct {
    /// Whose products stand in one order: a server that answers for several banks may call a brand of each the same.
    fileprivate var statedGroup: [String?] { [statedLFIIDText, statedBrandIDText] }
}

extension [(name: String, value: String)] {
    /// As it stands in a request: `SortField=ProductId&SortOrder=desc`.
    var question: String { map { "\($0.name)=\($0.value)" }.joined(separator: "&") }

    /// Where a finding about them stands: `/SortField+SortOrder`.
    fileprivate var place: String { "/" + map(\.name).joined(separator: "+") }
}

/// What an id is ordered by where numbers in it count as such: `A9` stands before `A10`.
private enum IDPiece: Comparable {
    // In this order: numbers stand before letters.
    case number(Double), letters(String)

    static func all(of id: String) -> [IDPiece] {
        var pieces: [IDPiece] = []
        var rest = id.unicodeScalars[...]
        while let first = rest.first {
            let isNumber = ("0"..."9").contains(first)
            let piece = rest.prefix { ("0"..."9").contains($0) == isNumber }
            pieces.append(isNumber ? .number(Double(String(piece)) ?? 0) : .letters(String(piece)))
            rest = rest[piece.endIndex...]
        }
        return pieces
    }
}
