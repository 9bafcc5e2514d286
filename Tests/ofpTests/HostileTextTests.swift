import Foundation
import Logging
import TestSupport
import Testing

@testable import OpenFinance
@testable import OpenFinanceLeads
@testable import ofp

/// Text that a bank sends to keep its readers busy, or to be something else than text where it is shown.
@Suite("A bank's text", .timeLimit(.minutes(5)))
struct HostileTextTests {
    enum Attack: String, CaseIterable, Sendable {
        case longName, marks, mixedMarks, autolinks, zeroWidth, escapedNames, deepAmounts, manySections, manyMembers

        /// Members of a product, beside its id.
        var members: String {
            // An eighth of it would still take minutes where something goes by the square.
            func much(_ count: Int) -> Int { Soak.count(count, usually: count / 8) }
            func text(_ piece: String, _ count: Int) -> String { String(repeating: piece, count: count) }
            func all(_ text: String) -> String {
                #""ProductName":"\#(text)","Description":"\#(text)","\#(String(text.unicodeScalars.prefix(30)))":1"#
            }
            return switch self {
            case .longName: all(text("x", much(10_000_000)))
            case .marks: all("a" + text("\u{301}", much(200_000)))
            // Marks that canonical order moves about.
            case .mixedMarks: all("a" + text("\u{301}\u{316}\u{327}", much(70_000)))
            case .autolinks: all(text("www.", much(125_000)))
            case .zeroWidth: all(text("\u{200B}", much(100_000)))
            case .escapedNames: (0..<300).map { #""\#(text(#"\u0050"#, 20))\#($0)":\#($0)"# }.joined(separator: ",")
            case .deepAmounts:
                #""Fee":"# + text(#"{"Amount":"#, 60) + "1" + text("}", 60)
            case .manySections: (0..<much(20_000)).map { #""s\#($0)":[{"a":1}]"# }.joined(separator: ",")
            case .manyMembers:
                #""Product":{"#
                    + (0..<much(20_000)).map { #""m\#($0)":{"b":{"c":[1,{"d":2}]}}"# }.joined(separator: ",")
                    + "}"
            }
        }
    }

    private static func savedList(_ members: String) throws -> URL {
        let product =
            #"{"LFIId":"L","LFIBrandId":"B","LFIName":"Liwa Bank","AuthorisationServerId":"id","ProductId":"P1","#
        let other =
            #"{"LFIId":"L","LFIName":"Sidr Bank","AuthorisationServerId":"id2","ProductId":"P2","ProductName":"Good"}"#
        let file = FileManager.default.temporaryDirectory.appending(path: "hostile-\(UUID()).json")
        try Data((#"{"Products":["# + product + members + "}," + other + "]}").utf8).write(to: file)
        return file
    }

    @Test("costs time by its length, and space by what is shown, in every form", arguments: Attack.allCases)
    func linear(attack: Attack) async throws {
        let file = try Self.savedList(attack.members)
        defer { try? FileManager.default.removeItem(at: file) }
        let start = ContinuousClock.now
        for arguments in [
            ["products"], ["products", "--format", "csv"], ["products", "--format", "markdown"],
            ["products", "--search", "good a"], ["products", "--sort", "rate"], ["products", "--salary", "10000"],
            ["product", "P1"], ["compare", "P1", "P2"], ["compare", "P1", "P2", "--format", "markdown"],
            ["apply", "P1"], ["products", "--format", "html"], ["compare", "P1", "P2", "--format", "html"],
        ] {
            let outcome = try await SandboxWorld.run(arguments + ["--from", file.path])
            #expect(outcome.status == .success)
            if arguments == ["products"] {
                #expect(outcome.output.contains("Good"))
                #expect(outcome.output.utf8.count < 20_000)
            }
        }
        // Minutes where something goes by the square.
        #expect(ContinuousClock.now - start < .seconds(120))
    }

    @Test("reaches whoever asks for JSON as it was sent, however long it is")
    func exactJSON() async throws {
        for attack in [Attack.longName, .mixedMarks] {
            let file = try Self.savedList(attack.members)
            defer { try? FileManager.default.removeItem(at: file) }
            let outcome = try await SandboxWorld.run(["products", "--format", "ndjson", "--from", file.path])
            #expect(outcome.output.utf8.count > attack.members.utf8.count)
            #expect(outcome.output.contains(attack.members.prefix(100)))
        }
    }

    // MARK: - Bounds

    @Test("is left alone where it is of a sensible kind")
    func sensible() {
        for text in ["", "Noor Saver", "حِسَابُ تَوْفِيرٍ", "Cafe\u{301}", "👩‍👩‍👧‍👦 🇦🇪", String(repeating: "x", count: 32_767)] {
            #expect(Array(text.bounded.unicodeScalars) == Array(text.unicodeScalars))
        }
    }

    @Test("is cut and broken up where it is not, and says so")
    func bounds() {
        let long = String(repeating: "x", count: 40_000).bounded
        #expect(long.unicodeScalars.count == 32_768 && long.hasSuffix("…"))
        let marked = ("a" + String(repeating: "\u{301}", count: 100)).bounded
        var run = 0
        for scalar in marked.unicodeScalars {
            run = scalar == "\u{301}" ? run + 1 : 0
            #expect(run <= 30)
        }
    }

    // MARK: - Syntax

    @Test(
        "cannot hide what means something by putting a mark behind it",
        arguments: ["\u{301}", "\u{200D}", "\u{FE0F}", "\u{20DD}"])
    func marks(mark: String) {
        #expect(CSV.line([.text("=\(mark)1+1")]).utf8.starts(with: "'=".utf8))
        #expect(CSV.line([.text("a;=\(mark)1")]).utf8.elementsEqual("\"a;'=\(mark)1\"\r\n".utf8))
        #expect(CSV.line([.text("\(mark)=1")]).unicodeScalars.contains("'"))
        #expect(CSV.line([.text("x\",\(mark)y\"\(mark)")]).utf8.filter { $0 == UInt8(ascii: "\"") }.count == 6)
        #expect(CSV.line([.text("a,\(mark)b")]).utf8.first == UInt8(ascii: "\""))
        for syntax in ["|", "*", "`", "_", "[", "<", "~", "\\", "$"] {
            #expect("a\(syntax)\(mark)b".forMarkdown.utf8.elementsEqual("a\\\(syntax)\(mark)b".utf8))
        }
        #expect("a&\(mark)b".forMarkdown.utf8.starts(with: "a&amp;".utf8))
        #expect("'\(mark);id".shellQuoted.utf8.elementsEqual(#"''\''\#(mark);id'"#.utf8))
        #expect("a\(mark)".shellQuoted.utf8.first == UInt8(ascii: "'"))
        #expect(throws: LeadRules.Violation.self) { try LeadRules.phoneNumber("+97150123456\(mark)7") }
        #expect(throws: LeadRules.Violation.self) { try LeadRules.phoneNumber("+9715\(mark)01234567") }
        #expect(throws: LeadRules.Violation.self) { try LeadRules.email("sara\(mark)@example.ae") }
        #expect(throws: LeadRules.Violation.self) { try LeadRules.email("sara@ex\(mark)ample.ae") }
        #expect(throws: LeadRules.Violation.self) { try LeadRules.country("A\(mark)E") }
        #expect(EmiratesID("784-1990-123456\(mark)7-6") == nil)
    }

    @Test(
        "gives no line of the log quotes that are not the log's", arguments: ["\"\u{301} level=error", "a\"b=c", "x=y"])
    func log(text: String) {
        let sink = Lines()
        var log = StandardErrorLog(logLevel: .info, format: .text) { sink.add($0) }
        log[metadataKey: "lfi"] = "\(text)"
        log.log(event: .init(level: .info, message: "m", metadata: nil, source: "s", file: "f", function: "f", line: 1))
        let line = sink.text
        #expect(line.utf8.filter { $0 == UInt8(ascii: "\"") }.count == 2)
    }

    private final class Lines: @unchecked Sendable {
        // Written and read by one test alone.
        var text = ""
        func add(_ data: Data) { text += String(decoding: data, as: UTF8.self) }
    }

    @Test("becomes no link of GitHub's Markdown")
    func autolinks() {
        #expect(!"write to ana@bank.example".forMarkdown.contains("ana@bank"))
        #expect("www.x WWW.x https://x".forMarkdown == "www&#46;x WWW&#46;x https&#58;//x")
        #expect("@team".forMarkdown == "@&#8288;team")
    }

    @Test("is written as RFC 6068 wants it where it is an address to write to")
    func mailto() {
        let channel = ApplicationChannel(kind: .email, value: "a%b&c?d=e+f/g@bank.example")
        #expect(channel.linkTarget == "mailto:a%25b%26c%3Fd%3De%2Bf%2Fg@bank.example")
    }

    @Test(
        "is no number where it is longer than one can be held",
        arguments: [
            "1234567890123456789012345678901234567890", "0.1234567890123456789012345678901234567890",
        ])
    func longNumbers(number: String) async throws {
        #expect(DecimalText.parse(number) == nil)
        let terms =
            #""ProductCategory":"SavingsAccount","Product":{"DepositRates":{"RateDetails":[{"AnnualRate":\#(number)}]}}"#
        let file = try Self.savedList(terms)
        defer { try? FileManager.default.removeItem(at: file) }
        let outcome = try await SandboxWorld.run(["product", "P1", "--from", file.path])
        #expect(outcome.output.contains(number))
        let list = try await SandboxWorld.run(["products", "--format", "csv", "--from", file.path])
        #expect(!list.output.contains("12345678901234567890"))
    }
}
