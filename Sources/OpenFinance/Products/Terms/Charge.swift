public import FoundationEssentials

/// A fee (an element of schema `AEProductCharges`), as far as headlines and estimates need it.
public struct Charge: Sendable, Hashable {
    /// `AnnualFees`, `MonthlyFees`, `Processing` …
    public let type: String?
    /// How often a year it is due, where that is said and clear.
    public let timesAYear: Int?
    /// In the order of the LFI; several where the fee depends on something, or has parts.
    public let components: [Component]

    /// An amount, or a percentage of something, up to an amount.
    public struct Component: Sendable, Hashable {
        /// Nil for a percentage, and for an amount that is none (`as per tariff`).
        public var amount: Money?
        /// Per cent.
        public var percentage: Decimal?
        /// `MaximumChargeAmount`; nil where there is no such limit.
        public var most: Money?
    }

    init(type: String?, timesAYear: Int?, components: [Component]) {
        self.type = type
        self.timesAYear = timesAYear
        self.components = components
    }

    /// In `Monthly`, `per month` and the like; nil for what is something else, or has conditions.
    static func timesAYear(_ frequency: String) -> Int? {
        let words = frequency.lowercased().split { !$0.isLetter && !$0.isNumber }
        let rest = words.drop { ["once", "per", "every", "each", "a", "an", "one"].contains($0) }.joined()
        switch rest {
        case "monthly", "month", "pm": return 12
        case "quarterly", "quarter": return 4
        case "halfyearly", "halfyear", "semiannually", "semiannual", "biannually", "biannual": return 2
        case "yearly", "year", "annual", "annually", "annum", "pa": return 1
        default:
            // `every 3 months`, `every six months`, `P3M`.
            guard rest.contains(where: \.isLetter), let months = Self.monthsInWords[rest] ?? Months.inWords(rest) else {
                return nil
            }
            return months > 0 && 12 % months == 0 ? 12 / months : nil
        }
    }

    private static let monthsInWords = [
        "twomonths": 2, "threemonths": 3, "fourmonths": 4, "sixmonths": 6, "twelvemonths": 12,
        "p1m": 1, "p3m": 3, "p6m": 6, "p12m": 12, "p1y": 12,
    ]

    /// The fixed amounts among its components; a component may be a percentage instead.
    public var amounts: [Money] { components.compactMap(\.amount) }
}

extension Charge {
    /// Those that products are compared by.
    public enum Kind: String, Sendable {
        /// For making the contract, at its beginning.
        case processing = "Processing"
        /// For a payment that comes too late.
        case latePayment = "LatePayment"
        /// For paying in another currency, often per cent of what is paid.
        case foreignTransaction = "ForeignTransaction"
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
        percentage = object.lenientDecimal(.percentage, hasThousands: false)
        most = object.lenient(.most)
    }
}
