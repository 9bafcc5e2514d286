import FoundationEssentials
import OpenFinance

/// A product that has changed, as JSON: what a bank sent stands in it as it was sent.
enum ChangeJSON {
    static func object(_ change: ProductChange) -> Data {
        let (old, new) = (change.old.product, change.new.product)
        var members: [(String, Data?)] = [
            ("LFIName", JSONOutput.encode(change.new.lfi.name)),
            ("AuthorisationServerId", JSONOutput.encode(change.new.lfi.id)),
            ("ProductId", new.id.map { JSONOutput.encode($0) }),
        ]
        if old.id != new.id { members.append(("OldProductId", old.id.map { JSONOutput.encode($0) })) }
        let lines = ChangeLine.all(change)
        let values = lines.filter { !$0.isHeadline }
        members += [
            ("ProductName", new.name.map { JSONOutput.encode($0) }),
            ("Headlines", list(change.headlines.map(headline))),
            ("Changes", list(zip(change.members, values).map(member))),
        ]
        return object(members)
    }

    private static func headline(_ change: HeadlineChange) -> Data {
        object(
            [
                ("Headline", JSONOutput.encode(change.headline.rawValue)), ("Old", change.old.map(value)),
                ("New", change.new.map(value)),
            ] + difference(change.difference))
    }

    private static func value(_ value: HeadlineChange.Value) -> Data {
        switch value {
        case .rate(let rate): JSONOutput.encode(HeadlinesJSON.Rate(rate))
        case .money(let money): JSONOutput.encode(MoneyJSON(money))
        }
    }

    private static func member(_ change: MemberChange, _ line: ChangeLine) -> Data {
        object(
            [
                ("What", JSONOutput.encode(line.words)), ("At", change.newPlace.map { JSONOutput.encode($0) }),
                ("OldAt", change.oldPlace.map { JSONOutput.encode($0) }), ("Old", change.old?.bytes),
                ("New", change.new?.bytes),
            ] + difference(change.difference))
    }

    private static func difference(_ difference: FigureDifference?) -> [(String, Data?)] {
        [
            ("Difference", difference.map { JSONOutput.encode("\($0.number)") }),
            ("Unit", difference?.unit.map { JSONOutput.encode($0) }),
        ]
    }

    // MARK: - Syntax

    /// Without the members that have nothing.
    private static func object(_ members: [(String, Data?)]) -> Data {
        let parts = members.compactMap { name, value in value.map { Data("\"\(name)\":".utf8) + $0 } }
        return Data("{".utf8) + parts.joined(separator: Data(",".utf8)) + Data("}".utf8)
    }

    private static func list(_ elements: [Data]) -> Data {
        Data("[".utf8) + elements.joined(separator: Data(",".utf8)) + Data("]".utf8)
    }
}
