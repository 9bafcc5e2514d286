import OpenFinance

/// What somebody has said of a lead so far, unchecked. ``validated()`` makes a ``Lead`` of it, or says all that is wrong.
public struct LeadDraft: Sendable, Hashable {
    /// The optional members of the schema's `AEResidentialAddress`.
    public enum AddressDetail: String, Sendable, Hashable, CaseIterable {
        case addressType = "AddressType", buildingNumber = "BuildingNumber", buildingName = "BuildingName"
        case floor = "Floor", streetName = "StreetName", districtName = "DistrictName", postBox = "PostBox"
        case townName = "TownName", countrySubDivision = "CountrySubDivision"

        /// What the schema allows, and how it is to be written.
        public func checked(_ text: String) throws(LeadRules.Violation) -> String {
            switch self {
            case .addressType: try LeadRules.choice(text, of: ["Residential"])
            case .countrySubDivision: try LeadRules.choice(text, of: Self.emirates)
            case .buildingNumber, .postBox: try LeadRules.text(text, longest: 16)
            case .floor: try LeadRules.text(text, longest: 70)
            case .buildingName, .streetName, .districtName, .townName: try LeadRules.text(text, longest: 140)
            }
        }

        /// The values of `CountrySubDivision`.
        public static let emirates = [
            "AbuDhabi", "Ajman", "Dubai", "Fujairah", "RasAlKhaimah", "Sharjah", "UmmAlQuwain",
        ]
    }

    public var email: String?
    public var emiratesID: String?
    public var givenName: String?
    public var lastName: String?
    public var fullName: String?
    public var businessName: String?
    public var phoneNumber: String?
    public var nationality: String?
    public var addressLines: [String]?
    public var country: String?
    public var addressDetails: [AddressDetail: String] = [:]
    public var note: String?
    public var marketingOptOut: Bool?
    public var categories: [String]?
    /// What could not even be taken over from a document.
    var documentFaults: [LeadFault] = []

    public init() {}

    /// How long the texts of the schema may be.
    public enum Longest {
        public static let namePart = 70
        public static let name = 140
        public static let addressLine = 70
        public static let addressLines = 7
    }

    /// The draft with what `other` says in place of what this one says of the same.
    ///
    /// A name is one thing, however many members it takes: where `other` has one, nothing of this one's stays.
    public func updated(with other: LeadDraft) -> LeadDraft {
        var draft = self
        draft.email = other.email ?? email
        draft.emiratesID = other.emiratesID ?? emiratesID
        if other.hasName {
            draft.givenName = other.givenName
            draft.lastName = other.lastName
            draft.fullName = other.fullName
            draft.businessName = other.businessName
        }
        draft.phoneNumber = other.phoneNumber ?? phoneNumber
        draft.nationality = other.nationality ?? nationality
        draft.addressLines = other.addressLines ?? addressLines
        draft.country = other.country ?? country
        draft.addressDetails.merge(other.addressDetails) { $1 }
        draft.note = other.note ?? note
        draft.marketingOptOut = other.marketingOptOut ?? marketingOptOut
        draft.categories = other.categories ?? categories
        draft.documentFaults += other.documentFaults
        return draft
    }

    public var hasName: Bool { givenName != nil || lastName != nil || fullName != nil || businessName != nil }

    public var hasAddress: Bool { addressLines != nil || country != nil || !addressDetails.isEmpty }

    /// What is wrong with what was said so far; what is still missing does not count.
    public var faultsSoFar: LeadFaults? {
        do throws(LeadFaults) {
            _ = try validated()
            return nil
        } catch {
            let faults = error.faults.filter { !$0.isAbsence }
            return faults.isEmpty ? nil : LeadFaults(faults: faults)
        }
    }

    /// - Throws: ``LeadFaults`` with every rule that is broken, in the order of the schema.
    public func validated() throws(LeadFaults) -> Lead {
        var check = LeadCheck(faults: documentFaults)
        let email = check.required("Data.Email", email, LeadRules.email)
        let emiratesID = check.required("Data.EmiratesId", emiratesID, LeadRules.emiratesID)
        let name = check.name(of: self)
        let phoneNumber = check.optional("Data.PhoneNumber", phoneNumber, LeadRules.phoneNumber)
        let nationality = check.optional("Data.Nationality", nationality, LeadRules.country)
        let address = check.address(of: self)
        // A note in which nothing stands is none.
        let note = check.optional(
            "Data.LeadInformation", note.flatMap { $0.withoutBlankEnds.isEmpty ? nil : $0 }, LeadRules.note)
        if marketingOptOut == nil { check.missing("Data.MarketingOptOut") }
        let categories = check.categories(of: self)
        guard check.faults.isEmpty, let email, let emiratesID, let name, let marketingOptOut else {
            throw LeadFaults(faults: check.faults)
        }
        return Lead(
            email: email, emiratesID: emiratesID, name: name, phoneNumber: phoneNumber, nationality: nationality,
            address: address, note: note, marketingOptOut: marketingOptOut, categories: categories)
    }
}
