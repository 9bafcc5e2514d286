import OpenFinance
import OpenFinanceLeads

/// Asks a person for what a lead still lacks, one thing after the other, and again where an answer breaks a rule.
struct LeadInterview {
    private let ask: @Sendable (String) -> String?
    private let console: Console

    /// Nil where nobody can be asked.
    init?(_ questions: Questions, console: Console) {
        guard let ask = questions.ask else { return nil }
        self.ask = ask
        self.console = console
    }

    /// Asks for everything that was not given, where something is missing that has to be there.
    func complete(_ given: LeadDraft) throws(CommandFailure) -> LeadDraft {
        guard given.lacksSomething else { return given }
        console.note("Enter alone leaves out what is optional. Nothing is sent before you have seen it all.")
        var draft = given
        if draft[.categories] == nil { draft[.categories] = try categories() }
        for member in LeadMember.allCases {
            switch member.group {
            case .data: if draft[member] == nil { draft[member] = try value(of: member) }
            // A group is asked for as one, where its first member stands.
            case .name: if member == member.group.members.first, !draft.has(.name) { try name(&draft) }
            case .address: if member == member.group.members.first, !draft.has(.address) { try address(&draft) }
            }
        }
        return draft
    }

    private func value(of member: LeadMember) throws(CommandFailure) -> LeadValue? {
        switch member {
        case .marketingOptOut: .truth(try yesOrNo(member.prompt))
        case let member where member.isRequired: .text(try answer(member))
        default: try optional(member).map(LeadValue.text)
        }
    }

    // MARK: - What takes more than one answer

    private func categories() throws(CommandFailure) -> LeadValue {
        let answer = try answer(LeadMember.categories.prompt) { (text) throws(LeadRules.Violation) in
            var categories: [String] = []
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                categories.append(try LeadMember.categories.checked(String(part)))
            }
            return categories.joined(separator: ",")
        }
        return .list(answer.split(separator: ",").map(String.init))
    }

    private func name(_ draft: inout LeadDraft) throws(CommandFailure) {
        draft[.givenName] = try optional(.givenName).map(LeadValue.text)
        guard draft[.givenName] == nil else {
            draft[.lastName] = .text(try answer(.lastName))
            return
        }
        draft[.fullName] = try optional(.fullName).map(LeadValue.text)
        if draft[.fullName] == nil { draft[.businessName] = .text(try answer(.businessName)) }
    }

    private func address(_ draft: inout LeadDraft) throws(CommandFailure) {
        var lines: [String] = []
        while lines.count < LeadMember.mostAddressLines,
            let next = try optional("\(LeadMember.addressLines.prompt) \(lines.count + 1)", LeadMember.addressLines)
        {
            lines.append(next)
        }
        guard !lines.isEmpty else { return }
        draft[.addressLines] = .list(lines)
        draft[.country] = .text(try answer(.country))
        // Of the type there is one alone.
        let asked: Set<LeadMember> = [.addressLines, .country, .addressType]
        for member in LeadMember.Group.address.members where !asked.contains(member) {
            draft[member] = try optional(member).map(LeadValue.text)
        }
    }

    private func yesOrNo(_ prompt: String) throws(CommandFailure) -> Bool {
        guard let answer = Questions(ask: ask).yesOrNo(prompt) else { throw Self.ended }
        return answer
    }

    // MARK: - One answer

    private typealias Rule = (String) throws(LeadRules.Violation) -> String

    private func answer(_ member: LeadMember) throws(CommandFailure) -> String {
        try answer(member.prompt, member.checked)
    }

    private func answer(_ prompt: String, _ rule: Rule) throws(CommandFailure) -> String {
        while true {
            guard let text = ask("\(prompt): ") else { throw Self.ended }
            if let checked = checked(text, rule) { return checked }
        }
    }

    private func optional(_ member: LeadMember) throws(CommandFailure) -> String? {
        try optional(member.prompt, member)
    }

    private func optional(_ prompt: String, _ member: LeadMember) throws(CommandFailure) -> String? {
        while true {
            guard let text = ask("\(prompt) (optional): ") else { throw Self.ended }
            if text.allSatisfy(\.isWhitespace) { return nil }
            if let checked = checked(text, member.checked) { return checked }
        }
    }

    private func checked(_ text: String, _ rule: Rule) -> String? {
        do throws(LeadRules.Violation) {
            return try rule(text)
        } catch {
            console.note("  That \(error.message).")
            return nil
        }
    }

    private static let ended = CommandFailure(
        .interrupted, "The questions were not answered to the end", advice: "Nothing was sent; start again")
}

extension LeadMember {
    /// What a person is asked for it.
    fileprivate var prompt: String {
        switch self {
        case .email: "E-mail address"
        case .emiratesID: "Emirates ID"
        case .givenName: "Given name (none: a name in one piece, or a business)"
        case .lastName: "Last name"
        case .fullName: "Name in one piece (none: a business)"
        case .businessName: "Name of the business"
        case .phoneNumber: "Telephone number with country code"
        case .nationality: "Nationality, as a country's code such as AE"
        case .addressLines: "Home address, line"
        case .countrySubDivision: "Emirate (\(Self.emirates.joined(separator: ", ")))"
        case .country: "Country of the address, as a code such as AE"
        case .note: "What else the bank should know"
        case .marketingOptOut: "Has this person opted out of marketing?"
        case .categories: "Product category (\(ProductCategory.all.map(\.rawValue).joined(separator: ", ")))"
        case .addressType, .buildingNumber, .buildingName, .floor, .streetName, .districtName, .postBox, .townName:
            name.memberLabel
        }
    }
}
