public import FoundationEssentials
public import OpenFinance

/// A lead that is ready to go to one LFI: what will be sent, and to where. Nothing is sent by making it.
public struct PreparedLead: Sendable {
    /// What it was made of, in the terms of v2.1.
    public let lead: Lead
    /// Who it goes to.
    public let lfi: LFI
    /// Exactly what is sent.
    public let body: LeadBody
    /// Of the product that the lead came from.
    public let productID: String?
    /// The directory that the LFI was found in.
    public let environment: String
    let endpoint: Endpoint

    /// Why a lead cannot go to an LFI at all.
    public enum Unfit: Error, Sendable, Hashable {
        /// The LFI takes no leads.
        case takesNone
        /// The LFI's version of the API has no place for what the lead says; a clause.
        case inexpressible(String)
    }

    /// Puts a lead into the shape that the LFI's version of the API has.
    ///
    /// - Parameters:
    ///   - productID: of the product that the lead came from, for the record.
    ///   - environment: the directory that the LFI was found in, for the record.
    public init(_ lead: Lead, for lfi: LFI, productID: String? = nil, environment: String) throws(Unfit) {
        guard let endpoint = lfi.leads else { throw .takesNone }
        do throws(LeadBody.Inexpressible) {
            body = try LeadBody(lead, version: lfi.version)
        } catch {
            throw .inexpressible(error.message)
        }
        self.lead = lead
        self.lfi = lfi
        self.productID = productID
        self.environment = environment
        self.endpoint = endpoint
    }

    /// Host and port that it goes to.
    public var authority: String { endpoint.authority }

    /// What a store is told of it.
    ///
    /// - Parameter time: when it is submitted.
    public func record(at time: Date) -> NewLeadRecord {
        NewLeadRecord(
            person: lead.emiratesID, submittedAt: time, environment: environment, lfi: lfi.identity,
            authority: authority, productID: productID, categories: lead.categories)
    }
}
