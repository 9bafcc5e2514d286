import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite("ofp browse, whatever happens to its terminal")
struct BrowseTerminalEndToEndTests {
    /// Ways to steps, and what is seen there.
    private static let steps: [(keys: [String], sees: String)] = [
        ([], "What are you looking for?"), (["\r"], "What suits you?"), (["\r", "7"], "What do you earn"),
        (["\r", "\r"], "Which banks"), (["\r", "\r", "\r"], "In which order?"),
        (["\r", "\r", "\r", "\r"], "Which one?"),
        (["\r", "\r", "\r", "\r", "/noor"], "> noor"), (["\r", "\r", "\r", "\r", "\r"], "AT A GLANCE"),
        (["\r", "\r", "\r", "\r", " \u{1B}[B c"], "Side by side"), (["\r", "\r", "\r", "\r", "\r", "1"], "Back"),
    ]

    @Test(
        "ends at Ctrl-C at every step, says that nothing was sent, and leaves the terminal as it was",
        arguments: steps.indices)
    func interrupted(step: Int) async throws {
        let seen = try await SeenTerminal.browse()
        try await seen.sees("What are you looking for?")
        seen.type(Self.steps[step].keys.joined())
        try await seen.sees(Self.steps[step].sees)
        seen.type("\u{3}")
        #expect(try await seen.end() == 130)
        #expect(!seen.screen.isDrawnOn && seen.screen.hasCursor && seen.terminal.isAsBefore)
        #expect(seen.screen.text.contains("Nothing was sent.") && !seen.screen.text.contains(Self.steps[step].sees))
    }

    @Test("stops at Ctrl-Z at every step, and goes on there", arguments: steps.indices)
    func stopped(step: Int) async throws {
        let seen = try SeenTerminal(
            [
                "/bin/bash", "-c",
                #"set -m; "$0" browse --from "$1"; stty -a | grep -ow -e '-*echo' -e '-*icanon'; echo STOPPED; fg >/dev/null; echo "exit $?""#,
                Tool.path("ofp"), try await Tool.savedList.value,
            ], environment: SeenTerminal.variables())
        try await seen.sees("What are you looking for?")
        seen.type(Self.steps[step].keys.joined())
        try await seen.sees(Self.steps[step].sees)
        let before = seen.screen.lines
        seen.type("\u{1A}")
        // It is continued at once, on a terminal that was as before meanwhile.
        try await seen.terminal.wait(for: "\u{1B}[?1049l", "STOPPED", "\u{1B}[?1049h")
        let meanwhile = seen.terminal.text.components(separatedBy: "\u{1B}[?1049l").dropFirst().first ?? ""
        #expect(meanwhile.contains("icanon") && !meanwhile.contains("-icanon") && !meanwhile.contains("-echo\r"))
        try await seen.shows(before)
        seen.type("\u{3}")
        try await seen.terminal.wait(for: "exit 130")
        try await seen.end()
    }

    @Test("is drawn anew where others stop it, and let it go on")
    func stoppedAtOnce() async throws {
        let seen = try await SeenTerminal.browse()
        try await seen.goToList()
        let before = seen.screen.lines
        // Of this one no program is told.
        seen.terminal.send(SIGSTOP)
        seen.terminal.send(SIGCONT)
        try await seen.terminal.wait(for: "\u{1B}[?1049l", "\u{1B}[?1049h")
        try await seen.shows(before)
        seen.type("q")
        #expect(try await seen.end() == 0 && seen.terminal.isAsBefore)
    }

    @Test("gives the terminal back where others ask it to stop, as often as they do")
    func askedToStop() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "ofp-process-\(UUID())")
        defer { try? FileManager.default.removeItem(at: file) }
        let script = #"""
            set -m; /bin/bash -c 'echo $$ >"$2"; exec "$0" browse --from "$1"' "$0" "$1" "$2"
            echo STOPPED; fg >/dev/null; echo STOPPED; fg >/dev/null; echo "exit $?"
            """#
        let seen = try SeenTerminal(
            ["/bin/bash", "-c", script, Tool.path("ofp"), try await Tool.savedList.value, file.path],
            environment: SeenTerminal.variables())
        try await seen.goToList()
        let process = try #require(pid_t(String(contentsOf: file, encoding: .utf8).filter(\.isNumber)))
        let before = seen.screen.lines
        kill(process, SIGTSTP)
        try await seen.terminal.wait(for: "\u{1B}[?1049l", "STOPPED", "\u{1B}[?1049h")
        try await seen.shows(before)
        // Whoever sees another step knows that it is at the keys again.
        seen.type(Keys.escape)
        try await seen.sees("In which order?")
        kill(process, SIGTSTP)
        let (left, taken) = ("\u{1B}[?1049l", "\u{1B}[?1049h")
        try await seen.terminal.wait(for: left, "STOPPED", taken, left, "STOPPED", taken)
        seen.type("\u{3}")
        try await seen.terminal.wait(for: "exit 130")
        try await seen.end()
        for part in seen.terminal.text.components(separatedBy: "STOPPED").dropLast() {
            #expect(part.components(separatedBy: left).last?.contains(taken) == false)
        }
    }

    @Test("is ended by others without a trace on the terminal", arguments: [SIGTERM, SIGHUP])
    func terminated(signal: Int32) async throws {
        let seen = try await SeenTerminal.browse()
        try await seen.goToList()
        seen.terminal.send(signal)
        #expect(try await seen.end() == 130)
        #expect(!seen.screen.isDrawnOn && seen.terminal.isAsBefore && seen.screen.text.contains("Nothing was sent."))
    }

    @Test("is drawn anew in a window that gets another size, with the cursor where it was")
    func resized() async throws {
        let seen = try await SeenTerminal.browse()
        try await seen.goToList()
        seen.type(Keys.down + Keys.down + Keys.down)
        try await seen.sees(">   Bonus Save")
        for (rows, columns) in [(50, 160), (24, 60), (10, 40), (24, 80)] as [(UInt16, UInt16)] {
            seen.resize(rows: rows, columns: columns)
            try await seen.sees("Products", ">   Bonus Save", "search")
            #expect(seen.screen.unknown.isEmpty, "\(seen.screen.unknown)")
        }
        seen.type("q")
        #expect(try await seen.end() == 0)
    }

    @Test("does nothing at a key that is pressed in a window too small to show what that would do")
    func tooSmall() async throws {
        let seen = try await SeenTerminal.browse()
        try await seen.goToList()
        let before = seen.screen.lines
        seen.resize(rows: 5, columns: 20)
        try await seen.sees("Make this window")
        seen.type(Keys.enter + Keys.down + "q")
        seen.resize(rows: 24, columns: 80)
        try await seen.shows(before)
        seen.type("q")
        #expect(try await seen.end() == 0)
    }

    @Test("is all there without colours")
    func colourless() async throws {
        let seen = try await SeenTerminal.browse([], ["NO_COLOR": "1"])
        try await seen.goToList()
        try await seen.sees("> ", "PRODUCT")
        seen.type(Keys.enter)
        try await seen.sees("[1 Apply]")
        #expect(!seen.screen.hasStyle)
        seen.type("q")
        #expect(try await seen.end() == 0)
    }

    @Test("finds Arabic words as they are typed, and shows them in their own letters")
    func arabic() async throws {
        let seen = try await SeenTerminal.browse()
        try await seen.goToList()
        seen.type("/الصغار")
        try await seen.sees("> الصغار", "حصّالة الصغار", "1 product")
        seen.type("\r\r")
        try await seen.sees("حصّالة الصغار", "AT A GLANCE", "بنك الفلج الإسلامي")
        #expect(seen.screen.unknown.isEmpty)
        seen.type("q")
        #expect(try await seen.end() == 0)
    }

    @Test(
        "stops at Ctrl-Z and ends at Ctrl-C in the middle of questions and before the yes, and sends nothing",
        arguments: [5, 11])
    func interruptedBefore(answered: Int) async throws {
        let seen = try SeenTerminal(
            [
                "/bin/bash", "-c",
                #"set -m; "$0" run --fixtures "$1" -- "$2" browse; echo STOPPED; fg >/dev/null; echo "exit $?""#,
                Tool.path("ofp-sandbox"), Tool.fixtures.path, Tool.path("ofp"),
            ], environment: SeenTerminal.variables())
        try await seen.goToList()
        try await seen.sees("14 of 14 banks.")
        seen.type("/noor prof\r\r")
        try await seen.sees("AT A GLANCE")
        seen.type("2")
        for (question, answer) in (SeenTerminal.answers + [("opted out of marketing?", Keys.down)]).prefix(answered) {
            try await seen.sees(question)
            seen.type(answer + Keys.enter)
        }
        try await seen.sees(answered == 5 ? "Emirates ID" : "Send this to Waha Retail")
        let before = seen.screen.lines
        seen.type("\u{1A}")
        try await seen.terminal.wait(for: "\u{1B}[?1049l", "STOPPED", "\u{1B}[?1049h")
        try await seen.shows(before)
        seen.type("\u{3}")
        try await seen.terminal.wait(for: "Nothing was sent.", "exit 130")
        try await seen.end()
        #expect(seen.terminal.isAsBefore && !seen.screen.text.contains("1 lead taken"))
    }

    @Test("is not stopped by Ctrl-S")
    func flow() async throws {
        let seen = try await SeenTerminal.browse()
        try await seen.sees("What are you looking for?")
        seen.type("\u{13}\r")
        try await seen.sees("What suits you?")
        seen.type("q")
        #expect(try await seen.end() == 0 && seen.terminal.isAsBefore)
    }

    @Test("takes nothing for a yes that was typed before what is to be sent could be read")
    func typedAhead() async throws {
        let variables = SeenTerminal.variables()
        let seen = try SeenTerminal.sandboxed(["browse"], variables)
        try await seen.goToLastQuestion()
        // The last answer, and a yes right behind it.
        seen.type("23")
        try await seen.sees("Send this to Waha Retail", "Yes, send it")
        // In a window that shows nothing of it, a key is nothing either.
        seen.resize(rows: 5, columns: 20)
        try await seen.sees("Make this window")
        seen.type("3")
        seen.resize(rows: 24, columns: 80)
        try await seen.sees("Send this to Waha Retail", "Yes, send it")
        seen.type("\u{3}")
        #expect(try await seen.end() == 130)
        #expect(!seen.terminal.text.contains("is on its way"))
        #expect(try await Tool.run("ofp", ["leads"], environment: variables).output.contains("Waha") == false)
    }

    @Test("tells the truth where a lead is on its way and Ctrl-C comes")
    func interruptedLead() async throws {
        let variables = SeenTerminal.variables()
        let seen = try SeenTerminal.sandboxed(["browse"], options: ["--fault", "waha:leads:hang"], variables)
        try await seen.goToLastQuestion()
        seen.type("2")
        try await seen.sees("Send this to Waha Retail")
        seen.type("3")
        try await seen.sees("is on its way to Waha Retail")
        // The journal is written before the request leaves: it says when to strike.
        while try await !Tool.run("ofp", ["leads"], environment: variables).output.contains("unknown") {
            try await Task.sleep(for: .milliseconds(20))
        }
        seen.type("\u{3}")
        try await seen.sees("'ofp leads' has it as number 1", "It is unknown whether Waha Retail has the lead")
        seen.type("2")
        #expect(try await seen.end() == 75)
    }

    @Test("is left at 'ofp lead', too, with a word that nothing was sent")
    func interruptedQuestions() async throws {
        let seen = try SeenTerminal.sandboxed(["lead", "--lfi", "Sidr Bank", "--category", "Mortgage"])
        try await seen.sees("Whose name is it?", "[A person")
        seen.type("\r")
        try await seen.sees("Given name:")
        seen.type("\u{3}")
        #expect(try await seen.end() == 130)
        #expect(seen.terminal.text.contains("Nothing was sent.") && seen.terminal.isAsBefore)
    }
}
