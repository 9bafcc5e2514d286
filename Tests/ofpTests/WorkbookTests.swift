import Foundation
import Testing

@testable import OpenFinance
@testable import ofp

@Suite("A workbook", .enabled(if: (try? XLSXLibrary.load()) != nil, "libxlsxwriter is not on this machine"))
struct WorkbookTests {
    private let hostile = [
        "=1+1", "@SUM(A1)", "0001", "+971 4 123 4567", "a\u{0}b\u{7}c", "<&>\"'", "بنك الفلج", "👨‍👩‍👧", "",
    ]

    /// The texts and the XML of a sheet.
    private func sheet(_ workbook: Workbook, _ number: Int = 1) throws -> (texts: [String], xml: String) {
        let parts = try WorkbookParts(workbook.data())
        defer { parts.remove() }
        return (try parts.texts, try parts.sheet(number))
    }

    @Test("keeps text as text, whatever it begins with, and no formula stands in it")
    func text() throws {
        let table = Table(columns: [.init(title: "Text")], rows: hostile.map { [.text($0)] })
        let (texts, xml) = try sheet(Workbook(sheets: [.init(name: "List", table: table)]))
        for text in hostile.prefix(4) { #expect(texts.contains(text)) }
        #expect(texts.contains("&lt;&amp;&gt;\"'") && texts.contains("بنك الفلج") && texts.contains("👨‍👩‍👧"))
        #expect(!xml.contains("<f>") && xml.matches(of: /t="s"/).count >= hostile.count - 1)
    }

    @Test("has numbers as numbers, times as days, and links that are https alone")
    func values() throws {
        let time = try #require(Timestamp.parse("2026-06-01T12:00:00Z"))
        let table = Table(
            columns: ["Number", "Time", "Link", "Other"].map { .init(title: $0) },
            rows: [
                [
                    .number(Decimal(string: "3.49") ?? 0), .time(time, "2026-06-01T12:00:00Z"),
                    .link("https://bank.example/kfs.pdf"), .link("file:///etc/passwd"),
                ],
                [.unknown, .unknown, .link("https://bank.example/" + String(repeating: "x", count: 3_000)), .unknown],
                [.unknown, .unknown, .link("https://bank.example/" + String(repeating: "^", count: 700)), .unknown],
                [.unknown, .unknown, .link("https://bank.example/a b"), .link("https://bank.example/\u{FFFE}")],
            ])
        let (texts, xml) = try sheet(Workbook(sheets: [.init(name: "List", table: table)]))
        #expect(xml.contains("<v>3.49</v>") && xml.contains("<v>46174.5</v>"))
        #expect(xml.matches(of: /<hyperlink\b/).count == 1 && texts.contains("file:///etc/passwd"))
        #expect(xml.contains("state=\"frozen\"") && xml.contains("<autoFilter ref=\"A1:D5\"/>"))
    }

    @Test("has text that looks like a character's number as it is, and nothing that XML has no place for")
    func escapes() throws {
        let table = Table(
            columns: [.init(title: "Text")],
            rows: ["_x0041_", "a_x000D_b", "_x41_", "a\u{FFFE}b\u{FFFF}"].map { [.text($0)] })
        let texts = try sheet(Workbook(sheets: [.init(name: "List", table: table)])).texts
        #expect(texts.suffix(4) == ["_x005F_x0041_", "a_x005F_x000D_b", "_x41_", "a\u{FFFD}b\u{FFFD}"])
    }

    @Test("has a time that its days do not reach as the text that it was")
    func times() throws {
        let times = ["1899-12-31T00:00:00Z", "1900-02-28T00:00:00Z", "1900-03-01T00:00:00Z", "9999-12-31T23:00:00Z"]
        let rows =
            try times.map { [Table.Cell.time(try #require(Timestamp.parse($0)), $0)] }
            + [[.time(Date(timeIntervalSince1970: 1e12), "a far day")]]
        let table = Table(columns: [.init(title: "Time")], rows: rows)
        let (texts, xml) = try sheet(Workbook(sheets: [.init(name: "List", table: table)]))
        #expect(texts.dropFirst() == [times[0], times[1], "a far day"])
        #expect(xml.contains("<v>61</v>") && xml.contains("<v>2958465.95"))
    }

    @Test("cuts what no cell can hold, and says so")
    func longText() throws {
        let long = String(repeating: "é", count: 40_000)
        let table = Table(columns: [.init(title: "Text")], rows: [[.text(long)]])
        let texts = try sheet(Workbook(sheets: [.init(name: "List", table: table)])).texts
        #expect(
            texts.contains { $0.hasPrefix("éé") && $0.hasSuffix("…") && $0.utf16.count <= 32_767 && $0.count > 32_000 })
    }
}
