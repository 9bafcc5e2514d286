import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite("What ofp browse ends with")
struct BrowseEndingEndToEndTests {
    // MARK: - While a lead is on its way

    private static let isOnItsWay = "is on its way to Waha Retail"

    /// - Returns: the terminal once the request has reached its bank.
    private func atSending(_ options: [String], _ variables: [String: String?]) async throws -> SeenTerminal {
        let (seen, control) = try SeenTerminal.watched(
            ["browse"] + options, options: ["--fault", "waha:leads:hang"], variables)
        if options.contains("--plain") {
            try await seen.goPlainlyToTheYes()
            seen.type("3\n")
            try await seen.terminal.wait(for: "Send this to Waha Retail")
        } else {
            try await seen.goToLastQuestion()
            seen.type("2")
            try await seen.sees("Send this to Waha Retail")
            seen.type("3")
            try await seen.sees(Self.isOnItsWay)
        }
        try await seen.leadArrives(at: control)
        return seen
    }

    @Test("is 75 at a second Ctrl-C, wherever that finds the lead", arguments: [true, false])
    func interruptedTwice(isAtOnce: Bool) async throws {
        let variables = SeenTerminal.variables()
        let seen = try await atSending([], variables)
        seen.type("\u{3}")
        if !isAtOnce { try await seen.sees("It is unknown whether Waha Retail has the lead") }
        #expect(try await seen.terminal.end(typing: "\u{3}") == 75)
        #expect(seen.terminal.text.contains("nknown") && seen.terminal.isAsBefore)
        #expect(!seen.terminal.text.contains("Nothing was sent."))
    }

    @Test(
        "is what has become of the lead, where somebody else ends it", arguments: [SIGTERM, SIGHUP], [[], ["--plain"]])
    func terminated(signal: Int32, options: [String]) async throws {
        let variables = SeenTerminal.variables()
        let seen = try await atSending(options, variables)
        seen.terminal.send(signal)
        #expect(try await seen.end() == 75)
        #expect(!seen.screen.isDrawnOn && seen.terminal.isAsBefore)
        #expect(seen.screen.text.contains("It is unknown whether Waha Retail has the lead"), "\(seen.screen.text)")
        #expect(seen.terminal.text.contains("'ofp leads' has it as number 1"))
    }

    @Test("is a record that tells the truth, where the terminal itself is gone")
    func hungUp() async throws {
        let variables = SeenTerminal.variables()
        let seen = try await atSending([], variables)
        #expect(try await seen.terminal.hangUp() == 75)
        let leads = try await Tool.run("ofp", ["leads"], environment: variables).output
        #expect(leads.contains("Waha Retail") && leads.contains("unknown"), "\(leads)")
    }

    @Test("is 75 of 'ofp lead', too, however often Ctrl-C is pressed")
    func lead() async throws {
        let variables = SeenTerminal.variables()
        let file = FileManager.default.temporaryDirectory.appending(path: "ofp-lead-\(UUID()).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(
            #"{"Email": "sara@example.ae", "EmiratesId": "784-1990-1234567-6", "MarketingOptOut": false, "Name": {"FullName": "Sara"}}"#
                .utf8
        ).write(to: file)
        let (seen, control) = try SeenTerminal.watched(
            ["lead", "--lfi", "Waha Retail", "--category", "Mortgage", "--data", file.path, "--consent-given"],
            options: ["--fault", "waha:leads:hang"], variables)
        try await seen.leadArrives(at: control)
        #expect(try await seen.terminal.end(typing: "\u{3}") == 75)
        #expect(seen.terminal.text.contains("nknown"))
    }

    // MARK: - Where banks fail

    @Test(
        "is 'ofp products' own code where every bank failed, or some, and says which and why",
        arguments: [
            ("status:500", ["Liwa Bank"], 69), ("status:403", ["Liwa Bank"], 77),
            ("status:403", ["Liwa Bank", "Sidr Bank"], 3),
        ] as [(String, [String], Int32)])
    func failed(fault: String, banks: [String], status: Int32) async throws {
        let seen = try SeenTerminal(
            [
                Tool.path("ofp-sandbox"), "run", "--fixtures", Tool.fixtures.path, "--fault", "liwa:products:\(fault)",
                "--", "/usr/bin/env", "OFP_LFI=\(banks.joined(separator: ","))", Tool.path("ofp"), "browse",
            ], environment: SeenTerminal.variables())
        try await seen.goToList()
        if banks.count == 1 {
            try await seen.sees("The bank has not answered", "Liwa Bank failed at products", "m who is missing")
            #expect(!seen.screen.text.contains("No product is of that kind"))
        } else {
            try await seen.sees("from 1 of 2 banks", "m who is missing")
        }
        seen.type("q")
        #expect(try await seen.end() == status)
        #expect(seen.screen.text.contains("Liwa Bank failed at products"), "\(seen.screen.text)")
        #expect(seen.screen.text.contains("ofp: error:") == (banks.count == 1))
    }
}
