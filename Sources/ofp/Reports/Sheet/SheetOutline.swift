import OpenFinance

/// Which member of a product goes into which section.
struct SheetOutline {
    private(set) var sections: [ProductSheet.Section] = []
    private var places: [String: Int] = [:]

    mutating func add(_ listed: ListedProduct) {
        let own = listed.isSaved ? Set(ListedProduct.OwnMember.allCases.map(\.rawValue)) : []
        add("Whose it is", ownLines(listed))
        guard case .object(let members) = listed.json.value else { return }
        for member in members where !own.contains(member.name) {
            if member.name == "Product", case .object(let details) = member.value {
                details.forEach { addDetail($0) }
            } else {
                add(member, scalarsTo: "Product")
            }
        }
        sections.sort { Self.place($0.title) < Self.place($1.title) }
    }

    /// Under `Product` stand rates, rewards and the like, and one object of the category's own details.
    private mutating func addDetail(_ member: JSONValue.Member) {
        let isRates = member.name == "DepositRates" || member.name == "FinanceRates"
        if !isRates, case .object(let members) = member.value, !InlineForm.applies(to: members) {
            for detail in members { add(detail, scalarsTo: "Details") }
        } else {
            add(member, scalarsTo: "Details")
        }
    }

    /// Lists and objects have a section each; what stands in one line goes to the section that is named.
    private mutating func add(_ member: JSONValue.Member, scalarsTo title: String) {
        switch member.value {
        case .array(let elements) where !elements.isEmpty:
            add(Self.title(of: member.name), SheetLines.items(elements, depth: 0))
        case .object(let members) where !members.isEmpty && !InlineForm.applies(to: members):
            add(Self.title(of: member.name), SheetLines.members(members, depth: 0))
        default:
            add(title, SheetLines.lines(member, depth: 0))
        }
    }

    private mutating func add(_ title: String, _ lines: [ProductSheet.Line]) {
        if let index = places[title] {
            sections[index].lines += lines
        } else {
            places[title] = sections.count
            sections.append(.init(title: title, lines: lines))
        }
    }

    private func ownLines(_ listed: ListedProduct) -> [ProductSheet.Line] {
        [
            ("LFIId", listed.statedLFIIDText), ("LFIBrandId", listed.statedBrandIDText),
            ("AuthorisationServerId", listed.lfi.id),
        ].map { .init(label: $0.memberLabel, value: $1 ?? ProductColumn.unknown) }
    }

    private static func title(of member: String) -> String {
        switch member {
        case "Documentation": "Documents"
        case "Eligibility": "Who can have it"
        case "RewardsBenefits": "Rewards and benefits"
        case "Tenor": "Term"
        default: member.memberLabel
        }
    }

    /// What people ask first stands first; what is not known here comes before the links.
    private static func place(_ title: String) -> Int {
        places[title] ?? (places.count + (title == "Links" ? 1 : title == "Whose it is" ? 2 : 0))
    }

    private static let places = Dictionary(
        uniqueKeysWithValues: [
            "Product", "Deposit rates", "Expected profit rates", "Profit sharing rate", "Finance rates",
            "Sharia finance rates", "Finance profit rate", "Rate", "Annual percentage rate range", "Indicative APR",
            "Details", "Charges", "Fees", "Limits", "Term", "Tenure", "Repayment tenure", "Asset backed",
            "Rewards and benefits", "Benefits", "Features", "Who can have it", "Documents", "Channels",
        ].enumerated().map { ($1, $0) })
}
