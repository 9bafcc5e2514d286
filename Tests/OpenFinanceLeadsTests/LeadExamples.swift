import FoundationEssentials
import OpenFinance
import OpenFinanceTestSupport

@testable import OpenFinanceLeads

/// Leads of invented people.
extension Example {
    static func draft() -> LeadDraft {
        [
            .email: "sara.ahmed@example.ae", .emiratesID: "784-1990-1234567-6", .givenName: "Sara",
            .lastName: "Ahmed", .phoneNumber: "+971501234567", .marketingOptOut: false,
            .categories: ["SavingsAccount"],
        ]
    }

    static func lead(_ change: (inout LeadDraft) -> Void = { _ in }) throws -> Lead {
        var draft = draft()
        change(&draft)
        return try draft.validated()
    }

    static func lfiWithLeads(_ code: String = "liwa", version: APIVersion = .v2_1) -> LFI {
        lfi(code, version: version, leads: "https://rs1.\(code).example/open-finance/product/\(version)/leads")
    }

    static func prepared(_ lead: Lead, for lfi: LFI = lfiWithLeads()) throws -> PreparedLead {
        try PreparedLead(lead, for: lfi, productID: "P1", environment: "sandbox")
    }
}
