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

    /// The older versions' name of `Finance` is what their products show.
    init?(argument: String) {
        let name = argument.lowercased() == "loan" ? "finance" : argument.lowercased()
        guard let match = Self.allCases.first(where: { $0.rawValue.lowercased() == name }) else { return nil }
        self = match
    }
}

extension AccountOwnership: APIValueArgument {}
extension ProductOrder.Direction: APIValueArgument {}

/// One or more values in one argument, with commas between them: an option that takes it may be given several times, too.
struct CommaList<Element: ExpressibleByArgument>: ExpressibleByArgument {
    let elements: [Element]

    init?(argument: String) {
        let parts = argument.split(separator: ",").map { String($0).withoutBlankEnds }.filter { !$0.isEmpty }
            .map { Element(argument: $0) }
        elements = parts.compactMap(\.self)
        guard !elements.isEmpty, elements.count == parts.count else { return nil }
    }

    static var allValueStrings: [String] { Element.allValueStrings }
    static var defaultCompletionKind: CompletionKind { Element.defaultCompletionKind }
}

/// The names of banks as they are typed: only the directory tells which commas are between several of them.
enum BankNames {
    /// - Throws: a `ValidationError` for what names nobody, which must not come to mean everybody.
    static func argument(_ text: String) throws -> String {
        guard text.contains(where: { $0 != "," && !$0.isWhitespace }) else {
            throw ValidationError("name a bank, or several with commas between them")
        }
        return text
    }
}

extension ArgumentHelp {
    /// Of an option that takes such a list.
    static func list(_ what: String, of valueName: String) -> ArgumentHelp {
        ArgumentHelp("\(what), with commas between them; may be given several times.", valueName: valueName)
    }
}

extension CommaList: Sendable where Element: Sendable {}

extension [CommaList<String>] {
    var values: [String] { flatMap(\.elements) }
}
