public import OpenFinance

/// A person's or a business's wish to be contacted by an LFI, with every rule of the API's schema kept (schema
/// `LeadRequest`).
///
/// It can only be had from a ``LeadDraft``.
public struct Lead: Sendable, Hashable {
    /// Exactly one of the forms of the schema's `AEUserName`.
    public enum Name: Sendable, Hashable {
        case parts(given: String, last: String)
        case full(String)
        case business(String)
    }

    /// The schema's `AEResidentialAddress`.
    public struct Address: Sendable, Hashable {
        public internal(set) var lines: [String]
        public internal(set) var country: CountryCode
        /// The members that are optional, by their names in the schema.
        public internal(set) var details: [LeadDraft.AddressDetail: String]
    }

    public let email: String
    public let emiratesID: EmiratesID
    public let name: Name
    /// E.164: `+971501234567`.
    public let phoneNumber: String?
    public let nationality: CountryCode?
    public let address: Address?
    /// `LeadInformation`.
    public let note: String?
    public let marketingOptOut: Bool
    /// In the terms of v2.1, each once.
    public let categories: [ProductCategory]
}
