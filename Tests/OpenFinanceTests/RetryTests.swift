import FoundationEssentials
import Testing

@testable import OpenFinance

@Suite("Waiting before another attempt")
struct RetryTests {
    @Test(
        "takes as long as the server says, in seconds or until a date",
        arguments: [
            ("0", 0), ("120", 120), ("Mon, 23 Nov 2026 10:00:30 GMT", 30), ("Mon, 23 Nov 2026 09:00:00 GMT", 0),
            ("-1", nil), ("soon", nil), ("", nil), ("1.5", nil),
        ] as [(String, Int64?)])
    func retryAfter(text: String, seconds: Int64?) throws {
        let now = try #require(Timestamp.parse("2026-11-23T10:00:00Z"))
        #expect(RetryAfter.delay(text, at: now) == seconds.map { .seconds($0) })
    }

    @Test("is bounded by a limit that doubles, drawn anew each time, and ends")
    func backoff() {
        var highest = Backoff()
        highest.pauses = 8
        highest.random = { $0.upperBound }
        let pauses = (0..<8).map { _ in highest.next() }
        #expect(pauses == [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000].map { .milliseconds($0) })
        #expect(highest.next() == nil)
        var lowest = Backoff()
        lowest.random = { $0.lowerBound }
        #expect(lowest.next() == .zero)
    }
}
