import FoundationEssentials
import Testing
import OpenFinanceTransport

@testable import OpenFinance

@Suite("Waiting before another attempt")
struct RetryTests {
    @Test(
        "takes as long as the server says, in seconds or until a date",
        arguments: [
            ("0", 0), ("120", 120), ("Mon, 23 Nov 2026 10:00:30 GMT", 30), ("Mon, 23 Nov 2026 09:00:00 GMT", 0),
            ("-1", nil), ("soon", nil), ("", nil), ("1.5", nil), ("+5", nil), ("86399", 86_399), ("86401", 86_400),
            ("9223372036854775807", 86_400), ("99999999999999999999", 86_400),
            ("Fri, 23 Nov 2126 10:00:30 GMT", 86_400), ("Fri, 23 Nov 1826 10:00:30 GMT", 0),
            ("Mon, 23 Nov 999999999 10:00:30 GMT", nil),
        ] as [(String, Int64?)])
    func retryAfter(text: String, seconds: Int64?) throws {
        let now = try #require(Timestamp.parse("2026-11-23T10:00:00Z"))
        #expect(RetryAfter.delay(text, at: now) == seconds.map { .seconds($0) })
    }

    @Test("is bounded by a limit that doubles, drawn anew each time, and ends")
    func backoff() {
        var policy = RetryPolicy()
        policy.attempts = 9
        policy.random = { $0.upperBound }
        let pauses = (1...8).map { policy.pause(after: $0) }
        #expect(pauses == [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000].map { .milliseconds($0) })
        #expect(policy.pause(after: 9) == nil)
        policy.random = { $0.lowerBound }
        #expect(policy.pause(after: 1) == .zero)
    }
}
