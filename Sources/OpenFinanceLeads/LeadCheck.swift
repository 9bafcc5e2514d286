import OpenFinance

/// Goes through a draft, and gathers what is wrong with it.
struct LeadCheck {
    typealias Rule<Value> = (String) throws(LeadRules.Violation) -> Value

    var faults: [LeadFault]

    mutating func fault(_ path: String, _ message: String) {
        faults.append(LeadFault(path, message))
    }

    mutating func missing(_ path: String) {
        // What a document gives as the wrong kind of value is not missing, too.
        guard
            !faults.contains(where: {
                $0.path == path || $0.path.hasPrefix("\(path).") || $0.path.hasPrefix("\(path)[")
            })
        else { return }
        faults.append(LeadFault(missing: path))
    }

    mutating func optional<Value>(_ path: String, _ text: String?, _ rule: Rule<Value>) -> Value? {
        guard let text else { return nil }
        do throws(LeadRules.Violation) {
            return try rule(text)
        } catch {
            fault(path, error.message)
            return nil
        }
    }

    mutating func required<Value>(_ path: String, _ text: String?, _ rule: Rule<Value>) -> Value? {
        if text == nil { missing(path) }
        return optional(path, text, rule)
    }

    /// Exactly one form, whole.
    mutating func name(of draft: LeadDraft) -> Lead.Name? {
        let hasParts = draft.givenName != nil || draft.lastName != nil
        let forms = [hasParts, draft.fullName != nil, draft.businessName != nil].filter(\.self).count
        guard forms == 1 else {
            if forms == 0 {
                missing("Data.Name")
            } else {
                fault(
                    "Data.Name",
                    "has several forms: only one of GivenName with LastName, FullName, BusinessName may stand")
            }
            return nil
        }
        func rule(_ longest: Int) -> Rule<String> {
            { (text) throws(LeadRules.Violation) in try LeadRules.text(text, longest: longest) }
        }
        if hasParts {
            let given = required("Data.Name.GivenName", draft.givenName, rule(LeadDraft.Longest.namePart))
            let last = required("Data.Name.LastName", draft.lastName, rule(LeadDraft.Longest.namePart))
            guard let given, let last else { return nil }
            return .parts(given: given, last: last)
        }
        if let full = optional("Data.Name.FullName", draft.fullName, rule(LeadDraft.Longest.name)) {
            return .full(full)
        }
        return optional("Data.Name.BusinessName", draft.businessName, rule(LeadDraft.Longest.name)).map(
            Lead.Name.business)
    }

    mutating func address(of draft: LeadDraft) -> Lead.Address? {
        guard draft.hasAddress else { return nil }
        let path = "Data.ResidentialAddress"
        let lines = draft.addressLines ?? []
        if lines.isEmpty { missing("\(path).AddressLine") }
        if lines.count > LeadDraft.Longest.addressLines {
            fault("\(path).AddressLine", "has more than \(LeadDraft.Longest.addressLines) lines")
        }
        let checkedLines = lines.enumerated().compactMap { index, line in
            optional("\(path).AddressLine[\(index)]", line) { (text) throws(LeadRules.Violation) in
                try LeadRules.text(text, longest: LeadDraft.Longest.addressLine)
            }
        }
        var details: [LeadDraft.AddressDetail: String] = [:]
        for detail in LeadDraft.AddressDetail.allCases {
            details[detail] = optional("\(path).\(detail.rawValue)", draft.addressDetails[detail], detail.checked)
        }
        guard let country = required("\(path).Country", draft.country, LeadRules.country) else { return nil }
        return Lead.Address(lines: checkedLines, country: country, details: details)
    }

    mutating func categories(of draft: LeadDraft) -> [ProductCategory] {
        let given = draft.categories ?? []
        if draft.categories == nil { missing("Data.ProductCategories") }
        if draft.categories?.isEmpty == true, !faults.contains(where: { $0.path.hasPrefix("Data.ProductCategories") }) {
            fault("Data.ProductCategories", "is an empty list")
        }
        var categories: [ProductCategory] = []
        for (index, text) in given.enumerated() {
            let category = optional("Data.ProductCategories[\(index)]", text, LeadRules.category)
            if let category, !categories.contains(category) { categories.append(category) }
        }
        return categories
    }
}
