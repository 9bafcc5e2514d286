import FoundationEssentials

/// A product that is in two lists, and is another in the later one.
public struct ProductChange: Sendable {
    /// As it was in the earlier list.
    public let old: ListedProduct
    /// As it is in the later list; its id may be another (see ``ProductChanges``).
    public let new: ListedProduct
    /// The headlines among what has changed.
    public let headlines: [HeadlineChange]
    /// Every value that has changed, headlines' own included: figures first, and when it was changed
    /// (`LastUpdatedDateTime`) last.
    public let members: [MemberChange]

    /// Nil where both mean the same. A saved list's own members (``ListedProduct/json``) are not compared: they are not
    /// the LFI's.
    ///
    /// - Parameter scenario: on which day, and for what, headlines are read; the same for both.
    public init?(from old: ListedProduct, to new: ListedProduct, in scenario: Scenario = Scenario()) {
        guard !old.isSpelled(like: new) else { return nil }
        let changes = ValueComparison(Meaning(old.sent), Meaning(new.sent)).changes
        guard !changes.isEmpty else { return nil }
        self.old = old
        self.new = new
        headlines = HeadlineChange.all(from: old.headlines(in: scenario), to: new.headlines(in: scenario))
            .compactMap { $0.withoutStandIns(for: changes) }
        members = changes.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(
            \.element)
    }
}

extension MemberChange {
    fileprivate var rank: Int {
        if difference != nil { return 0 }
        return place == "/LastUpdatedDateTime" ? 2 : 1
    }
}

extension ListedProduct {
    private static let ownNames = OwnMember.allCases.map(\.rawValue)

    /// The product as its LFI sent it: of a saved one, without what stands in it beside that.
    package var sent: JSONValue {
        // The bytes were scanned before.
        guard case .object(let members)? = try? JSONValue(json.bytes) else { return .null }
        guard isSaved else { return .object(members) }
        let kept = members.first { $0.name == OwnMember.lfiMembers.rawValue }
        var sent = members.filter { !Self.ownNames.contains($0.name) }
        if case .object(let setApart)? = kept?.value { sent += setApart }
        return .object(sent)
    }

    /// Whether both are the same but for the white space in them. Most of two lists is, and need not be looked at any closer.
    fileprivate func isSpelled(like other: ListedProduct) -> Bool { spelling == other.spelling }

    private var spelling: [UInt8] {
        var spelling: [UInt8] = []
        if isSaved {
            let members = Self.ownNames.filter { $0 != OwnMember.lfiMembers.rawValue }
            json.writeMembers(except: members, to: &spelling)
        } else {
            json.writeMembers(to: &spelling)
        }
        return spelling
    }
}
