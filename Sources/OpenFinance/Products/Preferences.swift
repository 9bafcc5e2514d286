import FoundationEssentials

/// What the user says of themselves. A product is left out only where its own criteria exclude them.
public struct Preferences: Sendable, Hashable {
    public var residence: ResidenceStatus?
    public var employment: EmploymentStatus?
    public var customerTypes: Set<CustomerType> = []
    /// Years.
    public var age: Int?
    /// A month.
    public var salary: Money?

    public init() {}

    public var isEmpty: Bool { self == Preferences() }

    /// What a product's criteria say about the user.
    enum Verdict: Hashable {
        case suits, excludes
        /// They say nothing, or not enough.
        case leavesOpen
    }

    /// Nil for a product whose criteria exclude the user, else what they leave open.
    func leftOpen(by product: Product, _ terms: ProductTerms) -> [EligibilityCriterion]? {
        var open: [EligibilityCriterion] = []
        for criterion in EligibilityCriterion.allCases {
            switch verdict(on: criterion, product, terms) {
            case .excludes?: return nil
            case .leavesOpen?: open.append(criterion)
            case .suits?, nil: break
            }
        }
        return open
    }

    /// Nil where the user said nothing of it.
    private func verdict(
        on criterion: EligibilityCriterion, _ product: Product, _ terms: ProductTerms
    ) -> Verdict? {
        let eligibility = terms.eligibility
        switch criterion {
        case .residence: return residence.map { $0.verdict(of: eligibility.residence) }
        case .employment: return employment.map { $0.verdict(of: eligibility.employment) }
        case .customerType:
            let verdicts = customerTypes.map { $0.verdict(of: eligibility.customerType) }
            guard !verdicts.isEmpty else { return nil }
            if verdicts.contains(.excludes) { return .excludes }
            return verdicts.contains(.leavesOpen) ? .leavesOpen : .suits
        case .age: return age.map { Self.verdict(onAge: Decimal($0), of: eligibility.age) }
        case .salary:
            return salary.map { salary in
                // A minimum in another currency says nothing about this one.
                guard let minimum = Headlines(product, terms).minimumSalary, minimum.currency == salary.currency
                else { return .leavesOpen }
                return salary.amount < minimum.amount ? .excludes : .suits
            }
        }
    }

    private static func verdict(onAge age: Decimal, of criteria: [Criterion]) -> Verdict {
        let minimums = criteria.filter { $0.means("MinimumAge") }.compactMap(\.value)
        let maximums = criteria.filter { $0.means("MaximumAge") }.compactMap(\.value)
        if minimums.contains(where: { age < $0 }) || maximums.contains(where: { age > $0 }) { return .excludes }
        return minimums.isEmpty && maximums.isEmpty ? .leavesOpen : .suits
    }
}

// MARK: - Lists of who may have a product

extension Criterion {
    /// Whether this is of the given type, however the LFI writes it.
    fileprivate func means(_ type: String) -> Bool { (self.type ?? "").bare == type.bare }
}

extension String {
    /// Letters and digits alone, in one case: `UAE resident` is `UaeResident`.
    fileprivate var bare: String { lowercased().filter { $0.isLetter || $0.isNumber } }
}

extension RawRepresentable where RawValue == String {
    /// What a list says about a user of this status.
    ///
    /// - Parameters:
    ///   - statuses: what of the list excludes users of another status; the rest of the list decides nothing.
    ///   - related: statuses that the user may have, too.
    fileprivate func verdict(
        of list: [Criterion], among statuses: [Self], related: [Self]
    ) -> Preferences.Verdict {
        func lists(_ statuses: [Self]) -> Bool {
            list.contains { criterion in statuses.contains { criterion.means($0.rawValue) } }
        }
        if lists([self]) { return .suits }
        if lists(related) { return .leavesOpen }
        // An entry that the API does not know may well be for this user.
        let isUnderstood = list.allSatisfy { criterion in Self.known(criterion) }
        return lists(statuses) && isUnderstood ? .excludes : .leavesOpen
    }

    private static func known(_ criterion: Criterion) -> Bool {
        let names = [
            ResidenceStatus.allCases.map(\.rawValue), EmploymentStatus.allCases.map(\.rawValue),
            CustomerType.allCases.map(\.rawValue), Self.demands,
        ]
        return names.joined().contains { criterion.means($0) }
    }

    /// Entries of the employment list that are demands on those who have a status.
    private static var demands: [String] { ["MinimumSalary", "EmployerEligibility", "MinimumEmploymentTenure"] }
}

extension ResidenceStatus {
    fileprivate func verdict(of list: [Criterion]) -> Preferences.Verdict {
        // An expatriate who lives in the UAE is a resident, too; whether the LFI means it so is open.
        verdict(of: list, among: Self.allCases, related: self == .expatriatesResident ? [.uaeResident] : [])
    }
}

extension EmploymentStatus {
    fileprivate func verdict(of list: [Criterion]) -> Preferences.Verdict {
        if self == .eligibleEmployer, EmploymentStatus.salaried.verdict(of: list) == .suits { return .suits }
        return verdict(of: list, among: Self.allCases, related: related)
    }

    /// Statuses that overlap with this one.
    private var related: [EmploymentStatus] {
        switch self {
        case .salaried: [.eligibleEmployer]
        case .selfEmployed, .unemployed: [.nonSalaried]
        case .nonSalaried: [.selfEmployed, .unemployed]
        case .eligibleEmployer: []
        }
    }
}

extension CustomerType {
    fileprivate func verdict(of list: [Criterion]) -> Preferences.Verdict {
        verdict(of: list, among: alternatives, related: [])
    }
}
