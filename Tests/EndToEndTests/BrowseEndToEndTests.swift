import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite("ofp browse, on a terminal")
struct BrowseEndToEndTests {
    /// All products of the sandbox, asked for once.
    private static let list = Task { () throws -> String in
        let file = FileManager.default.temporaryDirectory.appending(path: "ofp-browse-\(UUID()).json").path
        let outcome = try await Tool.ofp(["products", "--output", file])
        #expect(outcome.status == 0, "\(outcome.errors)")
        return file
    }

    private static func variables(_ changes: [String: String?] = [:]) -> [String: String?] {
        let home = FileManager.default.temporaryDirectory.appending(path: "ofp-home/\(UUID())").path
        let usual: [String: String?] = [
            "TERM": "xterm", "NO_COLOR": nil, "OFP_TIMEOUT": "3500", "OFP_SANDBOX_KEYS": Tool.sandboxKeys,
            "XDG_CACHE_HOME": "\(home)/cache", "XDG_CONFIG_HOME": "\(home)/config", "XDG_STATE_HOME": "\(home)/state",
            "LC_ALL": "C.UTF-8",
        ]
        return usual.merging(changes) { $1 }
    }

    /// `ofp browse` of a saved list.
    private func browse(
        _ options: [String] = [], _ changes: [String: String?] = [:], rows: UInt16 = 24, columns: UInt16 = 80
    ) async throws -> SeenTerminal {
        try SeenTerminal(
            [Tool.path("ofp"), "browse", "--from", try await Self.list.value] + options,
            environment: Self.variables(changes), rows: rows, columns: columns)
    }

    /// `ofp` in a sandbox of its own.
    private func sandboxed(
        _ arguments: [String], options: [String] = [], _ changes: [String: String?] = [:], rows: UInt16 = 24,
        columns: UInt16 = 80
    ) throws -> SeenTerminal {
        try SeenTerminal(
            [Tool.path("ofp-sandbox"), "run", "--fixtures", Tool.fixtures.path] + options + ["--", Tool.path("ofp")]
                + arguments,
            environment: Self.variables(changes), rows: rows, columns: columns)
    }

    private static let (enter, escape, down, up, right) = ("\r", "\u{1B}", "\u{1B}[B", "\u{1B}[A", "\u{1B}[C")

    private func goToList(_ seen: SeenTerminal) async throws {
        for title in ["What are you looking for?", "What suits you?", "Which banks", "In which order?"] {
            try await seen.sees(title)
            seen.type(Self.enter)
        }
        try await seen.sees("Which one?")
    }

    private static let answers = [
        ("Whose name is it?", ""), ("Given name", "Sara"), ("Last name", "Ahmed"), ("Telephone", ""),
        ("E-mail", "sara@example.ae"), ("Emirates ID", "784-1990-1234567-6"), ("Nationality", ""), ("home address", ""),
        ("Name the product", ""), ("What else", "After five"),
    ]

    // MARK: - The whole way

    @Test(
        "leads from the first key to a lead that the bank has",
        arguments: [(60, 24), (80, 24), (160, 50)] as [(UInt16, UInt16)])
    func lead(columns: UInt16, rows: UInt16) async throws {
        let report = FileManager.default.temporaryDirectory.appending(path: "ofp-browse-\(UUID()).json")
        defer { try? FileManager.default.removeItem(at: report) }
        // What 'ofp' alone does where all settings are there.
        let seen = try sandboxed([], options: ["--report", report.path], rows: rows, columns: columns)
        try await seen.sees("What are you looking for?", "Savings accounts")
        seen.type("2")
        try await seen.sees("What suits you?")
        seen.type(Self.enter)
        try await seen.sees("Go on with all 14 banks", "Liwa Bank")
        seen.type(Self.enter)
        try await seen.sees("In which order?")
        seen.type("2")
        try await seen.sees("40 products from 14 of 14 banks.", "RATE, BEST FIRST")
        seen.type("/noor prof")
        try await seen.sees("> noor prof", "Noor Profit", "1 product")
        seen.type(Self.enter)
        try await seen.sees("of those with “noor prof”")
        seen.type(Self.enter)
        try await seen.sees("AT A GLANCE", "2 Be contacted")
        seen.type("2")
        try await answer(seen)
        seen.type("2")
        try await seen.sees("Send this to Waha Retail, and be contacted by it?", "sara@example.ae")
        seen.type("3")
        try await seen.sees("Waha Retail has the lead, and should follow up by", "'ofp leads' has it as number 1")
        // Ids are whole, to be copied.
        #expect(seen.screen.text.contains(/Interaction id  [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/))
        seen.type("1")
        try await seen.sees("of those with “noor prof”")
        seen.type("q")
        #expect(try await seen.end() == 0)
        #expect(seen.screen.unknown.isEmpty && !seen.screen.isDrawnOn && seen.terminal.isAsBefore)
        // What was drawn is gone with its screen: the ids are told once more.
        #expect(seen.screen.text.contains("Interaction id  "))
        let last = seen.terminal.text
        #expect(last.contains("ofp products --category SavingsAccount --sort rate --search 'noor prof'"))
        #expect(last.contains("ofp product 'Waha Retail/N100'"))
        let told = try JSONSerialization.jsonObject(with: Data(contentsOf: report)) as? [String: Any]
        #expect("\(told ?? [:])".contains("waha = 1") || "\(told ?? [:])".contains("\"waha\": 1"), "\(told ?? [:])")
    }

    @Test("opens the bank's page in whatever the desktop opens pages with, after it was chosen")
    func page() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-opener-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        #if os(macOS)
        let opener = "open"
        #else
        let opener = "xdg-open"
        #endif
        let opened = folder.appending(path: "opened").path
        try ShellProgram.write(#"echo "$1" > '\#(opened)'"#, to: folder.appending(path: opener).path)
        let path = "\(folder.path):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"
        let seen = try await browse([], ["PATH": path])
        try await goToList(seen)
        seen.type("/noor prof\r\r")
        try await seen.sees("AT A GLANCE")
        seen.type("1")
        try await seen.sees("Open this page?", "https://www.waha.example/apply/n100?src=openfinance")
        #expect(!FileManager.default.fileExists(atPath: opened))
        seen.type("2")
        try await seen.sees("The page was handed to your browser.")
        let text = try String(contentsOfFile: opened, encoding: .utf8)
        #expect(text == "https://www.waha.example/apply/n100?src=openfinance\n")
        seen.type("q")
        #expect(try await seen.end() == 0 && seen.terminal.isAsBefore)
    }

    @Test("fills the list while a bank hangs, says who that is, and goes on all the same")
    func hangingBank() async throws {
        let seen = try sandboxed(["browse"], options: ["--fault", "liwa:products:hang"])
        try await goToList(seen)
        try await seen.sees("13 of 14 banks have answered. Waiting for Liwa Bank", "Blue Saver")
        seen.type(Self.enter)
        try await seen.sees("AT A GLANCE")
        seen.type("q")
        #expect(try await seen.end() == 0)
    }

    @Test("says of a bank that breaks off what has become of it")
    func failingBank() async throws {
        let seen = try sandboxed(["browse"], options: ["--fault", "liwa:products:status:403"])
        try await goToList(seen)
        try await seen.sees("from 13 of 14 banks", "m who is missing")
        seen.type("m")
        try await seen.sees("Liwa Bank failed at products (http, status 403")
        seen.type("q")
        #expect(try await seen.end() == 0)
    }

    // MARK: - The terminal

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
        let seen = try await browse()
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
                Tool.path("ofp"), try await Self.list.value,
            ], environment: Self.variables())
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

    @Test("is ended by others without a trace on the terminal", arguments: [SIGTERM, SIGHUP])
    func terminated(signal: Int32) async throws {
        let seen = try await browse()
        try await goToList(seen)
        seen.terminal.send(signal)
        #expect(try await seen.end() == 130)
        #expect(!seen.screen.isDrawnOn && seen.terminal.isAsBefore && seen.screen.text.contains("Nothing was sent."))
    }

    @Test("is drawn anew in a window that gets another size, with the cursor where it was")
    func resized() async throws {
        let seen = try await browse()
        try await goToList(seen)
        seen.type(Self.down + Self.down + Self.down)
        try await seen.sees(">   Bonus Save")
        for (rows, columns) in [(50, 160), (24, 60), (10, 40), (24, 80)] as [(UInt16, UInt16)] {
            seen.resize(rows: rows, columns: columns)
            try await seen.sees("Products", ">   Bonus Save", "search")
            #expect(seen.screen.unknown.isEmpty, "\(seen.screen.unknown)")
        }
        seen.type("q")
        #expect(try await seen.end() == 0)
    }

    @Test("is all there without colours")
    func colourless() async throws {
        let seen = try await browse([], ["NO_COLOR": "1"])
        try await goToList(seen)
        try await seen.sees("> ", "PRODUCT")
        seen.type(Self.enter)
        try await seen.sees("[1 Apply]")
        #expect(!seen.screen.hasStyle)
        seen.type("q")
        #expect(try await seen.end() == 0)
    }

    @Test("finds Arabic words as they are typed, and shows them in their own letters")
    func arabic() async throws {
        let seen = try await browse()
        try await goToList(seen)
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
            ], environment: Self.variables())
        try await goToList(seen)
        try await seen.sees("14 of 14 banks.")
        seen.type("/noor prof\r\r")
        try await seen.sees("AT A GLANCE")
        seen.type("2")
        for (question, answer) in (Self.answers + [("opted out of marketing?", Self.down)]).prefix(answered) {
            try await seen.sees(question)
            seen.type(answer + Self.enter)
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
        let seen = try await browse()
        try await seen.sees("What are you looking for?")
        seen.type("\u{13}\r")
        try await seen.sees("What suits you?")
        seen.type("q")
        #expect(try await seen.end() == 0 && seen.terminal.isAsBefore)
    }

    @Test("takes nothing for a yes that was typed before what is to be sent could be read")
    func typedAhead() async throws {
        let variables = Self.variables()
        let seen = try sandboxed(["browse"], variables)
        try await goToLastQuestion(seen)
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

    /// From the first screen to the last question of a lead about one product.
    private func goToLastQuestion(_ seen: SeenTerminal) async throws {
        try await goToList(seen)
        try await seen.sees("14 of 14 banks.")
        seen.type("/noor prof\r\r")
        try await seen.sees("AT A GLANCE")
        seen.type("2")
        try await answer(seen)
    }

    /// All questions but the last, which is asked then.
    private func answer(_ seen: SeenTerminal) async throws {
        for (question, answer) in Self.answers {
            try await seen.sees(question)
            seen.type(answer + Self.enter)
        }
        try await seen.sees("opted out of marketing?")
    }

    @Test("tells the truth where a lead is on its way and Ctrl-C comes")
    func interruptedLead() async throws {
        let variables = Self.variables()
        let seen = try sandboxed(["browse"], options: ["--fault", "waha:leads:hang"], variables)
        try await goToLastQuestion(seen)
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
        let seen = try sandboxed(["lead", "--lfi", "Sidr Bank", "--category", "Mortgage"])
        try await seen.sees("Whose name is it?", "[A person")
        seen.type("\r")
        try await seen.sees("Given name:")
        seen.type("\u{3}")
        #expect(try await seen.end() == 130)
        #expect(seen.terminal.text.contains("Nothing was sent.") && seen.terminal.isAsBefore)
    }

    // MARK: - Without drawing

    @Test("can be gone through in lines with numbers alone", arguments: [(["--plain"], "xterm"), ([], "dumb")])
    func plain(options: [String], kind: String) async throws {
        let seen = try sandboxed(["browse"] + options, ["TERM": kind])
        let way = [
            ("What are you looking for?", "2"), ("What suits you?", ""), ("Which banks", ""), ("In which order?", "2"),
            ("40 products from 14 of 14 banks.", "/noor prof"), ("of those with “noor prof”", "1"),
            ("AT A GLANCE", "2"),
        ]
        for (question, answer) in way + Self.answers {
            try await seen.terminal.wait(for: question, ": ")
            seen.type(answer + "\n")
        }
        try await seen.terminal.wait(for: "opted out of marketing?")
        seen.type("2\n")
        try await seen.terminal.wait(for: "Send this to Waha Retail, and be contacted by it?")
        seen.type("3\n")
        try await seen.terminal.wait(for: "Waha Retail has the lead, and should follow up by")
        seen.type("2\n")
        #expect(try await seen.end() == 0)
        #expect(!seen.terminal.text.contains("\u{1B}"))
        #expect(seen.terminal.text.contains("ofp product 'Waha Retail/N100'"))
    }

    // MARK: - How it begins

    @Test("begins by itself only where all settings are there; else 'ofp' shows its help")
    func byItself() async throws {
        let without = try SeenTerminal(
            [Tool.path("ofp")], environment: Self.variables(["OFP_CLIENT_ID": nil, "PAGER": "cat"]))
        #expect(try await without.end() == 0)
        #expect(without.terminal.text.contains("USAGE: ofp") && !without.terminal.text.contains("\u{1B}[?1049h"))
        let outcome = try await Tool.ofp([])
        #expect(outcome.status == 0 && outcome.output.contains("USAGE: ofp"))
    }

    @Test("says what is wrong with a customer's file before anything is drawn, and takes one that is right")
    func customer() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "ofp-customer-\(UUID()).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(
            #"{"category": "CreditCard", "salary": 12000, "residence": ["UaeResident"], "sort": "annual-fee"}"#.utf8
        ).write(to: file)
        let seen = try await browse(["--for", file.path])
        try await seen.sees("> * Credit cards")
        seen.type("\r")
        try await seen.sees("AED 12,000", "UAE resident", "leaves out")
        seen.type("\r\r\r")
        try await seen.sees("FEE/YEAR")
        seen.type("q")
        #expect(try await seen.end() == 0)
        let line = seen.terminal.text
        #expect(
            line.contains(
                "ofp products --category CreditCard --residence UaeResident --salary 12000 --sort annual-fee --from"))
        #expect(!line.contains("--for "))
        try Data(#"{"salary": "much"}"#.utf8).write(to: file)
        let wrong = try await browse(["--for", file.path])
        #expect(try await wrong.end() == 65)
        #expect(wrong.terminal.text.contains("cannot be used") && !wrong.terminal.text.contains("\u{1B}[?1049h"))
    }

    @Test("needs somebody at a terminal")
    func nobody() async throws {
        let outcome = try await Tool.ofp(["browse"])
        #expect(outcome.status == 64 && outcome.errors.contains("ofp products"))
    }
}
