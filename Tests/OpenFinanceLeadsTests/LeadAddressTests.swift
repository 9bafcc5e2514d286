import Foundation
import OpenFinance
import OpenFinanceTestSupport
import Testing

@testable import OpenFinanceLeads

@Suite("An address in a lead")
struct LeadAddressTests {
    private func body(
        lines: [String] = ["Villa 7"], _ details: [LeadMember: LeadValue] = [:], _ version: APIVersion
    ) throws -> String {
        let lead = try Example.lead {
            $0[.addressLines] = .list(lines)
            $0[.country] = "AE"
            for (member, value) in details { $0[member] = value }
        }
        return String(decoding: try LeadBody(lead, version: version).json, as: UTF8.self)
    }

    private func address(
        lines: [String] = ["Villa 7"], _ details: [LeadMember: LeadValue] = [:], _ version: APIVersion
    ) throws -> String {
        let body = try body(lines: lines, details, version)
        let start = try #require(body.range(of: #""ResidentialAddress":"#)?.upperBound)
        return String(body[start...].prefix { $0 != "}" } + "}")
    }

    private let parts: [LeadMember: LeadValue] = [
        .streetName: "Corniche", .districtName: "Al Khalidiyah", .townName: "Abu Dhabi",
        .countrySubDivision: "AbuDhabi",
        .postBox: "123", .addressType: "Residential",
    ]

    @Test("is in lines and parts in v2.1 and later")
    func current() throws {
        for version in [APIVersion.v2_1, APIVersion(2, 2)] {
            #expect(
                try address(parts, version)
                    == #"{"AddressLine":["Villa 7"],"AddressType":"Residential","Country":"AE","CountrySubDivision":"AbuDhabi","DistrictName":"Al Khalidiyah","PostBox":"123","StreetName":"Corniche","TownName":"Abu Dhabi"}"#
            )
        }
    }

    @Test("is in parts alone in v2.0, which says what it needs")
    func parted() throws {
        #expect(
            try address(parts, .v2_0)
                == #"{"Country":"AE","CountrySubDivision":"AbuDhabi","DistrictName":"Al Khalidiyah","PostBox":"123","StreetName":"Corniche","TownName":"Abu Dhabi"}"#
        )
        var withoutStreet = parts
        withoutStreet[.streetName] = nil
        #expect(try address(lines: ["Corniche 5"], withoutStreet, .v2_0).contains(#""StreetName":"Corniche 5""#))
        #expect {
            try address(lines: ["a", "b"], withoutStreet, .v2_0)
        } throws: {
            ($0 as? LeadBody.Inexpressible)?.message.contains("StreetName") == true
        }
        #expect {
            try address([:], .v2_0)
        } throws: {
            ($0 as? LeadBody.Inexpressible)?.message.contains("DistrictName, TownName, CountrySubDivision") == true
        }
        var withFloor = parts
        withFloor[.floor] = "3"
        #expect(throws: LeadBody.Inexpressible.self) { try address(withFloor, .v2_0) }
    }

    @Test("is in lines in v1.2, with a country of its own shape")
    func lined() throws {
        let body = try address(parts, APIVersion(1, 2))
        #expect(
            body.hasPrefix(
                #"{"AddressLine":["Villa 7","Corniche","Al Khalidiyah","P.O. Box 123"],"Country":{"CountryCode":"AE"}"#)
        )
        #expect(throws: LeadBody.Inexpressible.self) {
            try address(lines: Array(repeating: "line", count: 7), parts, APIVersion(1, 2))
        }
    }

    @Test(
        "is sent with each of its parts, whatever the version",
        // The lines and the type say in v2.0 and v1.2 what the rest of the address does.
        arguments: LeadMember.Group.address.members.filter { ![.addressLines, .addressType, .country].contains($0) })
    func part(member: LeadMember) throws {
        let value = member == .countrySubDivision ? "Sharjah" : "Zakher"
        for version in [APIVersion(1, 2), .v2_0, .v2_1, APIVersion(2, 2)] {
            do {
                let body = try body(parts.merging([member: .text(value)]) { $1 }, version)
                #expect(body.contains(value), "\(version)")
            } catch is LeadBody.Inexpressible {
                #expect(version == .v2_0 && member == .floor)
            }
        }
    }
}
