import FoundationEssentials
import OpenFinanceTestSupport
import Testing

@testable import OpenFinance

@Suite("The directory")
struct DirectoryTests {
    private func directory(_ json: String) throws -> Directory { try Directory(participants: Data(json.utf8)) }

    /// One organisation with one server, each part as a test wants it.
    private func participant(
        organisation: String = "Active", server: String = "Active", resource: String = "Active",
        family: String = "product", endpoints: [String] = ["v2.1/products", "v2.1/leads"], extra: String = "",
        issuer: String = #""https://auth1.liwa.example""#
    ) -> String {
        let endpoints = endpoints.map {
            #"{"ApiEndpoint":"https://rs1.liwa.example/open-finance/product/\#($0)"}"#
        }
        return """
            [{"OrganisationId":"o","OrganisationName":"Liwa PJSC","Status":"\(organisation)","AuthorisationServers":[
            {"AuthorisationServerId":"s","CustomerFriendlyName":"Liwa","Status":"\(server)","Issuer":\(issuer),
            "OpenIDDiscoveryDocument":"https://auth1.liwa.example/d"\(extra),"ApiResources":[
            {"ApiVersion":"2.1","ApiFamilyType":"\(family)","Status":"\(resource)",
            "ApiDiscoveryEndpoints":[\(endpoints.joined(separator: ","))]}]}]}]
            """
    }

    @Test("gives the LFIs that offer products, with what is needed to ask them")
    func reads() throws {
        let lfi = try #require(try directory(participant()).lfis.first)
        #expect(lfi.name == "Liwa")
        #expect(lfi.organisationName == "Liwa PJSC")
        #expect(lfi.issuer == Issuer("https://auth1.liwa.example"))
        #expect(lfi.products.description == "https://rs1.liwa.example/open-finance/product/v2.1/products")
        #expect(lfi.leads?.description == "https://rs1.liwa.example/open-finance/product/v2.1/leads")
        #expect(lfi.version == .v2_1)
    }

    @Test("leaves alone whatever is not active or no product API")
    func leavesAlone() throws {
        for json in [
            participant(organisation: "Inactive"), participant(server: "Inactive"), participant(resource: "Inactive"),
            participant(family: "insurance"), participant(endpoints: []), participant(endpoints: ["v2.1/leads"]),
            "[]",
            #"[{"OrganisationName":"TPP","Status":"Active","AuthorisationServers":[]}]"#,
            #"[{"OrganisationName":"TPP","Status":"Active","AuthorisationServers":null}]"#,
        ] {
            let directory = try directory(json)
            #expect(directory.lfis.isEmpty)
            #expect(directory.leftOut.filter(\.isFault).isEmpty)
        }
    }

    @Test(
        "takes v2.1 where it stands, else the highest lower version",
        arguments: [
            (["v1.2/products", "v2.0/products", "v2.1/products"], "v2.1"),
            (["v2.0/products", "v1.2/products"], "v2.0"),
            (["v1.2/products"], "v1.2"), (["v2.1/products", "v2.2/products", "v3.0/products"], "v2.1"),
            (["v1.9/products", "v1.10/products"], "v1.10"), (["products"], "v2.1"),
        ])
    func versions(endpoints: [String], expected: String) throws {
        let lfi = try #require(try directory(participant(endpoints: endpoints)).lfis.first)
        #expect(lfi.version.description == expected)
    }

    @Test("does not guess at versions that came later than v2.1")
    func laterVersions() throws {
        #expect(try directory(participant(endpoints: ["v3.0/products"])).lfis.isEmpty)
    }

    @Test("a server may offer products without leads; leads of another version do not count")
    func withoutLeads() throws {
        let lfi = try #require(try directory(participant(endpoints: ["v2.1/products", "v2.0/leads"])).lfis.first)
        #expect(lfi.leads == nil)
    }

    @Test("an organisation may have several servers, which come in the order of their names")
    func severalServers() throws {
        let one = participant()
        let other = one.replacing(#""s""#, with: #""s2""#).replacing(#""Liwa""#, with: #""Al Liwa""#)
        let both = "[\(one.dropFirst().dropLast()),\(other.dropFirst().dropLast())]"
        #expect(try directory(both).lfis.map(\.name) == ["Al Liwa", "Liwa"])
    }

    @Test("what cannot be asked is named with its reason, and does not end the list")
    func unusable() throws {
        let bad = participant(issuer: "null").dropFirst().dropLast()
        let good = participant().dropFirst().dropLast()
        let directory = try directory("[\(bad),17,\"x\",{},null,\(good)]")
        #expect(directory.lfis.count == 1)
        let faults = directory.leftOut.filter(\.isFault)
        #expect(
            Set(faults.map { "\($0.name) \($0.reason)" }) == [
                "Entry 2 of the directory cannot be read", "Entry 3 of the directory cannot be read",
                "Entry 5 of the directory cannot be read", "Liwa has no Issuer in the directory",
            ])
    }

    @Test(
        "one thing in place of a list of one, and names in other letters, are read all the same",
        arguments: [
            (#""AuthorisationServers":["#, #""AuthorisationServers":"#, "]}]", "}]"),
            (#""ApiResources":["#, #""ApiResources":"#, "]}]}]", "}]}]"),
            (#""AuthorisationServers""#, #""authorisationServers""#, "", ""),
            (#""ApiResources""#, #""apiresources""#, "", ""), (#""ApiEndpoint""#, #""api_endpoint""#, "", ""),
            (#""ApiFamilyType":"product""#, #""ApiFamilyType":"products-and-leads""#, "", ""),
            (#""OrganisationName""#, #""organisationName""#, "", ""),
        ])
    func plainlyMeant(sent: String, instead: String, end: String, insteadEnd: String) throws {
        let usual = participant()
        var odd = usual.replacing(sent, with: instead)
        if !end.isEmpty {
            try #require(odd.hasSuffix(end), "\(odd)")
            odd = String(odd.dropLast(end.count)) + insteadEnd
        }
        try #require(odd != usual)
        #expect(try directory(odd).lfis == directory(usual).lfis)
    }

    @Test("what should be asked and cannot be is told beside the list")
    func faults() throws {
        let noEndpoints = participant().replacing(#""ApiEndpoint""#, with: #""Endpoint""#)
        for json in [
            participant(issuer: "null"), noEndpoints, participant(resource: "Live"),
            #"[{"OrganisationName":"X","Status":"Active","AuthorisationServers":"none"}]"#,
            #"[{"OrganisationName":"X","Status":"Active","AuthorisationServers":[{"Status":"Active","ApiResources":"x"}]}]"#,
            #"[{"OrganisationName":"X","Status":"Active","AuthorisationServers":[{"Status":"Active","ApiResources":["x"]}]}]"#,
        ] {
            let faults = try directory(json).faults
            #expect(faults.map(\.meansIncomplete) == [true], "\(json)")
            #expect(faults.first?.message.hasPrefix("its entry in the directory cannot be used: it has ") == true)
        }
        #expect(try directory(participant(family: "insurance")).faults.isEmpty)
    }

    @Test("a server that is listed twice is asked once")
    func repeatedServers() throws {
        let one = participant().dropFirst().dropLast()
        let twice = try directory("[\(one),\(one)]")
        #expect(twice.lfis.count == 1 && twice.leftOut.isEmpty)
        let other = try directory("[\(one),\(one.replacing("Liwa", with: "Awil"))]")
        #expect(other.lfis.count == 2)
    }

    @Test("of pre-production has those alone that are in it, and a set of banks says who is barred")
    func chosen() throws {
        let one = participant().dropFirst().dropLast()
        let other = one.replacing("rs1.liwa.example", with: "rs1.sidr.preprod.example")
            .replacing("auth1.liwa", with: "auth1.sidr").replacing(#""Liwa""#, with: #""Sidr""#)
            .replacing(#""AuthorisationServerId":"s""#, with: #""AuthorisationServerId":"t""#)
        let both = try directory("[\(one),\(other)]")
        try #require(both.lfis.count == 2)
        #expect(both.onlyPreproduction().lfis.map(\.name) == ["Sidr"])
        #expect(both.onlyPreproduction().leftOut.map(\.reason) == ["is not in pre-production"])
        let restricted = try both.restricted(to: LFISelection(included: ["Sidr"]))
        #expect(restricted.lfis.map(\.name) == ["Sidr"] && restricted.barred.map(\.name) == ["Liwa"])
    }

    @Test("whoever is left out is named with the reason")
    func reasons() throws {
        for (json, name, reason) in [
            (participant(organisation: "Inactive"), "Liwa PJSC", "is not active"),
            (participant(server: "Inactive"), "Liwa", "is not active"),
            (participant(resource: "Inactive"), "Liwa", "has a product API that is not active"),
            (participant(family: "insurance"), "Liwa", "offers no product API"),
            (
                participant(endpoints: ["v3.0/products"]), "Liwa",
                "has a product API of v3.0 alone, which this program does not know"
            ),
            (#"[{"OrganisationName":"TPP","Status":"Active"}]"#, "TPP", "has no authorisation server"),
        ] {
            let leftOut = try directory(json).leftOut
            #expect(leftOut.map(\.name) == [name])
            #expect(leftOut.map(\.reason) == [reason])
        }
    }

    @Test(
        "a server or resource that is deprecated or retired by now is left alone",
        arguments: [
            ("RetirementDate", "2026-11-22", "was retired on 2026-11-22"),
            ("RetirementDate", "22/11/2026", "was retired on 2026-11-22"),
            ("DeprecatedDate", "2026-11-23T09:00:00.000Z", "has been deprecated since 2026-11-23"),
            ("RetirementDate", "2026-11-24", nil), ("DeprecatedDate", "24/11/2026", nil),
            ("RetirementDate", "some day", nil), ("RetirementDate", "", nil),
        ] as [(String, String, String?)])
    func endings(member: String, day: String, reason: String?) throws {
        // 2026-11-23T12:00:00Z
        let now = Date(timeIntervalSince1970: 1_795_435_200)
        let server = participant(extra: #","\#(member)":"\#(day)""#)
        let asked = try Directory(participants: Data(server.utf8), now: now)
        #expect(asked.leftOut.map(\.reason) == [reason].compactMap(\.self))
        #expect(asked.lfis.count == (reason == nil ? 1 : 0))

        let resource = participant().replacing(
            #""ApiVersion":"2.1""#, with: #""ApiVersion":"2.1","\#(member)":"\#(day)""#)
        let offered = try Directory(participants: Data(resource.utf8), now: now)
        #expect(offered.lfis.count == (reason == nil ? 1 : 0))
    }

    @Test("strings, nulls and numbers where lists and objects should be cost nothing but themselves")
    func oddShapes() throws {
        let good = participant().dropFirst().dropLast()
        for odd in [
            #"{"OrganisationName":"X","Status":"Active","AuthorisationServers":"none"}"#,
            #"{"OrganisationName":"X","Status":"Active","AuthorisationServers":[null,"s",7]}"#,
            #"{"OrganisationName":["X"],"Status":{"a":1},"AuthorisationServers":{}}"#,
            #"{"OrganisationName":"X","Status":"Active","AuthorisationServers":[{"Status":"Active","ApiResources":"x"}]}"#,
            #"{"Status":"Active","AuthorisationServers":[{"Status":"Active","ApiResources":[{"ApiFamilyType":"product","Status":"Active","ApiDiscoveryEndpoints":"x"}]}]}"#,
        ] {
            let directory = try directory("[\(odd),\(good)]")
            #expect(directory.lfis.map(\.name) == ["Liwa"])
            #expect(!directory.leftOut.isEmpty)
        }
    }

    @Test("endpoints that are not https are not asked")
    func plainHTTP() throws {
        let json = participant().replacing("https://rs1", with: "http://rs1")
        let directory = try directory(json)
        #expect(directory.lfis.isEmpty)
        #expect(directory.leftOut.filter(\.isFault).count == 1)
    }

    @Test("is an error where it is no list", arguments: ["", "{}", "null", "<html>", #"{"error":"x"}"#, "[1"])
    func invalid(json: String) {
        #expect { try directory(json) } throws: { ($0 as? OpenFinanceError)?.code == .invalidDirectory }
    }
}

@Suite("Choosing LFIs")
struct LFISelectionTests {
    private let lfis = ["liwa", "waha", "falaj"].map { Example.lfi($0) }

    @Test(
        "goes by whole names and ids of servers and organisations, in any case",
        arguments: ["liwa bank", "LIWA BANK", "liwa PJSC", "id-liwa", "ORG-LIWA"])
    func names(name: String) throws {
        #expect(try LFISelection(included: [name])(lfis).map(\.id) == ["id-liwa"])
        #expect(try LFISelection(excluded: [name])(lfis).map(\.id) == ["id-waha", "id-falaj"])
    }

    @Test("takes all where none is named")
    func all() throws { #expect(try LFISelection()(lfis) == lfis) }

    @Test("leaves out also among those that are named")
    func both() throws {
        let selection = LFISelection(included: ["liwa bank", "waha bank"], excluded: ["id-waha"])
        #expect(try selection(lfis).map(\.id) == ["id-liwa"])
    }

    @Test("says so where a name fits nothing", arguments: ["liwa", "", "nobody", "bank"])
    func unknown(name: String) {
        for selection in [LFISelection(included: [name]), LFISelection(excluded: [name])] {
            #expect { try selection(lfis) } throws: { ($0 as? OpenFinanceError)?.code == .unknownLFI }
        }
    }
}
