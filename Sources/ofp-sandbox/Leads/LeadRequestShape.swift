import Foundation

/// The body of `POST /leads` (schema `LeadRequest`), in the versions that the hubs speak.
enum LeadRequestShape {
    static func shape(version: String) -> JSONShape {
        var members: [String: JSONShape] = [
            "Email": .matching { $0.wholeMatch(of: emailPattern) != nil },
            "PhoneNumber": .matching { $0.wholeMatch(of: phonePattern) != nil },
            // Stricter than the schema, which says "string": this is the form that the ecosystem asks for.
            "EmiratesId": .matching { $0.wholeMatch(of: emiratesIDPattern) != nil },
            "Nationality": country, "Name": name, "ResidentialAddress": address(version),
            "LeadInformation": .text(length: 0...100_000), "MarketingOptOut": .bool,
            "ProductCategories": .array(category(version), count: 1...100),
        ]
        var required = ["Name", "Email", "EmiratesId", "MarketingOptOut", "ProductCategories"]
        if version == "v1.2" {
            members["MarketingOptOut"] = nil
            required.removeAll { $0 == "MarketingOptOut" || $0 == "EmiratesId" }
        }
        return .object(["Data": .object(members, required: required)], required: ["Data"])
    }

    private static func category(_ version: String) -> JSONShape {
        let rest = ["SavingsAccount", "CurrentAccount", "CreditCard", "Mortgage"]
        guard Hub.olderVersions.contains(version) else { return .oneOf(rest + ["Finance"]) }
        return .object(["Type": .oneOf(rest + ["Loan"])], required: ["Type"])
    }

    private static let name = JSONShape.either([
        .object(
            ["GivenName": .text(length: 1...70), "LastName": .text(length: 1...70)],
            required: ["GivenName", "LastName"]),
        .object(["FullName": .text(length: 1...140)], required: ["FullName"]),
        .object(["BusinessName": .text(length: 1...140)], required: ["BusinessName"]),
    ])

    private static func address(_ version: String) -> JSONShape {
        let lines = JSONShape.array(.text(length: 1...70), count: (version == "v1.2" ? 0 : 1)...7)
        if version == "v1.2" {
            return .object(
                [
                    "AddressLine": lines, "Locality": .text(length: 0...1_000), "Region": .text(length: 0...1_000),
                    "PostalCode": .object(["PostalCode": .text(length: 0...1_000)], required: ["PostalCode"]),
                    "Country": .object(["CountryCode": country], required: ["CountryCode"]),
                ], required: [])
        }
        var members: [String: JSONShape] = [
            "BuildingNumber": .text(length: 1...16), "BuildingName": .text(length: 1...140),
            "StreetName": .text(length: 1...140), "DistrictName": .text(length: 1...140),
            "PostBox": .text(length: 1...16), "TownName": .text(length: 1...140), "Country": country,
            "CountrySubDivision": .oneOf([
                "AbuDhabi", "Ajman", "Dubai", "Fujairah", "RasAlKhaimah", "Sharjah", "UmmAlQuwain",
            ]),
        ]
        guard version != "v2.0" else {
            return .object(members, required: ["StreetName", "DistrictName", "TownName", "CountrySubDivision"])
        }
        members["AddressType"] = .oneOf(["Residential"])
        members["AddressLine"] = lines
        members["Floor"] = .text(length: 1...70)
        return .object(members, required: ["AddressLine", "Country"])
    }

    private static let country = JSONShape.matching { $0.wholeMatch(of: countryPattern) != nil }

    // Regexes are not Sendable; each of these is made anew where it is used.
    private static var emailPattern: Regex<Substring> { /[^@\s]+@[^@\s]+\.[^@\s]+/ }
    private static var phonePattern: Regex<Substring> { /\+[1-9][0-9]{1,14}/ }
    private static var emiratesIDPattern: Regex<Substring> { /784-[0-9]{4}-[0-9]{7}-[0-9]/ }
    private static var countryPattern: Regex<Substring> { /[A-Z]{2}/ }
}
