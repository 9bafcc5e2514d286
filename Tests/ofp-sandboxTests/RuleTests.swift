import Foundation
import Testing

@testable import ofp_sandbox

@Suite("The rules that clients are held to")
struct RuleTests {
    @Test("say what they are, where that is written, and what to do", arguments: Rule.allCases)
    func entries(rule: Rule) {
        let entry = rule.entry
        #expect(rule.rawValue.wholeMatch(of: /[a-z]+\.[a-z]+(-[a-z]+)*/) != nil)
        #expect(entry.sentence.hasSuffix(".") && entry.remedy.hasSuffix("."))
        // A section of a standard, or a part of the ecosystem's own documents.
        #expect(entry.source.contains("§") || entry.source.hasPrefix("UAE Open Finance, "), "\(entry.source)")
        #expect(!"\(entry)".contains("\n"))
    }

    @Test("are shown in the README as they are")
    func readme() throws {
        let file = URL(filePath: #filePath).appending(path: "../../../README.md").standardized
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
        let entry = Rule.assertionAud.entry
        #expect(lines.contains("assertion.aud ×1: \(entry.sentence)"))
        #expect(lines.contains("  source  \(entry.source)") && lines.contains("  to do   \(entry.remedy)"))
    }

    @Test("are each broken somewhere in the sandbox")
    func used() throws {
        let folder = URL(filePath: #filePath).appending(path: "../../../Sources/ofp-sandbox").standardized
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".swift") && !$0.hasPrefix("Rules/") }
        let code = try files.map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }.joined()
        let names = Set(code.matches(of: /\.([a-zA-Z]+)\b/).map { String($0.1) })
        #expect(Rule.allCases.map { "\($0)" }.filter { !names.contains($0) }.isEmpty)
    }

    @Test(
        "are shown with what was sent, bounded, on one line, and without what may be secret",
        arguments: [
            ("aud: https://as1.liwa.sandbox.apihub.localhost:8443/token", nil),
            ("jti: 6ba7b810-9dad-41d1-80b4-00c04fd430c8", nil), ("kid: none", nil),
            ("aud: eyJhbGciOiJQUzI1NiIsImtpZCI6IjEifQ.x.y", "aud: (34 characters).x.y"),
            ("q=sara.ahmed@example.ae&x", "q=(an e-mail address, 21 characters)&x"),
            // The names of the API are what somebody looks for.
            ("LastUpdatedDateTime=2026-01-01T00", nil), ("x-fapi-customer-ip-address: none", nil),
            ("a=QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=", "a=(36 characters)"),
            ("784-1990-1234567-6", "(an Emirates ID)"), ("784199012345676", "(an Emirates ID)"),
            ("+971501234567", "(a phone number)"),
            ("a\r\nb\u{1B}[31m\u{202E}", "a\u{FFFD}\u{FFFD}b\u{FFFD}[31m\u{FFFD}"),
        ])
    func sent(text: String, shown: String?) {
        #expect(SentText(text).description == shown ?? text)
    }

    @Test("are shown with a piece of what is long", arguments: ["a b ", "\u{1F1E6}\u{0301} "])
    func longText(word: String) {
        let shown = SentText(String(repeating: word, count: 100_000)).description
        #expect(shown.unicodeScalars.count == SentText.longest + 1 && shown.hasSuffix("…"))
    }
}
