import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite("A list that is longer than the screen")
struct PagerEndToEndTests {
    /// The products of the saved list again and again, until it is more than a pipe holds.
    private static let longList = Task { () throws -> String in
        let saved = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: await Tool.savedList.value)))
        var document = try #require(saved as? [String: Any])
        let products = try #require(document["Products"] as? [[String: Any]])
        document["Products"] = (0..<12).flatMap { round in
            products.map { $0.merging(["ProductId": "\(round)-\($0["ProductId"] ?? "")"]) { $1 } }
        }
        let file = FileManager.default.temporaryDirectory.appending(path: "ofp-pager-\(UUID()).json")
        try JSONSerialization.data(withJSONObject: document).write(to: file)
        return file.path
    }

    private static let lessIsHere = FileManager.default.isExecutableFile(atPath: "/usr/bin/less")

    /// - Parameter pager: what `OFP_PAGER` says.
    private func terminal(
        _ arguments: [String], pager: String? = nil, _ environment: [String: String?] = [:], rows: UInt16 = 24,
        columns: UInt16 = 80
    ) async throws -> PseudoTerminal {
        let home = FileManager.default.temporaryDirectory.appending(path: "ofp-home/\(UUID())").path
        let usual: [String: String?] = [
            "TERM": "xterm", "LESS": nil, "PAGER": nil, "OFP_PAGER": pager, "NO_PAGER": nil, "NO_COLOR": nil,
            "XDG_CACHE_HOME": "\(home)/cache", "XDG_CONFIG_HOME": "\(home)/config", "XDG_STATE_HOME": "\(home)/state",
        ]
        return try PseudoTerminal(
            arguments, environment: usual.merging(environment) { $1 }, rows: rows, columns: columns)
    }

    private func products(
        _ options: [String] = [], pager: String? = nil, _ environment: [String: String?] = [:], rows: UInt16 = 24
    ) async throws -> PseudoTerminal {
        try await terminal(
            [Tool.path("ofp"), "products", "--from", Tool.savedList.value] + options, pager: pager, environment,
            rows: rows)
    }

    private static let closing = "87 products"

    // MARK: - Whether there is one

    /// Says that it was there, and passes on what it gets.
    private static let marking = "echo LEAFED; cat"

    @Test(
        "goes through the pager that is wanted, if any",
        arguments: [
            (["OFP_PAGER": marking], true), (["PAGER": marking], true),
            (["OFP_PAGER": marking, "PAGER": "false"], true), (["OFP_PAGER": "", "PAGER": marking], false),
            (["OFP_PAGER": "cat", "PAGER": marking], false), (["OFP_PAGER": " cat ", "PAGER": marking], false),
            (["PAGER": ""], false), (["PAGER": "cat"], false),
            (["PAGER": marking, "NO_PAGER": "1"], false), (["PAGER": marking, "NO_PAGER": "0"], false),
            (["PAGER": marking, "NO_PAGER": ""], true), (["PAGER": marking, "TERM": "dumb"], false),
        ])
    func choice(environment: [String: String], isPaged: Bool) async throws {
        let terminal = try await products([], environment.mapValues(Optional.some))
        #expect(try await terminal.end() == 0)
        #expect(terminal.text.contains("LEAFED") == isPaged)
        #expect(terminal.text.contains("Noor Shabab") && terminal.text.contains(Self.closing))
    }

    @Test(
        "is printed at once where nobody reads it there",
        arguments: [
            (["--no-pager"], 24), (["--format", "json"], 24), (["--format", "ndjson"], 24), (["--format", "csv"], 24),
            (["--format", "html"], 24), (["--output", "/dev/null"], 24), ([], 200),
        ] as [([String], UInt16)])
    func unpaged(options: [String], rows: UInt16) async throws {
        let terminal = try await products(options, pager: Self.marking, rows: rows)
        #expect(try await terminal.end() == 0)
        #expect(!terminal.text.contains("LEAFED"))
    }

    @Test("is printed at once into a pipe, in the background, and where there is no terminal at all")
    func noScreen() async throws {
        let list = try await Tool.savedList.value
        for script in [
            #""$0" products --from "$1" | tail -1"#, #"set -m; "$0" products --from "$1" & wait"#,
            #"setsid --wait "$0" products --from "$1""#,
        ] {
            let terminal = try await terminal(
                ["/bin/bash", "-c", script, Tool.path("ofp"), list], pager: Self.marking)
            #expect(try await terminal.end() == 0, "\(script)")
            #expect(!terminal.text.contains("LEAFED") && terminal.text.contains(Self.closing), "\(script)")
        }
    }

    @Test(
        "is leafed through, whichever command prints it",
        arguments: [
            ["products", "--format", "markdown"], ["product", "N100"], ["compare", "N100", "q-sav-green"],
            ["help", "settings"], ["products", "--help"],
        ])
    func commands(command: [String]) async throws {
        let source =
            command.contains("help") || command.contains("--help") ? [] : ["--from", try await Tool.savedList.value]
        let terminal = try await terminal([Tool.path("ofp")] + command + source, pager: Self.marking, rows: 8)
        #expect(try await terminal.end() == 0)
        #expect(terminal.text.contains("LEAFED"))
        let without = try await self.terminal(
            [Tool.path("ofp")] + command + source + ["--no-pager"], pager: Self.marking, rows: 8)
        #expect(try await without.end() == 0)
        #expect(!without.text.contains("LEAFED"))
        let codes = /\u{1B}\[[0-9;]*m/
        #expect(
            without.text.replacing(codes, with: "")
                == terminal.text.replacing("LEAFED\r\n", with: "").replacing(codes, with: ""))
    }

    @Test("is leafed through where banks are listed, and changes")
    func others() async throws {
        let list = try await Tool.savedList.value
        let changed = FileManager.default.temporaryDirectory.appending(path: "ofp-changed-\(UUID()).json")
        defer { try? FileManager.default.removeItem(at: changed) }
        try Data(String(contentsOfFile: list, encoding: .utf8).replacing("Noor ", with: "Nur ").utf8).write(to: changed)
        let variables = try await SharedSandbox.variables.mapValues(Optional.some)
        for command in [["lfis"], ["diff", list, changed.path]] {
            for isPaged in [true, false] {
                let terminal = try await terminal(
                    [Tool.path("ofp")] + command + (isPaged ? [] : ["--no-pager"]), pager: Self.marking, variables,
                    rows: 8)
                #expect(try await terminal.end() == 0)
                #expect(terminal.text.contains("LEAFED") == isPaged, "\(command)")
            }
        }
    }

    // MARK: - What it is given

    @Test(
        "has colours where the pager is known to show them",
        arguments: [
            ("less", nil, true), ("less", "FRX", true), ("less", "-i -R", true), ("less", "i", false),
            ("less", "", false),
            ("less -R", "i", true), ("less", "-PRest of it", false), ("less --RAW-CONTROL-CHARS", "i", true),
            ("less", "-+R", false), ("less -j5R", nil, true), ("/usr/bin/less", "X", false), ("most", nil, false),
        ] as [(String, String?, Bool)])
    func colours(pager: String, less: String?, isColoured: Bool) async throws {
        // In place of the pager stands a program under its name.
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-pagers-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let name = String(pager.split(separator: " ")[0].split(separator: "/").last ?? "")
        let program = folder.appending(path: name).path
        try ShellProgram.write(#"echo "PAGER LESS=$LESS"; cat"#, to: program)
        let words = pager.hasPrefix("/") ? pager.replacing("/usr/bin", with: folder.path) : pager
        let path = "\(folder.path):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"
        for (option, expected) in [([], isColoured), (["--color", "always"], true), (["--color", "never"], false)] {
            let terminal = try await products(option, pager: words, ["LESS": less, "PATH": path])
            #expect(try await terminal.end() == 0)
            #expect(terminal.text.contains("PAGER LESS=\(less ?? "FRX")\r\n"))
            let paged = terminal.text.components(separatedBy: Self.closing)[0]
            #expect(
                paged.replacing("\u{1B}[K", with: "").replacing(/\u{1B}\[0?1m$/, with: "").contains("\u{1B}[")
                    == expected)
        }
    }

    @Test("is as wide as the terminal")
    func width() async throws {
        for columns in [60, 120] as [UInt16] {
            let terminal = try await terminal(
                [Tool.path("ofp"), "products", "--from", try await Tool.savedList.value], pager: "sh -c 'cat; exit'",
                columns: columns)
            #expect(try await terminal.end() == 0)
            let first = terminal.text.split(separator: "\r\n")[1]
            #expect(first.count <= Int(columns) && first.count > Int(columns) - 25)
        }
    }

    @Test("gives the pager nothing of what the settings say")
    func secrets() async throws {
        let terminal = try await products(
            [], pager: "env; cat", ["OFP_SIGNING_KEY_PASSPHRASE": "geheim", "GITHUB_TOKEN": "tok-1", "HARMLESS": "yes"])
        #expect(try await terminal.end() == 0)
        #expect(terminal.text.contains("HARMLESS=yes"))
        #expect(!terminal.text.contains("geheim") && !terminal.text.contains("tok-1"))
    }

    // MARK: - Pagers that are not well

    @Test(
        "is printed without a pager that cannot be run, with a word at -v alone",
        arguments: ["no-such-pager", "/etc/passwd", "/no/such/pager -R"])
    func missing(pager: String) async throws {
        for isVerbose in [false, true] {
            let terminal = try await products(isVerbose ? ["-v"] : [], pager: pager)
            #expect(try await terminal.end() == 0)
            #expect(terminal.text.contains("Noor Shabab") && terminal.text.contains(Self.closing))
            #expect(terminal.text.contains("cannot be run, and is done without") == isVerbose)
            #expect(!terminal.text.contains("warning"))
        }
    }

    @Test("is printed, too, where the shell finds no pager")
    func missingInShell() async throws {
        let terminal = try await products([], pager: "no-such-pager '-R'")
        #expect(try await terminal.end() == 0)
        #expect(terminal.text.contains("Noor Shabab"))
    }

    @Test(
        "leaves the exit code as it is, whatever becomes of the pager",
        arguments: [
            ("head -1 | cat", nil), ("true", nil), ("exec 0<&-; cat </dev/null", nil), ("false", "exit code 1"),
            ("kill -9 $$", "ended by signal 9"), ("cat; exit 5", "exit code 5"),
        ] as [(String, String?)])
    func failing(pager: String, reason: String?) async throws {
        let terminal = try await terminal(
            [Tool.path("ofp"), "products", "--from", try await Self.longList.value], pager: "sh -c '\(pager)'")
        #expect(try await terminal.end() == 0)
        #expect(terminal.text.contains("1044 products"))
        #expect(terminal.text.contains("warning") == (reason != nil))
        if let reason { #expect(terminal.text.contains("has failed (\(reason)). Use --no-pager to print without it.")) }
        #expect(terminal.isAsBefore)
    }

    // MARK: - Somebody at the keys

    /// What 'less' shows while it waits for a key.
    private static let prompt = ":\u{1B}[K"

    @Test("is left with q, and what is said of it comes then", .enabled(if: lessIsHere))
    func quit() async throws {
        let terminal = try await terminal([Tool.path("ofp"), "products", "--from", try await Self.longList.value])
        try await terminal.wait(for: "12-Month", Self.prompt)
        #expect(!terminal.text.contains("1044 products"))
        terminal.type("q")
        #expect(try await terminal.end() == 0)
        #expect(terminal.text.contains("1044 products") && terminal.isAsBefore)
    }

    @Test("is whole for whoever reads it to its end", .enabled(if: lessIsHere))
    func end() async throws {
        let terminal = try await products()
        try await terminal.wait(for: "12-Month", Self.prompt)
        terminal.type("G")
        try await terminal.wait(for: "0003", "(END)")
        terminal.type("q")
        #expect(try await terminal.end() == 0)
    }

    @Test("stays where it is at Ctrl-C, which is the pager's own", .enabled(if: lessIsHere))
    func interrupted() async throws {
        let terminal = try await products()
        try await terminal.wait(for: "12-Month", Self.prompt)
        // It rings, and asks anew. One that comes between its prompt and its reading of keys is seen with the next key alone.
        try await terminal.wait(for: Self.prompt, "\u{7}", Self.prompt, typing: "\u{3}")
        terminal.type("\u{1C}")
        terminal.type("/Zafaran\n")
        try await terminal.wait(for: "ZB-CA")
        #expect(terminal.status == nil && !terminal.text.contains(Self.closing))
        terminal.type("q")
        #expect(try await terminal.end() == 0)
        #expect(terminal.isAsBefore)
    }

    @Test(
        "ends at Ctrl-C with a pager that does, at once and with 130",
        arguments: ["sh -c 'echo READY; exec sleep 1000'", "sh -c 'echo READY; sleep 1000; cat'"])
    func interruptedPager(pager: String) async throws {
        let terminal = try await products([], pager: pager)
        try await terminal.wait(for: "READY")
        // A shell that is about to start a command may miss the first one.
        let status = try await terminal.end(typing: "\u{3}")
        #expect(status == 130 && terminal.isAsBefore)
    }

    @Test("is read from standard input while the keys come from the terminal", .enabled(if: lessIsHere))
    func standardInput() async throws {
        let terminal = try await terminal(
            [
                "/bin/bash", "-c", #"cat "$1" | "$0" products --from -; echo "exit $?""#, Tool.path("ofp"),
                try await Tool.savedList.value,
            ])
        try await terminal.wait(for: "12-Month", Self.prompt)
        terminal.type("q")
        try await terminal.wait(for: Self.closing, "exit 0")
        try await terminal.end()
    }

    @Test("ends with its pager where it is asked to, and leaves the terminal as it was", arguments: [SIGTERM, SIGHUP])
    func terminated(signal: Int32) async throws {
        guard Self.lessIsHere else { return }
        let terminal = try await products()
        try await terminal.wait(for: "12-Month", Self.prompt)
        terminal.send(signal)
        #expect(try await terminal.end() == 130)
        #expect(terminal.isAsBefore && terminal.text.contains(Self.closing))
    }

    @Test(
        "ends where it is asked to, too, with a pager that does not, and leaves the terminal as it was",
        arguments: [SIGTERM, SIGHUP])
    func deafPager(signal: Int32) async throws {
        let pager = FileManager.default.temporaryDirectory.appending(path: "ofp-deaf-\(UUID())")
        defer { try? FileManager.default.removeItem(at: pager) }
        let script =
            "#!/bin/sh\ntrap '' TERM HUP\ncat >/dev/null\nstty -echo -icanon </dev/tty\necho READY\nexec sleep 1000\n"
        try Data(script.utf8).write(to: pager)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: pager.path)
        let terminal = try await products([], pager: pager.path)
        try await terminal.wait(for: "READY")
        #expect(!terminal.isAsBefore)
        terminal.send(signal)
        #expect(try await terminal.end() == 130)
        #expect(terminal.isAsBefore && terminal.text.contains(Self.closing))
    }

    @Test("leaves the terminal as it was where the pager ends badly and does not", arguments: ["exit 1", "kill -9 $$"])
    func untidyPager(end: String) async throws {
        let terminal = try await products([], pager: "cat >/dev/null; stty -echo -icanon </dev/tty; \(end)")
        #expect(try await terminal.end() == 0)
        #expect(terminal.isAsBefore)
    }

    @Test("comes back to a usable terminal where the pager is killed", .enabled(if: lessIsHere))
    func killed() async throws {
        let terminal = try await terminal(
            [
                "/bin/bash", "-c", #"set -m; "$0" products --from "$1"; echo "exit $?""#, Tool.path("ofp"),
                try await Tool.savedList.value,
            ], pager: "less")
        try await terminal.wait(for: "12-Month", Self.prompt)
        #expect(!terminal.isAsBefore)
        let children = try await Tool.shell(
            #"for stat in /proc/[0-9]*/stat; do read -r pid name _ _ _ session _ <$stat 2>/dev/null && [ "$session" = \#(terminal.session) ] && [ "$name" = "(less)" ] && kill -9 "$pid"; done; true"#
        )
        #expect(children.status == 0)
        try await terminal.wait(for: "ended by signal 9", "exit 0")
        try await terminal.end()
        #expect(terminal.isAsBefore)
    }

    /// The program stops at once, and its pager once it has tidied up: who is faster than that is no person.
    private static let stopAndGoOn = #"""
        set -m; "$0" products --from "$1"
        isStopped() { for stat in /proc/[0-9]*/stat; do
            read -r _ name state _ _ session _ <"$stat" && [ "$name $state $session" = "(less) T $$" ] && return
        done 2>/dev/null; false; }
        until isStopped; do sleep 0.05; done
        echo STOPPED; fg; echo "exit $?"
        """#

    @Test("can be stopped with Ctrl-Z and gone on with", .enabled(if: lessIsHere))
    func stopped() async throws {
        let terminal = try await terminal(
            [
                "/bin/bash", "-c", Self.stopAndGoOn,
                Tool.path("ofp"), try await Tool.savedList.value,
            ])
        try await terminal.wait(for: "12-Month", Self.prompt)
        terminal.type("\u{1A}")
        try await terminal.wait(for: "STOPPED", Self.prompt)
        terminal.type("q")
        try await terminal.wait(for: Self.closing, "exit 0")
        try await terminal.end()
        #expect(terminal.isAsBefore)
    }

    @Test("is read for as long as somebody likes, whatever the deadline, and failures are told after it")
    func deadline() async throws {
        let variables = try await SharedSandbox.variables.mapValues(Optional.some)
        let (status, text) = try await withEnoughTime(until: { $0.0 == 0 }) { seconds in
            // Longer than the deadline, and the time in which a command that does nothing more has to end.
            let terminal = try await terminal(
                [Tool.path("ofp"), "products", "--deadline", "\(seconds)", "--no-cache"],
                pager: "cat >/dev/null; sleep \(seconds + 7); echo THROUGH", variables)
            return (try await terminal.end(), terminal.text)
        }
        #expect(status == 0)
        let parts = text.components(separatedBy: "THROUGH")
        #expect(parts.count == 2 && parts.last?.contains("These are neither tailored quotes") == true)
        #expect(!parts[0].contains("neither tailored"))
    }
}
