import FoundationEssentials
import Testing

@testable import OpenFinance

@Suite("HTTP dates")
struct HTTPDateTests {
    @Test("are read in their one form that may be sent")
    func reads() {
        #expect(HTTPDate("Sun, 06 Nov 1994 08:49:37 GMT")?.date == Date(timeIntervalSince1970: 784_111_777))
        #expect(HTTPDate("Thu, 29 Feb 2024 00:00:00 GMT")?.date == Date(timeIntervalSince1970: 1_709_164_800))
    }

    @Test(
        "are nothing else",
        arguments: [
            "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nov 1994 25:49:37 GMT",
            "2026-01-01T00:00:00Z",
        ])
    func refuses(text: String) { #expect(HTTPDate(text) == nil) }
}
