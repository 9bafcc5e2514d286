import Foundation
import Testing

@testable import OpenFinance
@testable import ofp

@Suite("Comma-separated values")
struct CSVTests {
    @Test(
        "are quoted where RFC 4180 asks for it, and start no formula",
        arguments: [
            ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
            (" padded", "\" padded\""),
            ("=1+1", "'=1+1"), ("+97145550100", "'+97145550100"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"),
            ("  =1+1", "\"  '=1+1\""), ("a;=1+1", "\"a;'=1+1\""), ("a; =1+1", "\"a; '=1+1\""), ("＝1+1", "'＝1+1"),
            ("\t=1+1", "\" '=1+1\""), ("line\r\nbreak", "line  break"), ("a=b", "a=b"), ("\"=1", "\"\"\"'=1\""),
            ("a\u{202E}b\u{1B}", "a\u{FFFD}b\u{FFFD}"), ("حساب", "حساب"),
        ])
    func text(text: String, expected: String) { #expect(CSV.line([.text(text)]) == expected + "\r\n") }

    @Test("have numbers as numbers, negative ones too")
    func numbers() throws {
        let negative = try #require(Decimal(string: "-0.50"))
        #expect(CSV.line([.number(negative), .text("x")]) == "-0.5,x\r\n")
    }

    @Test("begin with a byte order mark only where it is asked for")
    func mark() async throws {
        let arguments = ["products", "--from", "list.json", "--format", "csv"]
        let plain = try await Seen(arguments).text(columns: nil, isColoured: false)
        #expect(plain.utf8.starts(with: "LFIName,".utf8))
        let marked = try await Seen(arguments + ["--excel"]).text(columns: nil, isColoured: false)
        #expect(marked.utf8.starts(with: [0xEF, 0xBB, 0xBF] + "LFIName,".utf8))
    }
}

@Suite("Text in Markdown")
struct MarkdownTests {
    @Test(
        "is shown as it is, and becomes no link, markup or cell",
        arguments: [
            ("plain text (1) - 2.5%", "plain text (1) - 2.5%"), ("a|b", "a\\|b"),
            ("*b* _i_ `c` ~s~", "\\*b\\* \\_i\\_ \\`c\\` \\~s\\~"),
            ("[x](y)", "\\[x\\](y)"), ("<b>", "\\<b\\>"), ("a\\b", "a\\\\b"), ("R&D", "R&amp;D"),
            ("https://x.example", "https&#58;//x.example"), ("www.x.example", "www&#46;x.example"),
            ("a@b.example", "a@&#8288;b.example"), ("10:30", "10:30"), ("# title", "\\# title"), ("a\nb", "a b"),
            ("\u{1B}[1m\u{202E}", "\u{FFFD}\\[1m\u{FFFD}"),
        ])
    func text(text: String, expected: String) { #expect(text.forMarkdown == expected) }

    @Test("stands in tables with a rule for each column")
    func table() {
        let table = Table([.init(title: "A"), .init(title: "B", alignment: .trailing)], [["x|y", "1"]])
        #expect(table.markdown == "| A | B |\n| --- | ---: |\n| x\\|y | 1 |\n")
    }
}

@Suite("Figures")
struct FigureTests {
    @Test(
        "have separators between thousands, and two digits of a fraction at least",
        arguments: [
            ("0", "0"), ("999", "999"), ("1000", "1,000"), ("1234567.5", "1,234,567.50"), ("0.125", "0.125"),
            ("-1500", "-1,500"), ("9999999999999", "9,999,999,999,999"), ("10.10", "10.10"),
        ])
    func grouped(number: String, expected: String) throws {
        #expect(try #require(Decimal(string: number)).grouped == expected)
    }

    @Test("of rates say which end of a range they are, and what they hold for")
    func rates() throws {
        func text(_ side: HeadlineRate.Side, _ basis: HeadlineRate.Basis, _ rates: [Decimal]) -> String? {
            HeadlineRate(side, .profit, basis, rates.map { StatedRate(percent: $0, at: "/") })?.text
        }
        #expect(text(.earned, .standing, [2]) == "2.00%")
        #expect(text(.earned, .standing, [1, 3]) == "up to 3.00%")
        #expect(text(.paid, .standing, [4, 3]) == "from 3.00%")
        #expect(text(.paid, .annualPercentageRate, [4]) == "4.00% APR")
        #expect(text(.earned, .introductory, [4]) == "4.00% intro")
        #expect(HeadlineRate(.earned, .profit, .standing, [StatedRate(percent: 1, at: "/")])?.title == "Profit rate")
        #expect(
            HeadlineRate(.earned, .interest, .standing, [StatedRate(percent: 1, at: "/")])?.title == "Interest rate")
    }

    @Test(
        "go by names that people read",
        arguments: [
            ("MinimumFinanceAmount", "Minimum finance amount"), ("LFIBrandId", "LFI brand id"), ("KfsUri", "KFS link"),
            ("LastUpdatedDateTime", "Last updated"), ("EffectiveFromDateTime", "Effective from"),
            ("LTVStart", "LTV start"),
            ("X-BankOwn", "X bank own"), ("snake_case", "Snake case"), ("", ""), ("DateTime", "Date time"),
        ])
    func memberLabel(name: String, expected: String) { #expect(name.memberLabel == expected) }
}

@Suite("A file for output")
struct OutputFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-output-\(UUID())")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func contents(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("is replaced whole, keeps its permissions, and leaves nothing beside it")
    func replaced() throws {
        let path = folder.appending(path: "a.json").path
        try OutputFile(path).write(Data("one".utf8))
        #expect(contents(path) == "one")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        try OutputFile(path).write(Data("two".utf8))
        #expect(contents(path) == "two")
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o640)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.json"])
    }

    @Test(
        "is written where links lead, whether anything is there or not, and the links stay links",
        arguments: [true, false], [["target"], ["second", "target"], ["second", "third", "target"]])
    func link(isThere: Bool, way: [String]) throws {
        let target = folder.appending(path: "target").path
        if isThere { try OutputFile(target).write(Data("one".utf8)) }
        let links = zip(["link"] + way, way).map { (path: folder.appending(path: $0).path, destination: $1) }
        for link in links {
            try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: link.destination)
        }
        try OutputFile(folder.appending(path: "link").path).write(Data("two".utf8))
        #expect(contents(target) == "two")
        for link in links {
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == link.destination)
        }
    }

    @Test("that links lead back to is refused")
    func circle() throws {
        let path = folder.appending(path: "link").path
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "link")
        #expect { try OutputFile(path) } throws: { ($0 as? CommandFailure)?.status == .usage }
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "link")
    }

    @Test("may be a device, which is written to and not replaced")
    func device() throws {
        try OutputFile("/dev/null").write(Data("x".utf8))
        let type = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
        #expect(type == .typeCharacterSpecial)
    }

    @Test("that cannot be written is refused before anything is done")
    func refused() {
        for path in [folder.path, folder.appending(path: "missing/a").path] {
            #expect { try OutputFile(path) } throws: { ($0 as? CommandFailure)?.status == .usage }
        }
    }

    @Test("that the system makes for nobody is no wrong value, whether that is seen before or when it is written")
    func notMade() {
        #expect {
            try OutputFile("/sys/ofp-output").write(Data())
        } throws: {
            ($0 as? CommandFailure)?.status == .outputFailed
        }
    }
}
