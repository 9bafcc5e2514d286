package import FoundationEssentials
package import OpenFinance

/// Products one by one: the schema, and what no schema can say.
package struct ProductCheck {
    let shapes: PublishedShapes
    let version: APIVersion
    let now: Date
    /// What had an id before.
    private var ids: Set<String> = []

    package init(shapes: PublishedShapes, version: APIVersion, now: Date) {
        self.shapes = shapes
        self.version = version
        self.now = now
    }

    package mutating func check(
        _ listed: ListedProduct, by evidence: Deviations.Evidence, _ deviations: inout Deviations
    ) {
        let product = listed.sentJSON.value
        let id = product["ProductId"]?.string
        deviations.add(shapes.violations(of: product, as: "Product"), in: shapes.version, of: id, by: evidence)
        func tell(_ rule: RuleID, _ pointer: String, _ value: String?, _ expected: String) {
            deviations.add(rule, at: pointer, of: id, value: value, expected: expected, by: evidence)
        }
        // Within an LFI, whatever brand it is of; one server may answer for several.
        if let id, !ids.insert("\(listed.statedLFIIDText ?? "") \(id)").inserted {
            tell(.productID, "/ProductId", id, "an id that no other product has")
        }
        for name in ["ProductId", "ProductName"] {
            if let text = product[name]?.string, text.allSatisfy(\.isWhitespace) {
                tell(.blankText, "/\(name)", text, "a text")
            }
        }
        checkTimes(product, tell)
        checkCategory(product, tell)
        if version >= .v2_1, listed.product.applicationChannels.isEmpty {
            tell(
                .applyNow, "/Links", nil,
                "one of ApplicationUri, ApplicationPhoneNumber, ApplicationEmail, ApplicationDescription")
        }
        for found in FigureCheck(product).found { tell(found.rule, found.pointer, found.value, found.expected) }
    }

    /// Those that products of a version are held against by themselves.
    package static func rules(for version: APIVersion) -> [RuleID] {
        Rule.all.filter(ConformanceExtent.products.looks).map(\.id).filter { $0 != .applyNow || version >= .v2_1 }
    }

    private typealias Tell = (_ rule: RuleID, _ pointer: String, _ value: String?, _ expected: String) -> Void

    private func checkTimes(_ product: JSONValue, _ tell: Tell) {
        func time(_ name: String) -> Date? { product[name]?.string.flatMap(Timestamp.parse) }
        if let from = time("EffectiveFromDateTime"), let to = time("EffectiveToDateTime"), to < from {
            tell(
                .validity, "/EffectiveToDateTime", product["EffectiveToDateTime"]?.string,
                "a time after \(product["EffectiveFromDateTime"]?.string ?? "")")
        }
        // A day's grace for clocks, and for those that write their own time as UTC.
        if let updated = time("LastUpdatedDateTime"), updated > now + 86_400 {
            tell(.updateTime, "/LastUpdatedDateTime", product["LastUpdatedDateTime"]?.string, "a time that has passed")
        }
    }

    /// Where each category's own details stand.
    private static let details = [
        "SavingsAccount": "SavingsAccount", "CurrentAccount": "CurrentAccount", "CreditCard": "CreditCard",
        "Finance": "Finance", "Mortgage": "Mortgage", "Loan": "PersonalLoan",
    ]

    private func checkCategory(_ product: JSONValue, _ tell: Tell) {
        guard let category = product["ProductCategory"]?.string, let own = Self.details[category],
            case .object(let members)? = product["Product"]
        else { return }
        for member in members where member.name != own && Self.details.values.contains(member.name) {
            tell(.ownCategory, "/Product/\(member.name)", member.value.shown, "the details of \(category) alone")
        }
    }
}

extension ListedProduct {
    /// The product as the bank sent it: of a saved one, without what the list says of it.
    var sentJSON: JSONText {
        guard isSaved else { return json }
        var output = [UInt8(ascii: "{")]
        json.writeMembers(except: OwnMember.allCases.map(\.rawValue), to: &output)
        // Those of the bank's own that had the names of the list's.
        if let members = json.member(OwnMember.lfiMembers.rawValue) { members.writeMembers(to: &output) }
        // Each member begins with a comma.
        if output.count > 1 { output.remove(at: 1) }
        output.append(UInt8(ascii: "}"))
        return JSONText(scanned: Data(output))
    }
}
