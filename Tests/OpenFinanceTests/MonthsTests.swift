import Testing

@testable import OpenFinance

@Suite("A term in months")
struct MonthsTests {
    @Test(
        "is read of a duration of years and months (ISO 8601), and of no other text",
        arguments: [
            ("P2Y3M", 27), ("P1Y", 12), ("P6M", 6), ("P0M", 0), ("P1000Y", 12_000), ("P1001Y", nil),
            ("P999999999Y", nil), ("P1Y9223372036854775807M", nil), ("P", nil), ("", nil), ("1Y", nil), ("P1M2Y", nil),
            ("P1Y2", nil), ("P1YT", nil), ("P1D", nil), ("P-1Y", nil), ("P1Y ", nil), ("p1Y", nil),
        ] as [(String, Int?)])
    func duration(text: String, months: Int?) { #expect(Months.of(iso: text) == months) }

    @Test(
        "is read of words, too",
        arguments: [
            ("4 years", 48), ("1 yr", 12), ("6 months", 6), ("12", 12), ("3M", 3), ("P1Y", 12), ("12345", nil),
            ("a year", nil), ("", nil),
        ] as [(String, Int?)])
    func words(text: String, months: Int?) { #expect(Months.inWords(text) == months) }

    @Test("is within a range from the least to the most of it, where those are known")
    func range() throws {
        func taken(_ least: Int?, _ most: Int?) throws -> [Int] {
            let range = try #require(MonthRange(least: least, most: most))
            return [5, 6, 12, 13].filter(range.contains)
        }
        #expect(try taken(6, 12) == [6, 12])
        #expect(try taken(6, nil) == [6, 12, 13])
        #expect(try taken(nil, 12) == [5, 6, 12])
        #expect(MonthRange(least: nil, most: nil) == nil)
    }
}
