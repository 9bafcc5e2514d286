/// Terms as v2.1 states them (schema `AEProductDetails`): a category's own details, and rates beside them.
struct Terms2_1: Decodable {
    let terms: ProductTerms

    private enum Key: String, CodingKey {
        case currentAccount = "CurrentAccount", savingsAccount = "SavingsAccount", creditCard = "CreditCard"
        case finance = "Finance", loan = "Loan", mortgage = "Mortgage", personalLoan = "PersonalLoan"
        case depositRates = "DepositRates", financeRates = "FinanceRates"

        /// Those that hold a category's own details. `Loan` is what the category was called before.
        static let categories: [Key] = [
            .currentAccount, .savingsAccount, .creditCard, .finance, .loan, .personalLoan, .mortgage,
        ]
    }

    private struct CategoryDetails: Decodable {
        let charges: [Charge]
        let limits: [Criterion]
        let minimumBalance: Money?

        private enum Key: String, CodingKey {
            case charges = "Charges", limits = "Limits", minimumBalance = "MinimumBalance"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            charges = container.lenientList(.charges)
            limits = container.lenientList(.limits)
            minimumBalance = container.lenient(.minimumBalance)
        }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let details = Key.categories.compactMap { container.lenient($0, as: CategoryDetails.self) }
        var terms = ProductTerms()
        terms.depositRates = container.lenient(.depositRates)
        terms.financeRates = container.lenient(.financeRates)
        terms.charges = details.flatMap(\.charges)
        terms.limits = details.flatMap(\.limits)
        terms.minimumBalance = details.compactMap(\.minimumBalance).first
        self.terms = terms
    }
}
