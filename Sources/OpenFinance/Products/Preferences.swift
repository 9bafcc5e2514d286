package import FoundationEssentials

/// What the user says of themselves. A product is left out only where its own criteria exclude them.
public struct Preferences: Sendable, Hashable {
    /// One or more that the user has, or could have.
    public var residences: Set<ResidenceStatus> = []
    /// Nil where the user has not said.
    public var employment: EmploymentStatus?
    /// What the user is (`retail`, `sme`, `corporate`), and whether they are a customer already (`new`, `existing`);
    /// empty where they have not said.
    public var customerTypes: Set<CustomerType> = []
    /// Years.
    public var age: Int?
    /// A month.
    public var salary: Money?
    /// Who should hold the account; nil where the user has not said.
    public var ownership: AccountOwnership?
    /// To which bank the salary goes, as the user calls it: a name or an id.
    public var salaryBank: String?
    /// Whether it would go to another one; nil where the user has not said.
    public var movesSalary: Bool?

    /// Of somebody who has said nothing: they exclude no product.
    public init() {}

    /// Whether the user has said nothing.
    public var isEmpty: Bool { self == Preferences() }

    /// What a product's criteria say about the user.
    enum Verdict: Hashable {
        case suits, excludes
        /// They say nothing, or not enough.
        case leavesOpen
    }

    /// What the product's own criteria leave open, and which of them exclude the user.
    package func judged(
        _ listed: ListedProduct, _ terms: ProductTerms, in scenario: Scenario
    ) -> (open: [EligibilityCriterion], excluding: [EligibilityCriterion]) {
        var (open, excluding): ([EligibilityCriterion], [EligibilityCriterion]) = ([], [])
        for criterion in EligibilityCriterion.allCases {
            switch verdict(on: criterion, listed, terms, scenario) {
            case .excludes?: excluding.append(criterion)
            case .leavesOpen?: open.append(criterion)
            case .suits?, nil: break
            }
        }
        return (open, excluding)
    }

    /// Whether this one of the product's criteria excludes the user.
    package func isExcluded(
        by criterion: EligibilityCriterion, _ listed: ListedProduct, _ terms: ProductTerms, in scenario: Scenario
    ) -> Bool { verdict(on: criterion, listed, terms, scenario) == .excludes }

    /// Nil where the user said nothing of it.
    private func verdict(
        on criterion: EligibilityCriterion, _ listed: ListedProduct, _ terms: ProductTerms, _ scenario: Scenario
    ) -> Verdict? {
        let eligibility = terms.eligibility
        switch criterion {
        case .residence:
            let verdicts = residences.map { $0.verdict(of: eligibility.residence) }
            guard !verdicts.isEmpty else { return nil }
            // Who has several may come as any of them.
            if verdicts.contains(.suits) { return .suits }
            return verdicts.contains(.leavesOpen) ? .leavesOpen : .excludes
        case .employment: return employment.map { $0.verdict(of: eligibility.employment) }
        case .customerType:
            let verdicts = customerTypes(at: listed).map { $0.verdict(of: eligibility.customerType) }
            guard !verdicts.isEmpty else { return nil }
            if verdicts.contains(.excludes) { return .excludes }
            return verdicts.contains(.leavesOpen) ? .leavesOpen : .suits
        case .age: return age.map { eligibility.ages.verdict(on: Decimal($0)) }
        case .salary:
            return salary.map { salary in
                // A minimum in another currency says nothing about this one.
                guard let minimum = Headlines(listed.product, terms, in: scenario).minimumSalary,
                    minimum.currency == salary.currency
                else { return .leavesOpen }
                return salary.amount < minimum.amount ? .excludes : .suits
            }
        case .ownership: return ownership.map { $0.verdict(of: eligibility.ownership) }
        case .salaryTransfer: return salaryTransferVerdict(on: listed)
        case .amount: return scenario.amount.flatMap { terms.verdict(on: $0, listed.product) }
        case .term: return scenario.months.flatMap { terms.verdict(onMonths: $0, listed.product) }
        }
    }

    /// What the user said; and where the salary goes, they are a customer already.
    private func customerTypes(at listed: ListedProduct) -> Set<CustomerType> {
        guard let salaryBank, listed.isOfBank(called: salaryBank), !customerTypes.contains(.new) else {
            return customerTypes
        }
        return customerTypes.union([.existing])
    }

    private func salaryTransferVerdict(on listed: ListedProduct) -> Verdict? {
        guard salaryBank != nil || movesSalary != nil else { return nil }
        switch listed.product.isSalaryTransferRequired {
        case nil: return .leavesOpen
        case false?: return .suits
        case true?:
            if movesSalary == true || salaryBank.map(listed.isOfBank) == true { return .suits }
            return movesSalary == false ? .excludes : .leavesOpen
        }
    }

}

// MARK: - Ages

extension Eligibility {
    /// From and up to which age somebody can have the product, as far as it is stated. Years.
    package struct Ages: Sendable, Hashable {
        package let least, most: Decimal?

        fileprivate func verdict(on age: Decimal) -> Preferences.Verdict {
            if let least, age < least { return .excludes }
            if let most, age > most { return .excludes }
            return least == nil && most == nil ? .leavesOpen : .suits
        }
    }

    package var ages: Ages {
        // Nobody is that old: some fill a field that they have no limit for.
        func years(_ type: String) -> [Decimal] {
            age.filter { $0.means(type) }.compactMap(\.value).filter { 0 < $0 && $0 < 150 }
        }
        return Ages(least: years("MinimumAge").max(), most: years("MaximumAge").min())
    }
}

// MARK: - Amounts and terms

extension ProductTerms {
    /// Nil for a product that is neither finance nor a deposit, or in another currency.
    func verdict(on amount: Money, _ product: Product) -> Preferences.Verdict? {
        func lies(_ value: Decimal, least: Money?, most: Money?) -> Preferences.Verdict {
            let bounds = [least, most].compactMap(\.self).filter { $0.currency == amount.currency }
            let within: Preferences.Verdict = unreadable.contains(.amount) ? .leavesOpen : .suits
            if bounds.isEmpty { return .leavesOpen }
            // Limits that nothing lies between say nothing.
            let end = most.map { $0.amount } ?? .greatestFiniteMagnitude
            if end <= 0 || least.map({ $0.currency == most?.currency && $0.amount > end }) == true {
                return .leavesOpen
            }
            if let least, least.currency == amount.currency, value < least.amount { return .excludes }
            if let most, most.currency == amount.currency, value > most.amount { return .excludes }
            return within
        }
        switch product.category?.canonical {
        case .finance?, .mortgage?:
            return lies(amount.amount, least: minimumFinanceAmount, most: maximumFinanceAmount)
        case .savingsAccount?, .currentAccount?:
            let most = limits.filter { $0.means("MaximumBalance") }.compactMap { $0.money(in: product.currency) }.first
            return lies(amount.amount, least: Headlines(product, self).minimumOpeningBalance, most: most)
        default: return nil
        }
    }

    /// Nil for a product that has no term.
    func verdict(onMonths months: Int, _ product: Product) -> Preferences.Verdict? {
        switch product.category?.canonical {
        case .finance?, .mortgage?:
            let tenors = tenors.filter { $0.least ?? 0 <= $0.most ?? .max && $0.most ?? 1 > 0 }
            if tenors.isEmpty || unreadable.contains(.term) { return .leavesOpen }
            return tenors.contains { $0.contains(months) } ? .suits : .excludes
        case .savingsAccount?, .currentAccount?:
            let terms = depositRates?.details.compactMap(\.months) ?? []
            guard let least = terms.min(), let most = terms.max() else { return nil }
            if terms.contains(months) { return .suits }
            if depositRates?.details.contains(where: \.isUnreadable) == true { return .leavesOpen }
            // A bank may take a deposit for a time between two that it states.
            return (least...most).contains(months) ? .leavesOpen : .excludes
        default: return nil
        }
    }
}

// MARK: - Lists of who may have a product

extension Criterion {
    /// Whether this is of the given type, however the LFI writes it.
    func means(_ type: String) -> Bool { self.type?.isCode(type) == true }
}

extension String {
    /// Letters and digits alone, in one case: `UAE resident` is `UaeResident`.
    var bare: String {
        guard let ascii = utf8.withContiguousStorageIfAvailable(\.bareASCII) ?? nil else {
            return lowercased().filter { $0.isLetter || $0.isNumber }
        }
        return ascii
    }

    /// Whether it is a code of the schema (`MinimumSalary`), in whatever letters and with whatever signs between its words.
    func isCode(_ code: String) -> Bool { self == code || bare == code.bare }
}

extension UnsafeBufferPointer<UInt8> {
    /// The same of a text of ASCII, as nearly all codes are; nil for another.
    fileprivate var bareASCII: String? {
        guard allSatisfy({ $0 < 0x80 }) else { return nil }
        return String(unsafeUninitializedCapacity: count) { room in
            var length = 0
            for byte in self {
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"): room[length] = byte | 0x20
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): room[length] = byte
                default: continue
                }
                length += 1
            }
            return length
        }
    }
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
            CustomerType.allCases.map(\.rawValue), AccountOwnership.allCases.map(\.rawValue), Self.demands,
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

extension AccountOwnership {
    fileprivate func verdict(of list: [Criterion]) -> Preferences.Verdict {
        verdict(of: list, among: Self.allCases, related: [])
    }
}

extension CustomerType {
    fileprivate func verdict(of list: [Criterion]) -> Preferences.Verdict {
        verdict(of: list, among: alternatives, related: [])
    }
}
