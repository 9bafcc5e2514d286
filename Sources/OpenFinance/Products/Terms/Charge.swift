public import FoundationEssentials

/// A fee (an element of schema `AEProductCharges`), as far as headlines and estimates need it.
public struct Charge: Sendable, Hashable {
    /// `AnnualFees`, `MonthlyFees`, `Processing` …
    public let type: String?
    /// How often a year it is due, where that is said and clear.
    public let timesAYear: Int?
    public let components: [Component]

    /// An amount, or a percentage of something, up to an amount.
    public struct Component: Sendable, Hashable {
        public var amount: Money?
        /// Per cent.
        public var percentage: Decimal?
        public var most: Money?
    }

    init(type: String?, timesAYear: Int?, components: [Component]) {
        self.type = type
        self.timesAYear = timesAYear
        self.components = components
    }

    /// In `Monthly`, `per month` and the like; nil for what is something else, or has conditions.
    static func timesAYear(_ frequency: String) -> Int? {
        switch frequency.bare.withoutPrefix("per").withoutPrefix("every") {
        case "monthly", "month", "pm", "p1m": 12
        case "quarterly", "quarter", "p3m": 4
        case "halfyearly", "semiannually", "semiannual", "biannually", "p6m": 2
        case "yearly", "year", "annual", "annually", "annum", "pa", "p1y": 1
        default: nil
        }
    }

    /// The fixed amounts among its components; a component may be a percentage instead.
    public var amounts: [Money] { components.compactMap(\.amount) }
}

extension Charge {
    /// Those that products are compared by.
    public enum Kind: String, Sendable {
        case processing = "Processing", latePayment = "LatePayment", foreignTransaction = "ForeignTransaction"
    }
}

extension ProductTerms {
    /// The first figure of its kind among the charges of a type; nil where none is stated.
    public func component<Value>(of kind: Charge.Kind, _ value: (Charge.Component) -> Value?) -> Value? {
        charges.lazy.filter { $0.type?.isCode(kind.rawValue) == true }.flatMap(\.components).compactMap(value).first
    }
}

extension Charge: JSONReadable {
    private enum Key: String, CodingKey { case type = "Type", components = "Charge", frequency = "Frequency" }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        type = object.lenient(.type)
        timesAYear = object.lenientText(.frequency).flatMap(Self.timesAYear)
        components = object.lenientList(.components)
    }
}

extension Charge.Component: JSONReadable {
    private enum Key: String, CodingKey { case amount = "Amount", percentage = "Rate", most = "MaximumChargeAmount" }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        amount = object.lenient(.amount)
        percentage = object.lenientDecimal(.percentage)
        most = object.lenient(.most)
    }
}

extension String {
    fileprivate func withoutPrefix(_ prefix: String) -> String {
        hasPrefix(prefix) && count > prefix.count ? String(dropFirst(prefix.count)) : self
    }
}
