import Foundation
import HTTPTypes
import OpenFinanceTestSupport
import Testing
import OpenFinanceTransport

@testable import OpenFinance

@Suite("What an answer says of being kept")
struct CacheControlTests {
    @Test(
        "is read as RFC 9111 says it",
        arguments: [
            ("max-age=900", nil, false, 900.0), ("public, Max-Age=\"60\"", nil, false, 60), ("", nil, false, nil),
            ("max-age=900", "100", false, 800), ("max-age=900", "1000", false, 0), ("max-age=900", "soon", false, 900),
            ("no-store, max-age=900", nil, true, 900), ("no-cache, max-age=900", nil, false, 0),
            ("max-age=-5", nil, false, 0), ("max-age", nil, false, 0), ("max-age=99999999999999", nil, false, 0),
            ("s-maxage=5", nil, false, nil),
        ] as [(String, String?, Bool, TimeInterval?)])
    func reads(control: String, age: String?, isForbidden: Bool, freshness: TimeInterval?) {
        var fields: HTTPFields = [.cacheControl: control]
        fields[.age] = age
        let read = CacheControl(fields)
        #expect(read.isForbidden == isForbidden)
        #expect(read.freshness == freshness)
    }
}

@Suite("Using a kept document again")
struct RevalidationTests {
    private let now = Date(timeIntervalSince1970: 1_000)
    private let kept = CacheEntry(
        storedAt: Date(timeIntervalSince1970: 900), freshUntil: Date(timeIntervalSince1970: 1_100), entityTag: "\"a\"",
        body: Data("kept".utf8))

    private func response(_ status: Int, _ fields: HTTPFields = [:]) -> TransportResponse {
        var response = TransportResponse.answer(status, "new")
        response.head.headerFields = fields
        return response
    }

    @Test("it is used without asking while it is fresh, and only then")
    func freshness() {
        let revalidation = Revalidation(kept: kept)
        #expect(revalidation.freshBody(at: now) == kept.body)
        #expect(revalidation.freshBody(at: Date(timeIntervalSince1970: 1_100)) == nil)
        #expect(revalidation.freshBody(at: Date(timeIntervalSince1970: 800)) == nil, "stored in the future")
        #expect(Revalidation(kept: nil).freshBody(at: now) == nil)
    }

    @Test("it is asked for by its tag")
    func condition() {
        #expect(Revalidation(kept: kept).fields[.ifNoneMatch] == "\"a\"")
        #expect(Revalidation(kept: nil).fields[.ifNoneMatch] == nil)
    }

    @Test("unchanged, it stays and is fresh again")
    func notModified() throws {
        let (body, keep) = try Revalidation(kept: kept).accept(response(304, [.cacheControl: "max-age=60"]), at: now)
        #expect(body == kept.body)
        #expect(keep?.freshUntil == now.addingTimeInterval(60))
        #expect(keep?.storedAt == now)
        #expect(keep?.entityTag == "\"a\"")
        #expect(throws: RequestError.self) { try Revalidation(kept: nil).accept(response(304), at: now) }
    }

    @Test("changed, the new one takes its place, where it may be kept")
    func changed() throws {
        func keep(_ fields: HTTPFields) throws -> CacheEntry? {
            let (body, keep) = try Revalidation(kept: kept).accept(response(200, fields), at: now)
            #expect(body == Data("new".utf8))
            return keep
        }
        #expect(try keep([.cacheControl: "max-age=60"])?.body == Data("new".utf8))
        #expect(try keep([.eTag: "\"b\""])?.entityTag == "\"b\"")
        #expect(try keep([.eTag: "\"b\""])?.freshUntil == now)
        #expect(try keep([.cacheControl: "no-store", .eTag: "\"b\""]) == nil)
        #expect(try keep([:]) == nil)
        let year = try keep([.cacheControl: "max-age=31536000"])
        #expect(year?.freshUntil == now.addingTimeInterval(86_400), "no server is believed for longer than a day")
    }

    @Test("any other answer is a failure", arguments: [204, 302, 404, 500])
    func failure(status: Int) {
        #expect { try Revalidation(kept: kept).accept(response(status), at: now) } throws: {
            ($0 as? RequestError)?.status == status
        }
    }
}
