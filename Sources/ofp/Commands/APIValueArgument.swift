import ArgumentParser
import OpenFinance

/// A value of the API, in any case: `savingsaccount` is `SavingsAccount`.
protocol APIValueArgument: ExpressibleByArgument, CaseIterable, RawRepresentable<String> {}

extension APIValueArgument {
    init?(argument: String) {
        guard let match = Self.allCases.first(where: { $0.rawValue.lowercased() == argument.lowercased() }) else {
            return nil
        }
        self = match
    }

    static var allValueStrings: [String] { allCases.map(\.rawValue) }
}

extension ResidenceStatus: APIValueArgument {}
extension EmploymentStatus: APIValueArgument {}
extension CustomerType: APIValueArgument {}
extension ProductOrder.Key: APIValueArgument {}

/// The categories of the API.
enum CategoryArgument: String, CaseIterable, APIValueArgument {
    case savingsAccount = "SavingsAccount"
    case currentAccount = "CurrentAccount"
    case creditCard = "CreditCard"
    case finance = "Finance"
    case mortgage = "Mortgage"

    var category: ProductCategory { ProductCategory(rawValue: rawValue) }
}
