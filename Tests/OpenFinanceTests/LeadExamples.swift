import FoundationEssentials
import OpenFinanceTransport

@testable import OpenFinance
@testable import OpenFinanceLeads

/// Leads of invented people.
extension Example {
    static func draft() -> LeadDraft {
        var draft = LeadDraft()
        draft.email = "sara.ahmed@example.ae"
        draft.emiratesID = "784-1990-1234567-6"
        draft.givenName = "Sara"
        draft.lastName = "Ahmed"
        draft.phoneNumber = "+971501234567"
        draft.marketingOptOut = false
        draft.categories = ["SavingsAccount"]
        return draft
    }

    static func lead(_ change: (inout LeadDraft) -> Void = { _ in }) throws -> Lead {
        var draft = draft()
        change(&draft)
        return try draft.validated()
    }

    static func lfiWithLeads(_ code: String = "liwa", version: APIVersion = .v2_1) -> LFI {
        let lfi = lfi(code, version: version)
        return LFI(
            id: lfi.id, name: lfi.name, logoURI: nil, organisationID: lfi.organisationID,
            organisationName: lfi.organisationName, issuer: lfi.issuer, discoveryDocument: lfi.discoveryDocument,
            products: lfi.products,
            leads: endpoint("https://rs1.\(code).example/open-finance/product/\(version)/leads"), version: version,
            versions: [version], segments: [])
    }

    static func prepared(
        _ lead: Lead, for lfi: LFI = lfiWithLeads()
    ) throws -> OpenFinanceClient.PreparedLead {
        try OpenFinanceClient.prepare(lead, for: lfi, productID: "P1", environment: "sandbox")
    }

    /// A folder of the test's own, which is gone afterwards.
    static func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-leads-\(UUID.random())")
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }
}
