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
        if draft.categories == nil { draft.categories = try categories() }
        if draft.email == nil { draft.email = try answer("E-mail address", LeadRules.email) }
        if draft.emiratesID == nil {
            draft.emiratesID = try answer("Emirates ID", Self.emiratesID)
        }
        if !draft.hasName { try name(&draft) }
        if draft.phoneNumber == nil {
            draft.phoneNumber = try optional("Telephone number with country code", LeadRules.phoneNumber)
        }
        if draft.nationality == nil {
            draft.nationality = try optional("Nationality, as a country's code such as AE", Self.country)
        }
        if !draft.hasAddress { try address(&draft) }
        if draft.note == nil { draft.note = try optional("What else the bank should know", LeadRules.note) }
        if draft.marketingOptOut == nil { draft.marketingOptOut = try marketingOptOut() }
        return draft
    }

    // MARK: - What takes more than one answer

    private func categories() throws(CommandFailure) -> [String] {
        let known = ProductCategory.all.map(\.rawValue).joined(separator: ", ")
        let answer = try answer("Product category (\(known))") { (text) throws(LeadRules.Violation) in
            var categories: [String] = []
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                categories.append(try LeadRules.category(String(part)).rawValue)
            }
            return categories.joined(separator: ",")
        }
        return answer.split(separator: ",").map(String.init)
    }

    private func name(_ draft: inout LeadDraft) throws(CommandFailure) {
        func part(_ text: String) throws(LeadRules.Violation) -> String {
            try LeadRules.text(text, longest: LeadDraft.Longest.namePart)
        }
        func whole(_ text: String) throws(LeadRules.Violation) -> String {
            try LeadRules.text(text, longest: LeadDraft.Longest.name)
        }
        draft.givenName = try optional("Given name (none: a name in one piece, or a business)", part)
        guard draft.givenName == nil else {
            draft.lastName = try answer("Last name", part)
            return
        }
        draft.fullName = try optional("Name in one piece (none: a business)", whole)
        if draft.fullName == nil { draft.businessName = try answer("Name of the business", whole) }
    }

    private func address(_ draft: inout LeadDraft) throws(CommandFailure) {
        func line(_ number: Int) throws(CommandFailure) -> String? {
            try optional("Home address, line \(number)") { (text) throws(LeadRules.Violation) in
                try LeadRules.text(text, longest: LeadDraft.Longest.addressLine)
            }
        }
        var lines: [String] = []
        while lines.count < LeadDraft.Longest.addressLines, let next = try line(lines.count + 1) { lines.append(next) }
        guard !lines.isEmpty else { return }
        draft.addressLines = lines
        draft.country = try answer("Country of the address, as a code such as AE", Self.country)
        for detail in LeadDraft.AddressDetail.allCases where detail != .addressType {
            draft.addressDetails[detail] = try optional(detail.prompt, detail.checked)
        }
    }

    private func marketingOptOut() throws(CommandFailure) -> Bool {
        let questions = Questions(ask: ask)
        guard let answer = questions.yesOrNo("Has this person opted out of marketing?") else { throw Self.ended }
        return answer
    }

    // MARK: - One answer

    private func answer(_ prompt: String, _ rule: Rule) throws(CommandFailure) -> String {
        while true {
            guard let text = ask("\(prompt): ") else { throw Self.ended }
            if let checked = checked(text, rule) { return checked }
        }
    }

    private func optional(_ prompt: String, _ rule: Rule) throws(CommandFailure) -> String? {
        while true {
            guard let text = ask("\(prompt) (optional): ") else { throw Self.ended }
            if text.allSatisfy(\.isWhitespace) { return nil }
            if let checked = checked(text, rule) { return checked }
        }
    }

    private static func emiratesID(_ text: String) throws(LeadRules.Violation) -> String {
        try LeadRules.emiratesID(text).formatted
    }

    private static func country(_ text: String) throws(LeadRules.Violation) -> String {
        try LeadRules.country(text).rawValue
    }

    private typealias Rule = (String) throws(LeadRules.Violation) -> String

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

extension LeadDraft {
    fileprivate var lacksSomething: Bool {
        email == nil || emiratesID == nil || !hasName || marketingOptOut == nil || categories == nil
    }
}

extension LeadDraft.AddressDetail {
    fileprivate var prompt: String {
        self == .countrySubDivision ? "Emirate (\(Self.emirates.joined(separator: ", ")))" : rawValue.memberLabel
    }
}
