import FoundationEssentials

/// Which element of a list was which element of an earlier one. No list of the schemas has an order that means something, so
/// it is not the place that tells.
///
/// First what means the same belongs together. Of what is left, what has the same names; then what has the same type, where
/// that is one of each; then what is most alike. Each step takes both lists alike, so that a comparison the other way round
/// finds the same.
struct ElementMatching {
    /// Of the earlier list, of the later one; one of them is nil for what came or went. In the order of the later list, what
    /// went at the end.
    static func pairs(_ old: [Meaning], _ new: [Meaning]) -> [(old: Int?, new: Int?)] {
        var matching = ElementMatching(old, new)
        matching.match(matching.samePlace)
        matching.match(matching.groups { $0.fingerprint }.flatMap { zip($0, $1).map { ($0, $1) } })
        matching.match(matching.groups(\.names).flatMap { matching.alike($0, $1) })
        // A type that is none (`Other`) tells nothing.
        let types = matching.groups { $0.typeText == "Other" ? nil : $0.typeText }
        matching.match(types.filter { $0.old.count == 1 && $0.new.count == 1 }.map { ($0.old[0], $0.new[0]) })
        matching.match(matching.alike(matching.oldLeft, matching.newLeft, atLeast: \.isMeaningful))
        return new.indices.map { (matching.partner[$0], $0) } + matching.oldLeft.map { ($0, nil) }
    }

    private let old, new: [Meaning]
    private var oldLeft, newLeft: [Int]
    /// Of an element of the later list, the earlier one's.
    private var partner: [Int: Int] = [:]

    private init(_ old: [Meaning], _ new: [Meaning]) {
        (self.old, self.new) = (old, new)
        (oldLeft, newLeft) = (Array(old.indices), Array(new.indices))
    }

    private mutating func match(_ pairs: [(old: Int, new: Int)]) {
        guard !pairs.isEmpty else { return }
        for pair in pairs { partner[pair.new] = pair.old }
        let (olds, news) = (Set(pairs.map(\.old)), Set(pairs.map(\.new)))
        oldLeft.removeAll(where: olds.contains)
        newLeft.removeAll(where: news.contains)
    }

    // MARK: - Steps

    /// What means the same, and stands where it stood.
    private var samePlace: [(old: Int, new: Int)] {
        oldLeft.filter { $0 < new.count && old[$0].fingerprint == new[$0].fingerprint }.map { ($0, $0) }
    }

    /// What is left of both lists and has one key; without what has none.
    private func groups<Key: Hashable>(_ key: (Meaning) -> Key?) -> [(old: [Int], new: [Int])] {
        let olds = Dictionary(grouping: oldLeft) { key(old[$0]) }
        let news = Dictionary(grouping: newLeft) { key(new[$0]) }
        return olds.compactMap { key, olds in key == nil ? nil : news[key].map { (olds, $0) } }
    }

    /// How much of two elements is the same.
    private struct Likeness {
        let same, most: Int

        /// Whether one may have become the other: half of it is the same; or each is one value.
        var isMeaningful: Bool { 2 * same >= most || most <= 1 }
    }

    /// So many of one list are each set beside so many of another; longer ones are taken in their order.
    private static let mostCompared = 32

    /// The pairs that are most alike, of equals those that stand further in front.
    ///
    /// - Parameter isEnough: nil where they belong together however little alike they are.
    private func alike(
        _ olds: [Int], _ news: [Int], atLeast isEnough: ((Likeness) -> Bool)? = nil
    ) -> [(old: Int, new: Int)] {
        guard !olds.isEmpty, !news.isEmpty else { return [] }
        if isEnough == nil, olds.count == 1, news.count == 1 { return [(olds[0], news[0])] }
        guard olds.count <= Self.mostCompared, news.count <= Self.mostCompared else {
            return zip(olds, news).map { ($0, $1) }
        }
        let oldLeaves = olds.map { old[$0].leaves }
        let newLeaves = news.map { new[$0].leaves }
        var candidates: [(same: Int, sum: Int, distance: Int, old: Int, new: Int)] = []
        for left in olds.indices {
            for right in news.indices {
                let likeness = Likeness(
                    same: oldLeaves[left].shared(with: newLeaves[right]),
                    most: max(oldLeaves[left].total, newLeaves[right].total))
                if isEnough?(likeness) ?? true {
                    candidates.append((likeness.same, left + right, abs(left - right), left, right))
                }
            }
        }
        candidates.sort { (-$0.same, $0.sum, $0.distance) < (-$1.same, $1.sum, $1.distance) }
        var (oldTaken, newTaken): (Set<Int>, Set<Int>) = ([], [])
        var pairs: [(old: Int, new: Int)] = []
        for candidate in candidates where !oldTaken.contains(candidate.old) && !newTaken.contains(candidate.new) {
            oldTaken.insert(candidate.old)
            newTaken.insert(candidate.new)
            pairs.append((olds[candidate.old], news[candidate.new]))
        }
        return pairs
    }
}

extension Meaning {
    /// Members that name the object that they stand in: what it is, and for which balance, term or share it holds.
    private static let naming: Set = [
        "Type", "RateType", "RateCategory", "CustomerCategory", "AssetType", "Name", "Field", "Period", "Date", "Tier",
        "Term", "Unit", "MinimumTierValue", "MaximumTierValue", "LTVStart", "LTVEnd", "MinimumTenor", "MaximumTenor",
        "Condition", "Id", "Code", "Key", "Language",
    ]

    /// What names it; nil for what has no name.
    fileprivate var names: [Int]? {
        guard case .object(let members) = parts else { return nil }
        let names = members.filter { Self.naming.contains($0.name) && !$0.value.isNothing }.map { member in
            var hasher = Hasher()
            hasher.combine(member.name)
            hasher.combine(member.value.fingerprint)
            return hasher.finalize()
        }
        return names.isEmpty ? nil : names.sorted()
    }

    /// The member of an object by which people would call it, and that of a text.
    fileprivate var typeText: String? {
        if case .string(let text) = value { return text }
        guard case .object(let members) = parts else { return nil }
        for name in ListElementName.members {
            if let member = members.first(where: { $0.name == name }), case .string(let text) = member.value.value {
                return text
            }
        }
        return nil
    }

    fileprivate var leaves: Leaves {
        var leaves = Leaves()
        leaves.add(self, at: 0)
        return leaves
    }

    /// The scalars of a value, each with the members that lead to it.
    fileprivate struct Leaves {
        private var counts: [Int: Int] = [:]
        private(set) var total = 0

        mutating func add(_ meaning: Meaning, at path: Int) {
            switch meaning.parts {
            case .object(let members):
                for member in members where !member.value.isNothing {
                    var hasher = Hasher()
                    hasher.combine(path)
                    hasher.combine(member.name)
                    add(member.value, at: hasher.finalize())
                }
            case .array(let elements): for element in elements { add(element, at: path) }
            case .scalar:
                var hasher = Hasher()
                hasher.combine(path)
                hasher.combine(meaning.fingerprint)
                counts[hasher.finalize(), default: 0] += 1
                total += 1
            }
        }

        func shared(with other: Leaves) -> Int {
            let (fewer, more) = counts.count <= other.counts.count ? (counts, other.counts) : (other.counts, counts)
            return fewer.reduce(0) { $0 + min($1.value, more[$1.key] ?? 0) }
        }
    }
}

/// By which of its members an element of a list goes.
package enum ListElementName {
    /// The first that is there.
    package static let members = [
        "Type", "RateCategory", "RateType", "CustomerCategory", "AssetType", "Name", "Id", "Code", "Key",
    ]
}
