import FoundationEssentials

/// Terms as v2.1 states them (schema `AEProductDetails`): a category's own details, and rates beside them.
struct Terms2_1: JSONReadable {
    let terms: ProductTerms

    private enum Key: String, CodingKey {
        case currentAccount = "CurrentAccount", savingsAccount = "SavingsAccount", creditCard = "CreditCard"
        case finance = "Finance", loan = "Loan", mortgage = "Mortgage", personalLoan = "PersonalLoan"
        case depositRates = "DepositRates", financeRates = "FinanceRates", tenor = "Tenor"
        case rewards = "RewardsBenefits"

        /// Those that hold a category's own details. `Loan` is what the category was called before.
        static let categories: [Key] = [
            .currentAccount, .savingsAccount, .creditCard, .finance, .loan, .personalLoan, .mortgage,
        ]
    }

    private struct CategoryDetails: JSONReadable {
        let type: String?
        let charges: [Charge]
        let limits: [Criterion]
        let minimumBalance, minimumFinance, maximumFinance: Money?
        let hasUnreadableAmount: Bool
        let downPayments: [DownPayment]

        private enum Key: String, CodingKey {
            case type = "Type", charges = "Charges", limits = "Limits", minimumBalance = "MinimumBalance"
            case minimumFinance = "MinimumFinanceAmount", maximumFinance = "MaximumFinanceAmount"
            case downPayments = "DownPayment"
        }

        init(from json: JSONReader) throws(JSONReader.Unreadable) {
            let object = try json.object(keyedBy: Key.self)
            type = object.lenientText(.type)
            charges = object.lenientList(.charges)
            limits = object.lenientList(.limits)
            minimumBalance = object.lenient(.minimumBalance)
            minimumFinance = object.lenient(.minimumFinance)
            maximumFinance = object.lenient(.maximumFinance)
            hasUnreadableAmount =
                minimumFinance == nil && object.isStated(.minimumFinance)
                || maximumFinance == nil && object.isStated(.maximumFinance)
            downPayments = object.lenientList(.downPayments)
        }
    }

    private struct DownPayment: JSONReadable {
        let percentage: Decimal?

        private enum Key: String, CodingKey { case percentage = "MinimumPercent" }

        init(from json: JSONReader) throws(JSONReader.Unreadable) {
            percentage = try json.object(keyedBy: Key.self).lenientDecimal(.percentage, hasThousands: false)
        }
    }

    private struct Tenor: JSONReadable {
        let months: MonthRange?
        let isUnreadable: Bool

        private enum Key: String, CodingKey { case least = "MinimumTenor", most = "MaximumTenor" }

        init(from json: JSONReader) throws(JSONReader.Unreadable) {
            let object = try json.object(keyedBy: Key.self)
            let (least, most) = (object.lenientMonths(.least), object.lenientMonths(.most))
            months = MonthRange(least: least, most: most)
            isUnreadable = least == nil && object.isStated(.least) || most == nil && object.isStated(.most)
        }
    }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        let details = Key.categories.compactMap { object.lenient($0, as: CategoryDetails.self) }
        var terms = ProductTerms()
        terms.subtype = details.compactMap(\.type).first
        terms.depositRates = object.lenient(.depositRates)
        terms.financeRates = object.lenient(.financeRates)
        terms.charges = details.flatMap(\.charges)
        terms.limits = details.flatMap(\.limits)
        terms.minimumBalance = details.compactMap(\.minimumBalance).first
        terms.minimumFinanceAmount = details.compactMap(\.minimumFinance).first
        terms.maximumFinanceAmount = details.compactMap(\.maximumFinance).first
        let tenors = object.lenientList(.tenor, as: Tenor.self)
        terms.tenors = tenors.compactMap(\.months)
        if details.contains(where: \.hasUnreadableAmount) { terms.unreadable.insert(.amount) }
        if tenors.contains(where: \.isUnreadable) { terms.unreadable.insert(.term) }
        terms.maximumLoanToValue = terms.financeRates?.all.flatMap(\.tiers).compactMap(\.loanToValue).max()
        terms.downPayments = details.flatMap(\.downPayments).compactMap(\.percentage).map { .percentage($0) }
        terms.cashback = object.lenientList(.rewards, as: Reward.self).cashback
        self.terms = terms
    }
}

extension FinanceTier {
    fileprivate var loanToValue: Decimal? {
        if case .loanToValue(let most) = measure { most } else { nil }
    }
}
