import OpenFinance

/// A home address in the shape of one version of the API.
struct LeadAddress: Encodable {
    private var members: [(name: String, value: Value)] = []

    private enum Value {
        case text(String)
        case texts([String])
        case object(name: String, text: String)
    }

    /// - Throws: ``LeadBody/Inexpressible`` where the version has no place for something, or needs more than there is.
    init(_ address: Lead.Address, _ version: APIVersion) throws(LeadBody.Inexpressible) {
        switch version {
        case .v2_1...: self.init(current: address)
        case .v2_0: try self.init(inParts: address)
        default: try self.init(inLines: address)
        }
    }

    /// v2.1: lines, country, and as many parts as are known.
    private init(current address: Lead.Address) {
        members = [("AddressLine", .texts(address.lines)), ("Country", .text(address.country.rawValue))]
        for (detail, text) in address.details { members.append((detail.rawValue, .text(text))) }
    }

    /// v2.0: the parts of an address, and no lines. The first errata took lines in again; who speaks the version without it
    /// refuses them.
    private init(inParts address: Lead.Address) throws(LeadBody.Inexpressible) {
        var details = address.details
        // Whoever gave one line and no street has written the street into it.
        if details[.streetName] == nil, address.lines.count == 1 { details[.streetName] = address.lines[0] }
        let required: [LeadDraft.AddressDetail] = [.streetName, .districtName, .townName, .countrySubDivision]
        let missing = required.filter { details[$0] == nil }
        guard missing.isEmpty else {
            throw LeadBody.Inexpressible(
                message:
                    "v2.0 of the API needs an address in parts, and \(missing.map(\.rawValue).joined(separator: ", ")) "
                    + "of it \(missing.count == 1 ? "is" : "are") missing")
        }
        if details[.floor] != nil {
            throw LeadBody.Inexpressible(message: "v2.0 of the API has no place for Floor in an address")
        }
        // The lines say the same once more; the type is what the member's name says.
        details[.addressType] = nil
        members = [("Country", .text(address.country.rawValue))]
        for (detail, text) in details { members.append((detail.rawValue, .text(text))) }
    }

    /// v1.2: lines, town, emirate and country (OpenID Connect Core 1.0 §5.1.1). Other parts become lines.
    private init(inLines address: Lead.Address) throws(LeadBody.Inexpressible) {
        var lines = address.lines
        let parts: [(LeadDraft.AddressDetail, String)] = [
            (.buildingNumber, ""), (.buildingName, ""), (.floor, "Floor "), (.streetName, ""), (.districtName, ""),
            (.postBox, "P.O. Box "),
        ]
        for (detail, prefix) in parts {
            guard let text = address.details[detail], !lines.contains(where: { $0.contains(text) }) else { continue }
            lines.append(text.hasPrefix(prefix) ? text : prefix + text)
        }
        guard lines.count <= LeadDraft.Longest.addressLines,
            lines.allSatisfy({ $0.unicodeScalars.count <= LeadDraft.Longest.addressLine })
        else {
            throw LeadBody.Inexpressible(
                message: "v1.2 of the API has an address in lines, and this one takes more than "
                    + "\(LeadDraft.Longest.addressLines) of at most \(LeadDraft.Longest.addressLine) characters")
        }
        members = [
            ("AddressLine", .texts(lines)), ("Country", .object(name: "CountryCode", text: address.country.rawValue)),
        ]
        if let town = address.details[.townName] { members.append(("Locality", .text(town))) }
        if let emirate = address.details[.countrySubDivision] { members.append(("Region", .text(emirate))) }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: MemberName.self)
        for (name, value) in members {
            let key = MemberName(name)
            switch value {
            case .text(let text): try container.encode(text, forKey: key)
            case .texts(let texts): try container.encode(texts, forKey: key)
            case .object(let name, let text): try container.encode([name: text], forKey: key)
            }
        }
    }
}
