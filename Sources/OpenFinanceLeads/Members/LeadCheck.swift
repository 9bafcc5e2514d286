import OpenFinance

/// Goes through a draft, and gathers what is wrong with it.
struct LeadCheck {
    private(set) var faults: [LeadFault]

    /// - Parameter faults: those that are known.
    init(faults: [LeadFault]) { self.faults = faults }

    /// What of the draft keeps the rules, as the schema wants it written.
    mutating func checked(_ draft: LeadDraft) -> [LeadMember: LeadValue] {
        var values: [LeadMember: LeadValue] = [:]
        for member in LeadMember.allCases {
            switch member.group {
            case .data: values[member] = checked(member, draft[member], isRequired: member.isRequired)
            case .address:
                values[member] = checked(
                    member, draft[member], isRequired: member.isRequired && draft.has(.address))
            // One form of three, which is checked as one.
            case .name: if member == member.group.members.first { values.merge(name(of: draft)) { $1 } }
            }
        }
        return values
    }

    /// Exactly one form, whole.
    private mutating func name(of draft: LeadDraft) -> [LeadMember: LeadValue] {
        let forms = LeadMember.NameForm.allCases.map(\.members)
        let given = forms.filter { form in form.contains { draft[$0] != nil } }
        guard given.count == 1 else {
            if given.isEmpty {
                missing(LeadMember.Group.name.rawValue)
            } else {
                let names = forms.map { $0.map(\.name).joined(separator: " with ") }.joined(separator: ", ")
                fault(LeadMember.Group.name.rawValue, "has several forms: give only one of \(names)")
            }
            return [:]
        }
        var values: [LeadMember: LeadValue] = [:]
        for member in given[0] { values[member] = checked(member, draft[member], isRequired: true) }
        return values
    }

    // MARK: - One member

    private mutating func checked(_ member: LeadMember, _ value: LeadValue?, isRequired: Bool) -> LeadValue? {
        guard let value else {
            if isRequired { missing(member.path) }
            return nil
        }
        let definition = member.definition
        switch definition.kind {
        case .truth:
            guard value.truth != nil else {
                fault(member.path, "is neither true nor false")
                return nil
            }
            return value
        case .text, .choice:
            guard case .text(let text) = value else {
                fault(member.path, "is not a text")
                return nil
            }
            if definition.isLeftOutWhenBlank, text.withoutBlankEnds.isEmpty { return nil }
            return checked(text, of: member, at: member.path).map(LeadValue.text)
        case .list(_, let most):
            if value.texts.count > most { fault(member.path, "has more than \(most) lines") }
            return .list(texts(of: value, member))
        case .set:
            return .list(texts(of: value, member).reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
        }
    }

    private mutating func texts(of value: LeadValue, _ member: LeadMember) -> [String] {
        guard case .list(let texts) = value else {
            fault(member.path, "is not a list")
            return []
        }
        if texts.isEmpty, !isFaulty(member.path) { fault(member.path, "is an empty list") }
        return texts.enumerated().compactMap { index, text in
            checked(text, of: member, at: "\(member.path)[\(index)]")
        }
    }

    private mutating func checked(_ text: String, of member: LeadMember, at path: String) -> String? {
        do throws(LeadRules.Violation) {
            return try member.checked(text)
        } catch {
            fault(path, error.message)
            return nil
        }
    }

    // MARK: - Faults

    private mutating func fault(_ path: String, _ message: String) { faults.append(LeadFault(path, message)) }

    private mutating func missing(_ path: String) {
        // What a document gives as the wrong kind of value is not missing, too.
        if !isFaulty(path) { faults.append(LeadFault(missing: path)) }
    }

    private func isFaulty(_ path: String) -> Bool {
        faults.contains { $0.path == path || $0.path.hasPrefix("\(path).") || $0.path.hasPrefix("\(path)[") }
    }
}
