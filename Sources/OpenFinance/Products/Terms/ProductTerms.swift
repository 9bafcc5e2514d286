public import FoundationEssentials

/// What a product costs, earns and asks for, out of the many places where the schemas put it. Read only where something
/// is ordered by it or shows it: most of a product's bytes are here.
///
/// It is one model for all versions of the API: each has a reader that fills as much of it as its schema says. A saved list
/// does not say of which version a product is, and the versions' members have different names, so that every reader looks;
/// of two rates that of the newer version counts.
public struct ProductTerms: Sendable, Hashable {
    /// What kind of its category it is: `TermDeposit`, `Visa`, `AutoFinance` …
    public internal(set) var subtype: String?
    /// What a deposit earns; nil where nothing is stated of it.
    public internal(set) var depositRates: DepositRates?
    /// What finance costs; nil where nothing is stated of it.
    public internal(set) var financeRates: FinanceRates?
    /// Fees, in the order of the LFI.
    public internal(set) var charges: [Charge] = []
    /// Least and most amounts, such as `MinimumOpeningBalance`, in the order of the LFI.
    public internal(set) var limits: [Criterion] = []
    /// `MinimumBalance` of a savings account.
    public internal(set) var minimumBalance: Money?
    /// `MinimumFinanceAmount`: the least that is lent; nil where no limit is stated.
    public internal(set) var minimumFinanceAmount: Money?
    /// `MaximumFinanceAmount`: the most that is lent; nil where no limit is stated.
    public internal(set) var maximumFinanceAmount: Money?
    /// For how long; several where it depends on something.
    public internal(set) var tenors: [MonthRange] = []
    /// The most that is lent of what is bought with it, per cent.
    public internal(set) var maximumLoanToValue: Decimal?
    /// Several where it depends on something; empty where none is stated.
    public internal(set) var downPayments: [DownPayment] = []
    /// By what rules money is given back, in the bank's words.
    public internal(set) var cashback: [String] = []
    /// Whom the product is for; lists that are all empty where the LFI does not say.
    public internal(set) var eligibility = Eligibility.unstated
    /// Of what limits are stated that cannot be read.
    var unreadable: Set<EligibilityCriterion> = []

    /// What the customer brings along, at least.
    public enum DownPayment: Sendable, Hashable {
        /// Per cent of what is bought.
        case percentage(Decimal)
        /// As versions before v2.1 state it.
        case amount(Money)
    }

    static let none = ProductTerms()
}

extension ProductTerms: JSONReadable {
    private enum Key: String, CodingKey { case eligibility = "Eligibility", product = "Product" }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        eligibility = object.lenient(.eligibility) ?? .unstated
        let readings: [ProductTerms?] = [
            object.lenient(.product, as: Terms2_1.self)?.terms,
            object.lenient(.product, as: Terms2_2.self)?.terms,
            object.lenient(.product, as: OlderTerms.self)?.terms,
        ]
        for reading in readings.compactMap(\.self) { add(reading) }
    }

    /// Takes over what is not known yet.
    private mutating func add(_ other: ProductTerms) {
        subtype = subtype ?? other.subtype
        depositRates = depositRates ?? other.depositRates
        financeRates = financeRates ?? other.financeRates
        charges += other.charges
        limits += other.limits
        minimumBalance = minimumBalance ?? other.minimumBalance
        minimumFinanceAmount = minimumFinanceAmount ?? other.minimumFinanceAmount
        maximumFinanceAmount = maximumFinanceAmount ?? other.maximumFinanceAmount
        tenors += other.tenors
        maximumLoanToValue = maximumLoanToValue ?? other.maximumLoanToValue
        if downPayments.isEmpty { downPayments = other.downPayments }
        cashback += other.cashback
        unreadable.formUnion(other.unreadable)
    }
}

extension ListedProduct {
    /// Read anew at each call.
    public var terms: ProductTerms {
        // The bytes were read as an object before, and every member is lenient.
        JSONReader(MemberSpelling.terms.corrected(json.bytes)).flatMap { try? ProductTerms(from: $0) } ?? .none
    }
}
