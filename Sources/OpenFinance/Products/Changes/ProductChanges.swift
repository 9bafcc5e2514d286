import FoundationEssentials

/// What is another in one list of products than in an earlier one.
///
/// Products are the same by their LFI and its id for them. An id need not last (schema `Product`): one that is gone, and a
/// new one under which the same LFI has exactly the same product, are a change of its id.
///
/// Where an LFI failed, was not asked, or did not give all of its products, in either list, what is missing is no
/// withdrawal, and what is there for the first time need not be new: that is in ``notCompared``. So is what is outside of the
/// ``ListScope`` of the list that does not have it.
public struct ProductChanges: Sendable {
    /// In the order of ``ProductOrder``.
    public private(set) var added: [ListedProduct] = []
    /// As they were.
    public private(set) var withdrawn: [ListedProduct] = []
    /// First those of which a headline has changed.
    public private(set) var changed: [ProductChange] = []
    /// As they are now.
    public private(set) var unchanged: [ListedProduct] = []
    /// By name and id of the LFI.
    public private(set) var notCompared: [NotCompared] = []

    /// What one list does not say of an LFI.
    public struct NotCompared: Sendable {
        /// One of the two lists that are compared.
        public enum List: String, Sendable, Hashable {
            /// The earlier one.
            case old
            /// The later one.
            case new
        }

        /// Of whom something cannot be said.
        public let lfi: LFI.Identity
        /// The one that does not say it.
        public let list: List
        /// Why that list does not say it.
        public let gap: ProductSnapshot.Gap
        /// Those of the other list of which nothing can be said.
        public fileprivate(set) var products: [ListedProduct]

        /// Of somebody who was not asked, and has nothing in the other list either, there is nothing to say.
        fileprivate var isEmpty: Bool { products.isEmpty && (gap == .notAsked || gap == .notAskedFor) }
    }

    /// - Parameter scenario: on which day, and for what, headlines are read; the same for both.
    public init(from old: ProductSnapshot, to new: ProductSnapshot, in scenario: Scenario = Scenario()) {
        let matching = ProductMatching(old.products, new.products)
        let compared = matching.pairs.concurrentMap { pair in
            (pair.new, ProductChange(from: pair.old, to: pair.new, in: scenario))
        }
        changed = compared.compactMap(\.1)
        unchanged = compared.filter { $0.1 == nil }.map(\.0)

        let lfis = Dictionary(
            (new.lfis + old.lfis).map { ($0.id, $0.identity) }
                + (new.products + old.products).map { ($0.lfi.id, $0.lfi) },
            uniquingKeysWith: { first, _ in first })
        let gaps = (old: old.gaps(of: Set(lfis.keys)), new: new.gaps(of: Set(lfis.keys)))
        /// What of one list's products the other one says nothing of, and the rest, which it would have to have.
        func sorted(
            _ left: [ListedProduct], without gaps: [LFI.ID: ProductSnapshot.Gap], in list: NotCompared.List,
            of scope: ListScope
        ) -> (missing: [ListedProduct], notCompared: [NotCompared]) {
            var missing: [ListedProduct] = []
            var unknown: [LFI.ID: [ListedProduct]] = [:]
            for product in left {
                if gaps[product.lfi.id] == nil, scope.covers(product) {
                    missing.append(product)
                } else {
                    unknown[product.lfi.id, default: []].append(product)
                }
            }
            let notCompared = Set(gaps.keys).union(unknown.keys).map { id in
                NotCompared(
                    lfi: lfis[id] ?? .init(id: id, name: id), list: list, gap: gaps[id] ?? .notAskedFor,
                    products: unknown[id] ?? [])
            }
            return (missing, notCompared)
        }
        let came = sorted(matching.newLeft, without: gaps.old, in: .old, of: old.scope)
        let went = sorted(matching.oldLeft, without: gaps.new, in: .new, of: new.scope)
        (added, withdrawn) = (came.missing, went.missing)
        notCompared = came.notCompared + went.notCompared
        notCompared.removeAll(where: \.isEmpty)
        arrange(scenario)
    }

    /// Whether nothing is known to have changed. There may be something in ``notCompared`` all the same.
    public var isEmpty: Bool { added.isEmpty && withdrawn.isEmpty && changed.isEmpty }

    /// Only what is of these categories, before or after; of every category where there is none.
    public func ofCategories(_ categories: Set<ProductCategory>) -> ProductChanges {
        guard !categories.isEmpty else { return self }
        func isMeant(_ product: ListedProduct) -> Bool {
            product.product.category.map { categories.contains($0.canonical) } ?? false
        }
        var changes = self
        changes.added.removeAll { !isMeant($0) }
        changes.withdrawn.removeAll { !isMeant($0) }
        changes.unchanged.removeAll { !isMeant($0) }
        changes.changed.removeAll { !isMeant($0.old) && !isMeant($0.new) }
        for index in changes.notCompared.indices { changes.notCompared[index].products.removeAll { !isMeant($0) } }
        changes.notCompared.removeAll(where: \.isEmpty)
        return changes
    }

    private mutating func arrange(_ scenario: Scenario) {
        let order = ProductOrder()
        added = order.sorted(added, in: scenario)
        withdrawn = order.sorted(withdrawn, in: scenario)
        let changes = Dictionary(grouping: changed, by: \.new)
        let products = order.sorted(changes.keys.sorted { $0.lfi.id < $1.lfi.id }, in: scenario)
        let ordered = products.flatMap { changes[$0] ?? [] }
        changed = ordered.filter { !$0.headlines.isEmpty } + ordered.filter(\.headlines.isEmpty)
        notCompared.sort { ($0.lfi.name, $0.lfi.id, $0.list.rawValue) < ($1.lfi.name, $1.lfi.id, $1.list.rawValue) }
    }
}

/// Which product was which.
private struct ProductMatching {
    private(set) var pairs: [(old: ListedProduct, new: ListedProduct)] = []
    private(set) var oldLeft: [ListedProduct] = []
    private(set) var newLeft: [ListedProduct] = []

    private struct Key: Hashable {
        let lfi: LFI.ID
        let id: String?

        init(_ product: ListedProduct) { (lfi, id) = (product.lfi.id, product.product.id) }
    }

    init(_ old: [ListedProduct], _ new: [ListedProduct]) {
        let olds = Dictionary(grouping: old, by: Key.init)
        let news = Dictionary(grouping: new, by: Key.init)
        var seen: Set<Key> = []
        // In the order of the lists, so that every run says the same.
        for key in (old + new).map(Key.init) where seen.insert(key).inserted { match(olds[key] ?? [], news[key] ?? []) }
        matchRenamed()
    }

    /// Products of one id, nearly always one of each.
    private mutating func match(_ old: [ListedProduct], _ new: [ListedProduct]) {
        guard old.count > 1 || new.count > 1 else {
            if let earlier = old.first, let later = new.first { pairs.append((earlier, later)) } else { left(old, new) }
            return
        }
        let (old, new) = (old.withMeanings, new.withMeanings)
        var (goneOld, goneNew): ([ListedProduct], [ListedProduct]) = ([], [])
        for pair in ElementMatching.pairs(old.map(\.meaning), new.map(\.meaning)) {
            switch (pair.old, pair.new) {
            case (let earlier?, let later?): pairs.append((old[earlier].product, new[later].product))
            case (let earlier?, nil): goneOld.append(old[earlier].product)
            case (nil, let later?): goneNew.append(new[later].product)
            case (nil, nil): break
            }
        }
        // An id that stands in both is that of one product, as long as there is one of each.
        if goneOld.first?.product.id != nil {
            pairs += zip(goneOld, goneNew).map { ($0, $1) }
            let count = min(goneOld.count, goneNew.count)
            left(Array(goneOld.dropFirst(count)), Array(goneNew.dropFirst(count)))
        } else {
            left(goneOld, goneNew)
        }
    }

    private mutating func left(_ old: [ListedProduct], _ new: [ListedProduct]) {
        oldLeft += old
        newLeft += new
    }

    /// What is left of one LFI, and is the same but for its id.
    private mutating func matchRenamed() {
        let owners = Set(oldLeft.map(\.lfi.id)).intersection(newLeft.map(\.lfi.id))
        guard !owners.isEmpty else { return }
        func groups(_ products: [ListedProduct]) -> [Int: [Int]] {
            Dictionary(
                grouping: products.indices.filter { owners.contains(products[$0].lfi.id) },
                by: { products[$0].fingerprintWithoutID })
        }
        let (olds, news) = (groups(oldLeft), groups(newLeft))
        var (oldTaken, newTaken): (Set<Int>, Set<Int>) = ([], [])
        for (fingerprint, olds) in olds {
            guard olds.count == 1, let news = news[fingerprint], news.count == 1 else { continue }
            pairs.append((oldLeft[olds[0]], newLeft[news[0]]))
            oldTaken.insert(olds[0])
            newTaken.insert(news[0])
        }
        oldLeft = oldLeft.indices.filter { !oldTaken.contains($0) }.map { oldLeft[$0] }
        newLeft = newLeft.indices.filter { !newTaken.contains($0) }.map { newLeft[$0] }
    }
}

extension [ListedProduct] {
    /// A bank that lists the same twice has one product.
    fileprivate var withMeanings: [(product: ListedProduct, meaning: Meaning)] {
        var seen: Set<Int> = []
        return map { ($0, Meaning($0.sent)) }.filter { seen.insert($0.1.fingerprint).inserted }
    }
}

extension ListedProduct {
    fileprivate var fingerprintWithoutID: Int {
        var hasher = Hasher()
        hasher.combine(lfi.id)
        if case .object(let members) = sent {
            hasher.combine(Meaning(.object(members.filter { $0.name != "ProductId" })).fingerprint)
        }
        return hasher.finalize()
    }
}
