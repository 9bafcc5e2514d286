import FoundationEssentials
import OpenFinanceTestSupport
import Testing

@testable import OpenFinance

@Suite("A saved list of products")
struct SavedProductsTests {
    private let document = #"""
        {"Products":[
        {"LFIId":"L","LFIBrandId":null,"LFIName":"Liwa \"Bank\"","AuthorisationServerId":"s1","ProductId":"1","ProductName":"One","X":1.250},
        {"LFIId":7,"LFIBrandId":"B","LFIName":"Waha","AuthorisationServerId":"s2","ProductId":"2","IsShariaCompliant":true}
        ],"Failures":[
        {"AuthorisationServerId":"s3","LFIName":"Hajar","Stage":"token","Reason":"oauth","Status":401,"Code":"invalid_client",
        "Message":"why","InteractionId":"0e5c1a1e-6d0a-4a39-9d1c-5d2b4f9f2f11"},{"odd":1}],
        "Meta":{"LFIsAsked":3,"LFIsAnswered":2,"Products":2,"RetrievedAt":"2026-11-23T10:00:00Z"}}
        """#

    @Test("has the products, failures and counts that were written")
    func whole() throws {
        let saved = try SavedProducts(Data(document.utf8))
        #expect(saved.products.map(\.lfi) == [.init(id: "s1", name: "Liwa \"Bank\""), .init(id: "s2", name: "Waha")])
        #expect(saved.products.map(\.product.id) == ["1", "2"])
        #expect(saved.products.map(\.statedLFIIDText) == ["L", "7"])
        #expect(saved.products.map(\.statedBrandIDText) == [nil, "B"])
        #expect(String(decoding: saved.products[0].json.compact, as: UTF8.self).contains(#""X":1.250"#))
        let failure = try #require(saved.failures.first)
        #expect(saved.failures.count == 1)
        #expect(failure.reason == .oauth && failure.stage == .token && failure.status == 401)
        #expect(failure.interactionID?.description == "0e5c1a1e-6d0a-4a39-9d1c-5d2b4f9f2f11")
        #expect(saved.lfisAsked == 3 && saved.lfisAnswered == 2)
        #expect(saved.retrievedAt == Timestamp.parse("2026-11-23T10:00:00Z"))
    }

    @Test("is filtered and ordered as the banks' answers are")
    func catalogue() throws {
        let saved = try SavedProducts(Data(document.utf8))
        func ids(_ query: ProductQuery, _ selection: LFISelection = .init()) throws -> [String?] {
            try saved.catalogue(matching: query, of: selection).products.map(\.product.id)
        }
        #expect(try ids(.init()) == ["1", "2"])
        #expect(try ids(.init(isShariaCompliant: true)) == ["2"])
        #expect(try ids(.init(), .init(included: ["WAHA"])) == ["2"])
        #expect(try ids(.init(), .init(excluded: ["s2"])) == ["1"])
        #expect(throws: OpenFinanceError.self) { try ids(.init(), .init(included: ["Nobody"])) }
        let hajar = try saved.catalogue(matching: .init(), of: .init(included: ["Hajar"]))
        #expect(hajar.products.isEmpty && hajar.failures.count == 1)
    }

    @Test("is, of some banks, what it would be had they alone been asked")
    func restricted() throws {
        let odd = [("s1", #"Liwa \"Bank\""#), ("s2", "Waha")].map { id, name in
            #"{"AuthorisationServerId":"\#(id)","LFIName":"\#(name)","Message":"odd"}"#
        }
        let list = document.replacing(#""Meta":"#, with: #""Warnings":[\#(odd.joined(separator: ","))],"Meta":"#)
        let saved = try SavedProducts(Data(list.utf8))
        #expect(saved.remarks.map(\.lfi.id) == ["s1", "s2"])
        let some = try saved.restricted(to: .init(included: ["Waha", "Hajar"]))
        #expect(some.products.map(\.lfi.id) == ["s2"] && some.failures.map(\.lfi.id) == ["s3"])
        #expect(some.remarks.map(\.lfi.id) == ["s2"])
        #expect(some.lfisAsked == 2 && some.lfisAnswered == 1)
    }

    @Test("counts, of all banks, those that it says were asked, and not those alone that have something in it")
    func unrestricted() throws {
        let list = #"{"Products":[],"Meta":{"LFIsAsked":3,"LFIsAnswered":2}}"#
        let all = try SavedProducts(Data(list.utf8)).restricted(to: .init())
        #expect(all.lfisAsked == 3 && all.lfisAnswered == 2)
    }

    @Test("tells banks of one name apart, in its products and in its failures")
    func namesakes() throws {
        let list = #"""
            {"Products":[{"LFIName":"Waha","AuthorisationServerId":"s1","ProductId":"1"}],
            "Failures":[{"AuthorisationServerId":"s2","LFIName":"Waha","Stage":"token","Reason":"oauth","Message":"why"}]}
            """#
        let saved = try SavedProducts(Data(list.utf8))
        #expect(saved.products.map(\.lfi.label) == ["Waha (s1)"])
        #expect(saved.failures.map(\.lfi.label) == ["Waha (s2)"])
    }

    @Test(
        "that is none is refused with a reason",
        arguments: [
            ("", "not JSON"), ("[]", "no list of products"), ("{}", "no list of products"),
            (#"{"Products":{}}"#, "no list"),
            (#"{"Products":[{}]}"#, "product 1 of its list"), (#"{"Products":[1]}"#, "product 1"),
            (#"{"Products":[{"LFIName":"x","AuthorisationServerId":"y"},{"LFIName":"x"}]}"#, "product 2"),
            (#"{"Products":[]"#, "not JSON"), (#"{"Products":[]} x"#, "not JSON"),
        ])
    func refused(document: String, reason: String) {
        #expect { try SavedProducts(Data(document.utf8)) } throws: {
            ($0 as? SavedProducts.Failure)?.message.contains(reason) == true
        }
    }

    @Test("may be empty, and may say nothing of when it is from")
    func bare() throws {
        let saved = try SavedProducts(Data(#"{"Products":[]}"#.utf8))
        #expect(saved.products.isEmpty && saved.failures.isEmpty && saved.retrievedAt == nil && saved.lfisAsked == nil)
    }

    @Test("says all that was known when it was written")
    func rest() throws {
        let lfi = Example.lfi("liwa")
        let failure = LFIFailure(
            lfi: lfi.identity, stage: .token, reason: .oauth, status: 401, code: "invalid_client", message: "why",
            interactionID: InteractionID(), attempts: 3)
        let remarks = [LFIRemark(lfi.identity, "odd"), LFIRemark(lfi.identity, "cut off", meansIncomplete: true)]
        let meta = SavedMeta(
            lfisAsked: 3, lfisAnswered: 2, retrievedAt: Date(timeIntervalSince1970: 1_790_000_000),
            lfis: [SavedLFI(lfi)],
            scope: ListScope(filters: [.init("Category", ["Finance", "CreditCard"])], limit: 5, productsInAll: 9))
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        func member(_ member: SavedListMember, _ value: some Encodable) throws -> String {
            member.label + String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        let members = try [
            member(.products, [Int]()), member(.failures, [SavedFailure(failure)]),
            member(.warnings, remarks.map(SavedWarning.init)), member(.meta, meta),
        ]
        let saved = try SavedProducts(Data("{\(members.joined(separator: ","))}".utf8))
        #expect(saved.failures == [failure])
        #expect(saved.remarks == remarks)
        #expect(saved.lfisAsked == meta.lfisAsked && saved.lfisAnswered == meta.lfisAnswered)
        #expect(saved.retrievedAt == meta.retrievedAt)
        #expect(saved.lfis == meta.lfis)
        #expect(saved.scope == meta.scope)
    }
}

@Suite("JSON as a tree")
struct JSONValueTests {
    @Test("keeps order, repeated names and the spelling of numbers")
    func exact() throws {
        let listed = try Listing.listed(#"{"b":1.250,"a":[true,null,"é\n"],"b":{"x":1E2},"ProductId":"1"}"#)
        #expect(
            listed.json.value
                == .object([
                    .init("b", .number("1.250")), .init("a", .array([.bool(true), .null, .string("é\n")])),
                    .init("b", .object([.init("x", .number("1E2"))])), .init("ProductId", .string("1")),
                ]))
    }
}
