import Foundation
import TestSupport
import Testing

@Suite("What is pasted")
struct BrowsePasteEndToEndTests {
    /// More than a terminal holds at once, and a yes in each of its lines.
    private static let yeses = String(repeating: "3\ny\n", count: 4_000)
    private static let (begins, ends) = ("\u{1B}[200~", "\u{1B}[201~")

    private func expectNothingSent(_ seen: SeenTerminal, _ variables: [String: String?]) async throws {
        #expect(!seen.terminal.text.contains("is on its way") && !seen.terminal.text.contains("has the lead"))
        #expect(try await Tool.run("ofp", ["leads"], environment: variables).output.contains("Waha") == false)
    }

    @Test(
        "is no yes to what it leads to, however long it is, with and without the terminal's telling",
        arguments: [true, false])
    func leadingThere(isTold: Bool) async throws {
        let variables = SeenTerminal.variables()
        let seen = try SeenTerminal.sandboxed(["browse"], variables)
        try await seen.goToLastQuestion()
        #expect(seen.screen.tellsPastes)
        if isTold { seen.type("2") }
        try await seen.terminal.paste(isTold ? Self.begins + Self.yeses + Self.ends : "2" + Self.yeses)
        try await seen.sees("Send this to Waha Retail", "Yes, send it")
        // Nor one to what is there to be read already.
        try await seen.terminal.paste(isTold ? Self.begins + "3" + Self.ends : Self.yeses)
        #expect(try await seen.terminal.end(typing: "\u{3}") == 130 && seen.terminal.isAsBefore)
        #expect(seen.terminal.text.contains("\u{1B}[?2004l"))
        try await expectNothingSent(seen, variables)
    }

    @Test("is one line in a field, and chooses nothing elsewhere")
    func field() async throws {
        let seen = try await SeenTerminal.browse()
        try await seen.goToList()
        seen.type(Self.begins + "cq\n" + Self.ends)
        try await seen.sees("Which one?", "Pasted text chooses nothing here.")
        seen.type("/" + Self.begins + "noor\r\nprof\n" + Self.ends)
        try await seen.sees("> noor  prof", "1 product")
        seen.type("\r")
        try await seen.sees("of those with “noor")
        seen.type("q")
        #expect(try await seen.end() == 0)
    }

    @Test("is no yes in lines either", arguments: ["3\n3\n3\n", yeses])
    func plain(text: String) async throws {
        let variables = SeenTerminal.variables()
        let seen = try SeenTerminal.sandboxed(["browse", "--plain"], variables)
        try await seen.goPlainlyToTheYes()
        try await seen.terminal.wait(for: "Send this to Waha Retail", "Yes, send it", "q leave: ")
        try await seen.terminal.paste(text)
        try await seen.terminal.wait(for: "Pasted text chooses nothing here.", "q leave: ")
        #expect(try await seen.terminal.end(typing: "\u{3}") == 130)
        try await expectNothingSent(seen, variables)
    }

    @Test("is no yes to 'ofp lead'", arguments: ["y\ny\n", "n\ny\ny\n", yeses])
    func lead(text: String) async throws {
        let variables = SeenTerminal.variables()
        let seen = try SeenTerminal.sandboxed(["lead", "--product", "Waha Retail/N100"], variables)
        for (question, answer) in SeenTerminal.answers + [("opted out of marketing?", "2")] {
            try await seen.terminal.wait(for: question, ": ")
            seen.type(answer + "\n")
        }
        try await seen.terminal.wait(for: "c to change something] ")
        try await seen.terminal.paste(text)
        try await seen.terminal.wait(for: "Pasted text is not an answer here.", "] ")
        #expect(try await seen.terminal.end(typing: "\u{3}") == 130)
        try await expectNothingSent(seen, variables)
    }
}
