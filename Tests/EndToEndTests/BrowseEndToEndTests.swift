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
    // MARK: - The whole way

    @Test(
        "leads from the first key to a lead that the bank has",
        arguments: [(60, 24), (80, 24), (160, 50)] as [(UInt16, UInt16)])
    func lead(columns: UInt16, rows: UInt16) async throws {
        let report = FileManager.default.temporaryDirectory.appending(path: "ofp-browse-\(UUID()).json")
        defer { try? FileManager.default.removeItem(at: report) }
        // What 'ofp' alone does where all settings are there.
        let seen = try SeenTerminal.sandboxed([], options: ["--report", report.path], rows: rows, columns: columns)
        try await seen.sees("What are you looking for?", "Savings accounts")
        seen.type("2")
        try await seen.sees("What suits you?")
        seen.type(Keys.enter)
        try await seen.sees("Go on with all 14 banks", "Liwa Bank")
        seen.type(Keys.enter)
        try await seen.sees("In which order?")
        seen.type("2")
        try await seen.sees("40 products from 14 of 14 banks.", "RATE, BEST FIRST")
        seen.type("/noor prof")
        try await seen.sees("> noor prof", "Noor Profit", "1 product")
        seen.type(Keys.enter)
        try await seen.sees("of those with “noor prof”")
        seen.type(Keys.enter)
        try await seen.sees("AT A GLANCE", "2 Be contacted")
        seen.type("2")
        try await seen.answer()
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

    /// Somebody who is asked whether to open a product's page.
    ///
    /// - Parameters:
    ///   - folder: made here, for the desktop's program that opens pages.
    ///   - script: that program's.
    private func askedToOpen(in folder: URL, by script: String) async throws -> SeenTerminal {
        #if os(macOS)
        let opener = "open"
        #else
        let opener = "xdg-open"
        #endif
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try ShellProgram.write(script, to: folder.appending(path: opener).path)
        let path = "\(folder.path):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"
        let seen = try await SeenTerminal.browse([], ["PATH": path])
        try await seen.goToList()
        seen.type("/noor prof\r\r")
        try await seen.sees("AT A GLANCE")
        seen.type("1")
        return seen
    }

    @Test("opens the bank's page in whatever the desktop opens pages with, after it was chosen")
    func page() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-opener-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let opened = folder.appending(path: "opened").path
        let seen = try await askedToOpen(in: folder, by: #"echo "$1" > '\#(opened)'"#)
        try await seen.sees("Open this page?", "https://www.waha.example/apply/n100?src=openfinance")
        #expect(!FileManager.default.fileExists(atPath: opened))
        seen.type("2")
        try await seen.sees("The page was handed to your browser.")
        let text = try String(contentsOfFile: opened, encoding: .utf8)
        #expect(text == "https://www.waha.example/apply/n100?src=openfinance\n")
        seen.type("q")
        #expect(try await seen.end() == 0 && seen.terminal.isAsBefore)
    }

    @Test("leaves the keys to a browser of the terminal, all of them, for as long as that is there")
    func terminalBrowser() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-opener-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let typed = folder.appending(path: "typed").path
        let letters = String(repeating: "abcdefgh", count: 8)
        let browser = "stty -icanon -echo; echo READY; dd bs=1 count=\(letters.count) of='\(typed)' 2>/dev/null"
        let seen = try await askedToOpen(in: folder, by: browser)
        try await seen.sees("Open this page?")
        seen.type("2")
        try await seen.terminal.wait(for: "READY")
        for letter in letters { seen.type(String(letter)) }
        try await seen.sees("The page was handed to your browser.")
        #expect(try String(contentsOfFile: typed, encoding: .utf8) == letters)
        seen.type("q")
        #expect(try await seen.end() == 0)
    }

    @Test("fills the list while a bank hangs, says who that is, and goes on all the same")
    func hangingBank() async throws {
        let seen = try SeenTerminal.sandboxed(["browse"], options: ["--fault", "liwa:products:hang"])
        try await seen.goToList()
        try await seen.sees("13 of 14 banks have answered. Waiting for Liwa Bank", "Blue Saver")
        seen.type(Keys.enter)
        try await seen.sees("AT A GLANCE")
        seen.type("q")
        #expect(try await seen.end() == 0)
    }

    @Test("says of a bank that breaks off what has become of it")
    func failingBank() async throws {
        let seen = try SeenTerminal.sandboxed(["browse"], options: ["--fault", "liwa:products:status:403"])
        try await seen.goToList()
        try await seen.sees("from 13 of 14 banks", "m who is missing")
        seen.type("m")
        try await seen.sees("Liwa Bank failed at products (http, status 403")
        seen.type("q")
        #expect(try await seen.end() == 3)
    }

    // MARK: - Without drawing

    @Test("can be gone through in lines with numbers alone", arguments: [(["--plain"], "xterm"), ([], "dumb")])
    func plain(options: [String], kind: String) async throws {
        let seen = try SeenTerminal.sandboxed(["browse"] + options, ["TERM": kind])
        try await seen.goPlainlyToTheYes()
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
            [Tool.path("ofp")], environment: SeenTerminal.variables(["OFP_CLIENT_ID": nil, "PAGER": "cat"]))
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
        let seen = try await SeenTerminal.browse(["--for", file.path])
        try await seen.sees("> 4 * Credit cards")
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
        for (text, words) in [
            (#"{"salary": "much"}"#, "cannot be used: Invalid value 'much' for salary: give an amount"),
            (#"{"category": "Mortgge"}"#, "Invalid value 'Mortgge' for category. Did you mean 'Mortgage'?"),
            (#"{"lfi": "Liwa Bank"}"#, "you choose the banks on the way"),
            (#"{"exclude-lfi": ["Liwa Bank"]}"#, "you choose the banks on the way"),
            (#"{"emial": "sara@example.ae"}"#, "The names are age, amount, category, "),
        ] {
            try Data(text.utf8).write(to: file)
            let wrong = try await SeenTerminal.browse(["--for", file.path], columns: 400)
            #expect(try await wrong.end() == 65)
            #expect(wrong.terminal.text.contains(words), "\(wrong.terminal.text)")
            #expect(!wrong.terminal.text.contains("sara@") && !wrong.terminal.text.contains("\u{1B}[?1049h"))
        }
    }

    @Test(
        "reads a list or a customer from standard input, and its keys from the terminal",
        arguments: ["--from", "--for"])
    func piped(option: String) async throws {
        let list = try await Tool.savedList.value
        let script =
            option == "--from"
            ? #"cat "$1" | "$0" browse --from -"# : #"echo '{"age": 30}' | "$0" browse --from "$1" --for /dev/stdin"#
        let seen = try SeenTerminal(
            ["/bin/bash", "-c", script, Tool.path("ofp"), list], environment: SeenTerminal.variables())
        try await seen.goToList()
        seen.type(Keys.enter)
        try await seen.sees("AT A GLANCE")
        seen.type("q")
        #expect(try await seen.end() == 0 && seen.terminal.isAsBefore)
        // Where there is no terminal at all, it says so.
        let without = try await Tool.shell(#"setsid -w "$0" browse --from - <"$LIST""#, environment: ["LIST": list])
        #expect(without.status == 64 && without.errors.contains("Start it in a terminal"), "\(without.errors)")
        let both = try SeenTerminal(
            [Tool.path("ofp"), "browse", "--from", "-", "--for", "-"], environment: SeenTerminal.variables())
        #expect(try await both.end() == 64 && both.terminal.text.contains("Several things are to be read"))
    }

    @Test("needs somebody at a terminal")
    func nobody() async throws {
        let outcome = try await Tool.ofp(["browse"])
        #expect(outcome.status == 64 && outcome.errors.contains("ofp products"))
    }
}
