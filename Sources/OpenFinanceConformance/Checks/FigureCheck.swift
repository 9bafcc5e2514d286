import OpenFinance

/// What stands at any depth of a product: names, addresses, amounts, rates, and pairs of which one bounds the other.
struct FigureCheck {
    struct Found {
        var rule: RuleID
        var pointer: String
        var value: String
        var expected: String
    }

    private(set) var found: [Found] = []
    /// From the product to what is looked at: names and indices. Few places are told of, and only those become pointers.
    private var path: [Step] = []

    private enum Step {
        case member(String)
        case element(Int)

        var text: String {
            switch self {
            case .member(let name): "/\(name.asPointerStep)"
            case .element(let index): "/\(index)"
            }
        }
    }

    init(_ product: JSONValue) { check(product, named: "") }

    /// Of a document that is no product.
    static func repeatedNames(in document: JSONValue) -> [Found] {
        FigureCheck(document).found.filter { $0.rule == .repeatedName }
    }

    /// - Parameter member: of what is looked at; nil for that itself.
    private mutating func tell(_ rule: RuleID, of member: String? = nil, _ value: String, _ expected: String) {
        let steps = path + [member.map(Step.member)].compactMap(\.self)
        found.append(
            Found(rule: rule, pointer: steps.map(\.text).joined(), value: value, expected: expected))
    }

    private mutating func check(_ value: JSONValue, named name: String) {
        switch value {
        case .object(let members):
            checkObject(members)
            for member in members {
                path.append(.member(member.name))
                check(member.value, named: member.name)
                path.removeLast()
            }
        case .array(let elements):
            checkLimits(elements)
            for (index, element) in elements.enumerated() {
                path.append(.element(index))
                check(element, named: name)
                path.removeLast()
            }
        case .string(let text):
            if name.hasSuffix("Uri"), text.isInsecureURI {
                tell(.secureURI, text, "an https URI with a host, and nobody before it")
            }
            if Self.rates.contains(name) { checkRate(value) }
        case .number:
            if Self.rates.contains(name) { checkRate(value) }
        default: break
        }
    }

    /// In percent, by the schemas of all versions.
    private static let rates: Set<String> = [
        "Rate", "AnnualRate", "MinRate", "MaxRate", "AnnualReturn", "IndicativeRate", "ProfitRate", "StartingFrom",
        "UpTo",
        "TierRate", "MinimumRate", "MaximumRate", "MinimumTierRate", "MaximumTierRate",
    ]

    private mutating func checkRate(_ value: JSONValue) {
        guard let rate = value.figure, !(0...100).contains(rate) else { return }
        tell(.plausibleRate, value.shown, "a percentage from 0 to 100")
    }

    /// What bounds a thing from above, by the name of what does so from below.
    private static let bounds = [
        "MinRate": "MaxRate", "MinBalance": "MaxBalance", "MinimumFinanceAmount": "MaximumFinanceAmount",
        "MinimumLoanAmount": "MaximumLoanAmount", "MinimumTenor": "MaximumTenor", "From": "To", "StartingFrom": "UpTo",
        "MinimumRate": "MaximumRate", "MinimumTierValue": "MaximumTierValue", "LTVStart": "LTVEnd",
        "MinimumTierRate": "MaximumTierRate", "MinimumLoanTenure": "MaximumLoanTenure",
    ]

    /// Of limits that say by their type what they are (`MinimumAge`), each that is there once: of two of them one may be for
    /// other customers.
    private mutating func checkLimits(_ elements: [JSONValue]) {
        guard elements.count > 1 else { return }
        var limits: [String: [Int]] = [:]
        for (index, element) in elements.enumerated() {
            guard let type = element["Type"]?.string, type.hasPrefix("Minimum") || type.hasPrefix("Maximum") else {
                continue
            }
            limits[type, default: []].append(index)
        }
        for (type, low) in limits.sorted(by: { $0.value[0] < $1.value[0] }) where type.hasPrefix("Minimum") {
            let high = limits["Maximum\(type.dropFirst("Minimum".count))"] ?? []
            guard low.count == 1, high.count == 1 else { continue }
            for name in ["Value", "Amount"] {
                guard let least = elements[low[0]][name], let most = elements[high[0]][name], least.exceeds(most) else {
                    continue
                }
                path.append(.element(low[0]))
                tell(.rangeOrder, of: name, least.sizeText, "no more than \(most.sizeText)")
                path.removeLast()
            }
        }
    }

    /// What is alone can neither repeat nor bound another.
    private mutating func checkObject(_ members: [JSONValue.Member]) {
        guard members.count > 1 else { return }
        for member in members.repeated {
            tell(.repeatedName, of: member.name, member.value.shown, "one member of that name")
        }
        func value(_ name: String) -> JSONValue? { members.first { $0.name == name }?.value }
        // A name that a bank repeats is not looked for in all members again and again.
        var known: Set<String> = []
        for low in members where Self.bounds[low.name] != nil && known.insert(low.name).inserted {
            guard let most = Self.bounds[low.name].flatMap(value), low.value.exceeds(most) else { continue }
            tell(.rangeOrder, of: low.name, low.value.sizeText, "no more than \(most.sizeText)")
        }
        if value("Currency")?.string == "AED", let amount = value("Amount")?.string,
            let point = amount.firstIndex(of: ".")
        {
            if amount[amount.index(after: point)...].significantCount > 2 {
                tell(.minorUnits, of: "Amount", amount, "two decimals at most")
            }
        }
    }
}

extension Substring {
    /// Digits without the zeros at the end.
    fileprivate var significantCount: Int {
        utf8.count - utf8.reversed().prefix { $0 == UInt8(ascii: "0") }.count
    }
}

extension String {
    /// Whether this has a scheme, and names no host over https (RFC 9110 §4.2.2), or somebody before it (§4.2.4).
    fileprivate var isInsecureURI: Bool {
        guard let colon = firstIndex(of: ":") else { return false }
        let rest = self[index(after: colon)...]
        guard self[..<colon].lowercased() == "https", rest.hasPrefix("//") else { return true }
        let authority = rest.dropFirst(2).prefix { !"/?#".contains($0) }
        return authority.isEmpty || authority.hasPrefix(":") || authority.contains("@")
    }
}

extension JSONValue {
    fileprivate func exceeds(_ most: JSONValue) -> Bool {
        guard let size, let other = most.size, currency == most.currency else { return false }
        return size > other
    }

    /// Of a figure, an amount of money, or a duration in months.
    fileprivate var size: Double? { figure ?? self["Amount"]?.figure ?? string.flatMap(Months.of).map(Double.init) }
    fileprivate var currency: String? { self["Currency"]?.string }
    fileprivate var sizeText: String { self["Amount"]?.shown ?? shown }
}
