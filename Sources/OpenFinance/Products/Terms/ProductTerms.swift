import FoundationEssentials

/// What a product costs, earns and asks for, out of the many places where the schema puts it. Read only where something
/// is ordered by it or shows it: most of a product's bytes are here.
public struct ProductTerms: Sendable, Hashable {
    public let depositRates: DepositRates?
    public let financeRates: FinanceRates?
    public let charges: [Charge]
    public let limits: [Criterion]
    /// `MinimumBalance` of a savings account.
    public let minimumBalance: Money?
    public let eligibility: Eligibility
}

extension ProductTerms: Decodable {
    private enum Key: String, CodingKey { case eligibility = "Eligibility", product = "Product" }

    private enum DetailsKey: String, CodingKey, CaseIterable {
        case currentAccount = "CurrentAccount", savingsAccount = "SavingsAccount", creditCard = "CreditCard"
        case finance = "Finance", loan = "Loan", mortgage = "Mortgage"
        case depositRates = "DepositRates", financeRates = "FinanceRates"

        /// Those that hold a category's own details. `Loan` is what versions before v2.1 call `Finance`.
        static let categories: [DetailsKey] = [
            .currentAccount, .savingsAccount, .creditCard, .finance, .loan, .mortgage,
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

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        eligibility = container.lenient(.eligibility) ?? .unstated
        let product = try? container.nestedContainer(keyedBy: DetailsKey.self, forKey: .product)
        depositRates = product?.lenient(.depositRates)
        financeRates = product?.lenient(.financeRates)
        let details = DetailsKey.categories.compactMap { product?.lenient($0, as: CategoryDetails.self) }
        charges = details.flatMap(\.charges)
        limits = details.flatMap(\.limits)
        minimumBalance = details.compactMap(\.minimumBalance).first
    }
}

extension ListedProduct {
    /// Read anew at each call.
    public var terms: ProductTerms {
        // The bytes were read as an object before, and every member is lenient.
        (try? JSONDecoder().decode(ProductTerms.self, from: json.bytes)) ?? .none
    }
}

extension ProductTerms {
    static let none = ProductTerms(
        depositRates: nil, financeRates: nil, charges: [], limits: [], minimumBalance: nil, eligibility: .unstated)
}
