import OpenFinance

/// A member of a lead, by its place in `Data` of the body (schema `LeadRequest` of v2.1, in its order).
///
/// All that is known of a member stands in one place; document, checks, body, what counts as personal, and what a person is
/// asked follow from it.
public enum LeadMember: String, Sendable, Hashable, CaseIterable {
    /// Where the bank writes to (RFC 5321 §4.1.2), at most 254 characters. Every lead has one.
    case email = "Email"
    /// Who the lead is for, as ``EmiratesID`` reads it. Every lead has one.
    case emiratesID = "EmiratesId"
    /// Of a person, with ``lastName``: 1 to 70 characters.
    case givenName = "Name.GivenName"
    /// Of a person, with ``givenName``: 1 to 70 characters.
    case lastName = "Name.LastName"
    /// Of a person, in place of given and last name: 1 to 140 characters.
    case fullName = "Name.FullName"
    /// Of a business, in place of a person's name: 1 to 140 characters.
    case businessName = "Name.BusinessName"
    /// With its country code (E.164): `+971501234567`.
    case phoneNumber = "PhoneNumber"
    /// The country, as ``CountryCode`` has it.
    case nationality = "Nationality"
    /// 1 to ``mostAddressLines`` lines of 1 to 70 characters. Every address has them.
    case addressLines = "ResidentialAddress.AddressLine"
    /// `Residential`: the schema has no other.
    case addressType = "ResidentialAddress.AddressType"
    /// 1 to 16 characters.
    case buildingNumber = "ResidentialAddress.BuildingNumber"
    /// 1 to 140 characters.
    case buildingName = "ResidentialAddress.BuildingName"
    /// 1 to 70 characters. v2.0 of the API has no place for it.
    case floor = "ResidentialAddress.Floor"
    /// 1 to 140 characters.
    case streetName = "ResidentialAddress.StreetName"
    /// 1 to 140 characters.
    case districtName = "ResidentialAddress.DistrictName"
    /// 1 to 16 characters.
    case postBox = "ResidentialAddress.PostBox"
    /// 1 to 140 characters.
    case townName = "ResidentialAddress.TownName"
    /// One of the ``emirates``.
    case countrySubDivision = "ResidentialAddress.CountrySubDivision"
    /// As ``CountryCode`` has it. Every address has one.
    case country = "ResidentialAddress.Country"
    /// What the person wants to say, over several lines maybe. Blanks alone are left out.
    case note = "LeadInformation"
    /// Whether the person wants no marketing. Every lead says it; v1.2 of the API cannot say that it is so.
    case marketingOptOut = "MarketingOptOut"
    /// Of the products that the lead is about, by the names of v2.1 (`SavingsAccount`). Every lead has them.
    case categories = "ProductCategories"

    /// What the schema says of a member, what a person is asked, and what it gives away of the person.
    package struct Definition {
        package var kind: Kind
        /// What a person is asked for. Of a list the number of the line comes behind it.
        package var label: String
        /// Whether a lead needs it, or the address that it is a part of.
        var isRequired = false
        /// Whether a text in which nothing stands is as good as none.
        var isLeftOutWhenBlank = false
        var personal = Personal.no
        /// Nil for what is no part of a name.
        package var nameForm: NameForm?
    }

    package enum Kind {
        case text(LeadRules.Rule)
        /// One of these texts.
        case choice(of: [String])
        /// A list of at most so many texts.
        case list(LeadRules.Rule, most: Int)
        /// A list of some of these texts, in which the same one counts once. The rule may know other words for them.
        case set(of: [String], LeadRules.Rule)
        /// True or false, and what a person chooses for either.
        case truth(yes: String, no: String)

        /// Of a text, or of one of several; nil where there is none.
        fileprivate var rule: LeadRules.Rule? {
            switch self {
            case .text(let rule), .list(let rule, _), .set(_, let rule): rule
            case .choice(let choices): LeadRules.choice(of: choices)
            case .truth: nil
            }
        }
    }

    /// How a member tells who somebody is.
    enum Personal {
        case no
        /// As a whole, and by each of its words that are longer than so many characters.
        case text(wordsLongerThan: Int)
        /// By any few digits of it in a row.
        case digits
        /// By the part before the `@`, and what is between the dots of that.
        case email
    }

    package var definition: Definition {
        let name = Personal.text(wordsLongerThan: 2)
        func text(_ label: String, longest: Int, of nameForm: NameForm? = nil) -> Definition {
            Definition(
                kind: .text(LeadRules.text(longest: longest)), label: label, personal: name, nameForm: nameForm)
        }
        return switch self {
        case .email:
            Definition(
                kind: .text(LeadRules.email), label: "E-mail address", isRequired: true, personal: .email)
        case .emiratesID:
            Definition(
                kind: .text(LeadRules.writtenEmiratesID), label: "Emirates ID", isRequired: true, personal: .digits)
        case .givenName: text("Given name", longest: 70, of: .givenAndLast)
        case .lastName: text("Last name", longest: 70, of: .givenAndLast)
        case .fullName: text("Name", longest: 140, of: .full)
        case .businessName: text("Name of the business", longest: 140, of: .business)
        case .phoneNumber:
            Definition(
                kind: .text(LeadRules.phoneNumber), label: "Telephone number with country code", personal: .digits)
        case .nationality:
            Definition(
                kind: .text(LeadRules.writtenCountry), label: "Nationality, as a country's code such as AE")
        case .addressLines:
            Definition(
                kind: .list(LeadRules.text(longest: 70), most: Self.mostAddressLines), label: "Home address, line",
                isRequired: true, personal: name)
        case .addressType: Definition(kind: .choice(of: ["Residential"]), label: "Address type")
        case .buildingNumber: text("Building number", longest: 16)
        case .buildingName: text("Building name", longest: 140)
        case .floor: text("Floor", longest: 70)
        case .streetName: text("Street name", longest: 140)
        case .districtName: text("District name", longest: 140)
        case .postBox: text("Post box", longest: 16)
        case .townName: text("Town name", longest: 140)
        case .countrySubDivision: Definition(kind: .choice(of: Self.emirates), label: "Emirate", personal: name)
        case .country:
            Definition(
                kind: .text(LeadRules.writtenCountry), label: "Country of the address, as a code such as AE",
                isRequired: true)
        case .note:
            Definition(
                kind: .text(LeadRules.note), label: "What else the bank should know", isLeftOutWhenBlank: true,
                personal: .text(wordsLongerThan: 4))
        case .marketingOptOut:
            Definition(
                kind: .truth(yes: "Yes: no marketing, please", no: "No: marketing is welcome"),
                label: "Has this person opted out of marketing?", isRequired: true)
        case .categories:
            Definition(
                kind: .set(of: ProductCategory.all.map(\.rawValue), LeadRules.writtenCategory),
                label: "Product category", isRequired: true)
        }
    }

    /// How many lines an address may have.
    public static let mostAddressLines = 7

    /// The values of ``countrySubDivision``.
    public static let emirates = ["AbuDhabi", "Ajman", "Dubai", "Fujairah", "RasAlKhaimah", "Sharjah", "UmmAlQuwain"]

    /// Whether the schema wants it: in every lead, or in every address where it is a part of one. Of names one form has to
    /// be there, and none by itself.
    public var isRequired: Bool { definition.isRequired }

    // MARK: - Its place

    /// The objects that the members stand in.
    public enum Group: String, Sendable, Hashable {
        /// The body's one object, with all that is in no other one.
        case data = "Data"
        /// Exactly one form of a name: given and last name, a full name, or that of a business (schema `AEUserName`).
        case name = "Data.Name"
        /// Schema `AEResidentialAddress`.
        case address = "Data.ResidentialAddress"

        /// In the order of the schema.
        public var members: [LeadMember] { LeadMember.byGroup[self] ?? [] }
    }

    private static let byGroup = Dictionary(grouping: allCases, by: \.group)

    /// In which object of the body it stands.
    public var group: Group {
        Group(rawValue: path.split(separator: ".").dropLast().joined(separator: ".")) ?? .data
    }

    /// In the object of its group: `GivenName`.
    public var name: String { String(path.split(separator: ".").last ?? "") }

    /// In the body: `Data.Name.GivenName`.
    public var path: String { "Data.\(rawValue)" }

    /// The ways to say whose name it is: a lead has exactly one of them, whole.
    package enum NameForm: CaseIterable, Sendable {
        case givenAndLast, full, business

        package var members: [LeadMember] { Group.name.members.filter { $0.definition.nameForm == self } }
    }

    // MARK: - One value

    /// A text as the schema wants it written, or the rule that it breaks. Of a list it is one of its texts.
    public func checked(_ text: String) throws(LeadRules.Violation) -> String {
        guard let rule = definition.kind.rule else { throw LeadRules.Violation("is neither true nor false") }
        return try rule(text)
    }
}

/// What somebody says of a member.
public enum LeadValue: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
    ExpressibleByBooleanLiteral
{
    /// For every member that is neither of the others; for a list it counts as its one text.
    case text(String)
    /// For ``LeadMember/addressLines`` and ``LeadMember/categories``.
    case list([String])
    /// For ``LeadMember/marketingOptOut``.
    case truth(Bool)

    /// ``text(_:)``.
    public init(stringLiteral text: String) { self = .text(text) }
    /// ``list(_:)``.
    public init(arrayLiteral texts: String...) { self = .list(texts) }
    /// ``truth(_:)``.
    public init(booleanLiteral truth: Bool) { self = .truth(truth) }

    /// A text as a list of one.
    var texts: [String] {
        switch self {
        case .text(let text): [text]
        case .list(let texts): texts
        case .truth: []
        }
    }

    var truth: Bool? { if case .truth(let truth) = self { truth } else { nil } }
}
