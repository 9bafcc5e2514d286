import OpenFinance

/// A home address has another shape in each version of the API.
extension [String: LeadBodyValue] {
    /// - Throws: ``LeadBody/Inexpressible`` where the version has no place for something, or needs more than there is.
    static func address(of lead: Lead, in version: APIVersion) throws(LeadBody.Inexpressible) -> Self {
        switch version {
        // Lines, country, and as many parts as are known.
        case .v2_1...: LeadBodyValue.members(of: .address, in: lead)
        case .v2_0: try addressInParts(of: lead)
        default: try addressInLines(of: lead)
        }
    }

    /// v2.0: the parts of an address, and no lines. The first errata took lines in again; who speaks the version without it
    /// refuses them.
    private static func addressInParts(of lead: Lead) throws(LeadBody.Inexpressible) -> Self {
        var address = LeadBodyValue.members(of: .address, in: lead)
        let lines = lead.texts(.addressLines)
        // Whoever gave one line and no street has written the street into it.
        if address[LeadMember.streetName.name] == nil, lines.count == 1 {
            address[LeadMember.streetName.name] = .text(lines[0])
        }
        let required: [LeadMember] = [.streetName, .districtName, .townName, .countrySubDivision]
        let missing = required.map(\.name).filter { address[$0] == nil }
        guard missing.isEmpty else {
            throw LeadBody.Inexpressible(
                message: "v2.0 of the API needs an address in parts, and \(missing.joined(separator: ", ")) "
                    + "of it \(missing.count == 1 ? "is" : "are") missing")
        }
        if address[LeadMember.floor.name] != nil {
            throw LeadBody.Inexpressible(message: "v2.0 of the API has no place for Floor in an address")
        }
        // The lines say the same once more; the type is what the object's name says.
        for member in [LeadMember.addressLines, .addressType] { address[member.name] = nil }
        return address
    }

    /// v1.2: lines, town, emirate and country (OpenID Connect Core 1.0 §5.1.1). Other parts become lines.
    private static func addressInLines(of lead: Lead) throws(LeadBody.Inexpressible) -> Self {
        var lines = lead.texts(.addressLines)
        let parts: [(LeadMember, String)] = [
            (.buildingNumber, ""), (.buildingName, ""), (.floor, "Floor "), (.streetName, ""), (.districtName, ""),
            (.postBox, "P.O. Box "),
        ]
        for (part, prefix) in parts {
            guard let text = lead.text(part), !lines.contains(where: { $0.contains(text) }) else { continue }
            lines.append(text.hasPrefix(prefix) ? text : prefix + text)
        }
        guard lines.count <= LeadMember.mostAddressLines,
            lines.allSatisfy({ (try? LeadMember.addressLines.checked($0)) != nil })
        else {
            throw LeadBody.Inexpressible(
                message: "v1.2 of the API has an address in lines, and this address needs more lines, or longer ones, "
                    + "than it allows")
        }
        var address: Self = ["AddressLine": .list(lines.map(LeadBodyValue.text))]
        address["Country"] = lead.text(.country).map { .object(["CountryCode": .text($0)]) }
        address["Locality"] = lead.text(.townName).map(LeadBodyValue.text)
        address["Region"] = lead.text(.countrySubDivision).map(LeadBodyValue.text)
        return address
    }
}
