import Testing

@testable import OpenFinance
@testable import OpenFinanceLeads

@Suite("An Emirates ID")
struct EmiratesIDTests {
    @Test(
        "is read in any usual spelling, and sent in one",
        arguments: [
            "784-1990-1234567-6", "784199012345676", "784 1990 1234567 6", " 784-1990-1234567-6 ",
            "784\u{2010}1990\u{2011}1234567\u{2013}6", "784\u{2212}1990 1234567\u{A0}6", "٧٨٤-١٩٩٠-١٢٣٤٥٦٧-٦",
            "۷۸۴۱۹۹۰۱۲۳۴۵۶۷۶", "7841990-1234567-6",
        ])
    func spelling(text: String) throws {
        let id = try #require(EmiratesID(text))
        #expect(id.formatted == "784-1990-1234567-6")
        #expect(id.hasValidCheckDigit)
    }

    @Test(
        "is refused where it is none",
        arguments: [
            "", "784", "784-1990-1234567", "784-1990-1234567-66", "785-1990-1234567-6", "784-1990-123456A-6",
            "784_1990_1234567_6", "784/1990/1234567/6", "+784199012345676", "784-1990-1234567-6\n",
        ])
    func none(text: String) {
        #expect(EmiratesID(text) == nil)
    }

    @Test("has a wrong check digit where nine of ten last digits stand, and is one all the same")
    func checkDigit() {
        let valid = (0...9).filter { EmiratesID("78419901234567\($0)")?.hasValidCheckDigit == true }
        #expect(valid == [6])
        // The API guide's own sample.
        #expect(EmiratesID("784-1990-1234567-1")?.hasValidCheckDigit == false)
    }
}
