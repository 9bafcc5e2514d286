import OpenFinance
import Testing

@Suite("The version of an API")
struct APIVersionTests {
    @Test(
        "is read with or without its letter, in any case, and with what stands behind its numbers",
        arguments: [
            ("v2.1", "v2.1"), ("2.1", "v2.1"), ("V2.1", "v2.1"), ("v0.0", "v0.0"), ("v1.2-errata1", "v1.2-errata1"),
            ("v2.2-rc2", "v2.2-rc2"), ("v2.1.3", "v2.1.3"), ("v2.1+build.7-x", "v2.1+build.7-x"),
            ("v9999.9999", "v9999.9999"),
        ])
    func read(_ text: String, _ shown: String) throws {
        #expect(try #require(APIVersion(text)).description == shown)
        #expect(APIVersion("/\(text)"[...].dropFirst())?.description == shown)
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "v", "2", "v2", "v2.", "v.1", ".1", "vv2.1", " v2.1", "v2.1 ", "v2.1-", "v2.1--rc", "v2.1rc", "v2.1_1",
            "v2,1",
            "v-2.1", "v2.-1", "v+2.1", "v10000.1", "v2.10000", "v٢.١", "v2.1-é", "v2.1\u{301}", "v\u{301}2.1",
            "v2.\u{301}1",
        ])
    func refused(_ text: String) { #expect(APIVersion(text) == nil) }
}
