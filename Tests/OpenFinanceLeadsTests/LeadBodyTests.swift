import FoundationEssentials
import OpenFinanceTestSupport
import Testing

@testable import OpenFinance
@testable import OpenFinanceLeads

@Suite("The body of a lead")
struct LeadBodyTests {
    private func body(_ lead: Lead, _ version: APIVersion) throws -> String {
        String(decoding: try LeadBody(lead, version: version).json, as: UTF8.self)
    }

    @Test("is in the shape of the LFI's version")
    func versions() throws {
        let lead = try Example.lead {
            $0[.categories] = ["Finance", "CreditCard", "finance"]
            $0[.phoneNumber] = nil
        }
        let start = #"{"Data":{"Email":"sara.ahmed@example.ae","EmiratesId":"784-1990-1234567-6","#
        let name = #""Name":{"GivenName":"Sara","LastName":"Ahmed"},"#
        let older = #""ProductCategories":[{"Type":"Loan"},{"Type":"CreditCard"}]}}"#
        #expect(
            try body(lead, .v2_1)
                == start + #""MarketingOptOut":false,"# + name + #""ProductCategories":["Finance","CreditCard"]}}"#)
        #expect(try body(lead, .v2_0) == start + #""MarketingOptOut":false,"# + name + older)
        #expect(try body(lead, APIVersion(1, 2)) == start + name + older)
    }

    @Test("is refused where the version has no place for an opt-out")
    func optOut() throws {
        let lead = try Example.lead { $0[.marketingOptOut] = true }
        #expect(throws: LeadBody.Inexpressible.self) { try LeadBody(lead, version: APIVersion(1, 2)) }
        #expect(throws: Never.self) { try LeadBody(lead, version: .v2_0) }
        #expect(throws: PreparedLead.Unfit.takesNone) {
            try Example.prepared(lead, for: Example.lfi())
        }
    }
}
