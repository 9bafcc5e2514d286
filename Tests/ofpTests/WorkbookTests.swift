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
            ])
        let (texts, xml) = try sheet(Workbook(sheets: [.init(name: "List", table: table)]))
        #expect(xml.contains("<v>3.49</v>") && xml.contains("<v>46174.5</v>"))
        #expect(xml.matches(of: /<hyperlink\b/).count == 1 && texts.contains("file:///etc/passwd"))
        #expect(xml.contains("state=\"frozen\"") && xml.contains("<autoFilter ref=\"A1:D3\"/>"))
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
