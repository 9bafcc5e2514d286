/// A kind of product. The API knows five; what an LFI sends beyond them is kept as it is.
public struct ProductCategory: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    /// As the API spells it (`SavingsAccount`); of a category that it does not know, as it was sent.
    public let rawValue: String
    /// Takes any text, and changes nothing of it.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `SavingsAccount`; term deposits are among them.
    public static let savingsAccount = ProductCategory(rawValue: "SavingsAccount")
    /// `CurrentAccount`.
    public static let currentAccount = ProductCategory(rawValue: "CurrentAccount")
    /// `CreditCard`.
    public static let creditCard = ProductCategory(rawValue: "CreditCard")
    /// `Finance`: personal finance, for a car or a course among others. Versions before v2.1 call it `Loan`.
    public static let finance = ProductCategory(rawValue: "Finance")
    /// `Mortgage`.
    public static let mortgage = ProductCategory(rawValue: "Mortgage")

    /// The categories of v2.1 (schema `AEProductCategoryCodes`), in its order.
    public static let all = [savingsAccount, currentAccount, creditCard, finance, mortgage]

    /// What versions before v2.1 call `Finance`.
    package static let loan = ProductCategory(rawValue: "Loan")

    /// Those of every version.
    private static let known = all + [loan]

    /// Whether any version has it.
    var isKnown: Bool { Self.known.contains(self) }

    /// A product's: what it says, where the API knows that; else that whose details it has (`Product.SavingsAccount`), where
    /// they are of one category; else what it says.
    init?(of product: JSONMembers) {
        let stated = product.text("ProductCategory").map(ProductCategory.init(asSent:))
        if let stated, Self.known.contains(stated) {
            self = stated
            return
        }
        let details = product.object("Product")
        let detailed = Self.known.filter { details?.object($0.rawValue) != nil }
        guard let category = detailed.count == 1 ? detailed[0] : stated else { return nil }
        self = category
    }

    /// A category as an LFI writes it: one that the API knows is that one, whatever its case, blanks and hyphens.
    init(asSent text: String) {
        func letters(_ text: String) -> [Unicode.Scalar] {
            text.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }
        }
        let exact = ProductCategory(rawValue: text)
        // Most are spelled as documented, and have no letters to compare.
        guard !Self.known.contains(exact) else {
            self = exact
            return
        }
        let meant = letters(text)
        self = Self.known.first { letters($0.rawValue) == meant } ?? exact
    }

    /// The same as ``rawValue``.
    public var description: String { rawValue }

    /// One spelling for what two versions call differently: for comparing, never for showing.
    package var canonical: ProductCategory { self == .loan ? .finance : self }

    /// The spelling that an LFI of the given version understands.
    package func inTerms(of version: APIVersion) -> ProductCategory {
        self == .finance && version.callsFinanceLoan ? .loan : self
    }
}
