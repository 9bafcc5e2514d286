import FoundationEssentials

/// Terms as v2.1 states them (schema `AEProductDetails`): a category's own details, and rates beside them.
struct Terms2_1: Decodable {
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

    private struct CategoryDetails: Decodable {
        let type: String?
        let charges: [Charge]
        let limits: [Criterion]
        let minimumBalance, minimumFinance, maximumFinance: Money?
        let downPayments: [DownPayment]

        private enum Key: String, CodingKey {
            case type = "Type", charges = "Charges", limits = "Limits", minimumBalance = "MinimumBalance"
            case minimumFinance = "MinimumFinanceAmount", maximumFinance = "MaximumFinanceAmount"
            case downPayments = "DownPayment"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            type = container.lenientText(.type)
            charges = container.lenientList(.charges)
            limits = container.lenientList(.limits)
            minimumBalance = container.lenient(.minimumBalance)
            minimumFinance = container.lenient(.minimumFinance)
            maximumFinance = container.lenient(.maximumFinance)
            downPayments = container.lenientList(.downPayments)
        }
    }

    private struct DownPayment: Decodable {
        let percentage: Decimal?

        private enum Key: String, CodingKey { case percentage = "MinimumPercent" }

        init(from decoder: any Decoder) throws {
            percentage = try decoder.container(keyedBy: Key.self).lenientDecimal(.percentage)
        }
    }

    private struct Tenor: Decodable {
        let months: MonthRange?

        private enum Key: String, CodingKey { case least = "MinimumTenor", most = "MaximumTenor" }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            months = MonthRange(
                least: container.lenientText(.least).flatMap(Months.of),
                most: container.lenientText(.most).flatMap(Months.of))
        }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let details = Key.categories.compactMap { container.lenient($0, as: CategoryDetails.self) }
        var terms = ProductTerms()
        terms.subtype = details.compactMap(\.type).first
        terms.depositRates = container.lenient(.depositRates)
        terms.financeRates = container.lenient(.financeRates)
        terms.charges = details.flatMap(\.charges)
        terms.limits = details.flatMap(\.limits)
        terms.minimumBalance = details.compactMap(\.minimumBalance).first
        terms.minimumFinanceAmount = details.compactMap(\.minimumFinance).first
        terms.maximumFinanceAmount = details.compactMap(\.maximumFinance).first
        terms.tenors = container.lenientList(.tenor, as: Tenor.self).compactMap(\.months)
        terms.maximumLoanToValue = terms.financeRates?.all.flatMap(\.tiers).compactMap(\.loanToValue).max()
        terms.downPayments = details.flatMap(\.downPayments).compactMap(\.percentage).map { .percentage($0) }
        terms.cashback = container.lenientList(.rewards, as: Reward.self).cashback
        self.terms = terms
    }
}

extension FinanceTier {
    fileprivate var loanToValue: Decimal? {
        if case .loanToValue(let most) = measure { most } else { nil }
    }
}
