import Foundation
import Testing

@testable import ofp_sandbox

@Suite("The shape of a lead, as the sandbox wants it")
struct LeadShapeTests {
    private static let good = #"""
        {"Email":"a@b.ae","EmiratesId":"784-1990-1234567-6","Name":{"FullName":"A"},"MarketingOptOut":true,
        "ProductCategories":["Finance"]}
        """#

    /// Where the first fault is in a lead with these members in place of, or beside, those of a good one; nil for none.
    private func fault(_ members: String, version: String = "v2.1") throws -> String? {
        func object(_ text: String) throws -> [String: JSONTree] {
            try JSONDecoder().decode([String: JSONTree].self, from: Data(text.utf8))
        }
        let data = try object(Self.good).merging(object("{\(members)}")) { $1 }.filter { $0.value != .null }
        return LeadRequestShape.shape(version: version)
            .fault(in: .object(["Data": .object(data)]), at: "$")
    }

    @Test(
        "fits what the schema allows",
        arguments: [
            "", #""Name":{"GivenName":"A","LastName":"B"}"#, #""Name":{"BusinessName":"A"}"#,
            #""PhoneNumber":"+12","Nationality":"AE","LeadInformation":"x""#,
            #""ResidentialAddress":{"AddressLine":["1","2","3","4","5","6","7"],"Country":"AE","AddressType":"Residential","#
                + #""CountrySubDivision":"UmmAlQuwain","Floor":"1"}"#,
        ])
    func good(members: String) throws { #expect(try fault(members) == nil) }

    @Test(
        "says where something does not fit",
        arguments: [
            (#""Email":null"#, "$.Data.Email"), (#""Email":"x""#, "$.Data.Email"), (#""Email":1"#, "$.Data.Email"),
            (#""EmiratesId":"784199012345676""#, "$.Data.EmiratesId"), (#""Nickname":"x""#, "$.Data.Nickname"),
            (#""Name":{}"#, "$.Data.Name"), (#""Name":{"GivenName":"A"}"#, "$.Data.Name"),
            (#""Name":{"FullName":"A","BusinessName":"B"}"#, "$.Data.Name"),
            (#""Name":{"FullName":""}"#, "$.Data.Name"),
            (#""PhoneNumber":"0501234567""#, "$.Data.PhoneNumber"), (#""Nationality":"ARE""#, "$.Data.Nationality"),
            (#""MarketingOptOut":null"#, "$.Data.MarketingOptOut"),
            (#""MarketingOptOut":"yes""#, "$.Data.MarketingOptOut"),
            (#""ProductCategories":[]"#, "$.Data.ProductCategories"),
            (#""ProductCategories":["Finance","Loan"]"#, "$.Data.ProductCategories[1]"),
            (#""ResidentialAddress":{"Country":"AE"}"#, "$.Data.ResidentialAddress.AddressLine"),
            (#""ResidentialAddress":{"AddressLine":[],"Country":"AE"}"#, "$.Data.ResidentialAddress.AddressLine"),
            (
                #""ResidentialAddress":{"AddressLine":["1"],"Country":"AE","Planet":"x"}"#,
                "$.Data.ResidentialAddress.Planet"
            ),
        ])
    func faults(members: String, path: String) throws { #expect(try fault(members) == path) }

    @Test("is another one in older versions")
    func versions() throws {
        let wrapped = #""ProductCategories":[{"Type":"Loan"}]"#
        #expect(try fault("", version: "v2.0") == "$.Data.ProductCategories[0]")
        #expect(try fault(wrapped, version: "v2.0") == nil)
        #expect(try fault(wrapped, version: "v1.2") == "$.Data.MarketingOptOut")
        #expect(try fault(wrapped + #","MarketingOptOut":null"#, version: "v1.2") == nil)
    }
}
