import Foundation
import Testing

/// As a terminal sends them.
enum Keys {
    static let (enter, escape, down, up, right) = ("\r", "\u{1B}", "\u{1B}[B", "\u{1B}[A", "\u{1B}[C")
}

/// The way of `ofp browse`, for tests that begin somewhere on it.
extension SeenTerminal {
    static func variables(_ changes: [String: String?] = [:]) -> [String: String?] {
        let home = FileManager.default.temporaryDirectory.appending(path: "ofp-home/\(UUID())").path
        let usual: [String: String?] = [
            "TERM": "xterm", "NO_COLOR": nil, "OFP_TIMEOUT": "3500", "OFP_SANDBOX_KEYS": Tool.sandboxKeys,
            "XDG_CACHE_HOME": "\(home)/cache", "XDG_CONFIG_HOME": "\(home)/config", "XDG_STATE_HOME": "\(home)/state",
            "LC_ALL": "C.UTF-8",
        ]
        return usual.merging(changes) { $1 }
    }

    /// `ofp browse` of a saved list.
    static func browse(
        _ options: [String] = [], _ changes: [String: String?] = [:], rows: UInt16 = 24, columns: UInt16 = 80
    ) async throws -> SeenTerminal {
        try SeenTerminal(
            [Tool.path("ofp"), "browse", "--from", try await Tool.savedList.value] + options,
            environment: Self.variables(changes), rows: rows, columns: columns)
    }

    /// `ofp` in a sandbox of its own.
    static func sandboxed(
        _ arguments: [String], options: [String] = [], _ changes: [String: String?] = [:], rows: UInt16 = 24,
        columns: UInt16 = 80
    ) throws -> SeenTerminal {
        try SeenTerminal(
            [Tool.path("ofp-sandbox"), "run", "--fixtures", Tool.fixtures.path] + options + ["--", Tool.path("ofp")]
                + arguments,
            environment: Self.variables(changes), rows: rows, columns: columns)
    }

    /// The same, and the file in which the address of the sandbox's control endpoint stands, once it runs.
    static func watched(
        _ arguments: [String], options: [String], _ changes: [String: String?]
    ) throws -> (terminal: SeenTerminal, control: URL) {
        let file = FileManager.default.temporaryDirectory.appending(path: "ofp-control-\(UUID())")
        let script = ##"printf %s "${OFP_SANDBOX_CONTROL_URL#http://}" >"$0" && exec "$@""##
        let command = ["/bin/sh", "-c", script, file.path, Tool.path("ofp")] + arguments
        let terminal = try SeenTerminal(
            [Tool.path("ofp-sandbox"), "run", "--fixtures", Tool.fixtures.path, "--control"] + options + ["--"]
                + command,
            environment: Self.variables(changes))
        return (terminal, file)
    }

    /// Waits until a lead has reached its bank.
    func leadArrives(at control: URL) async throws {
        let script = ##"""
            for _ in {1..600}; do
              exec 3<>"/dev/tcp/${0%:*}/${0#*:}"
              printf 'GET /report HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$0" >&3
              grep -q '"leads" : 1' <&3 && exit
              sleep 0.05
            done
            exit 1
            """##
        try await terminal.wait("the sandbox") { FileManager.default.fileExists(atPath: control.path) }
        defer { try? FileManager.default.removeItem(at: control) }
        let place = try String(contentsOf: control, encoding: .utf8)
        let outcome = try await Tool.shell(script, [place], in: NSTemporaryDirectory())
        try #require(outcome.status == 0, "\(outcome.errors)")
    }

    func goToList() async throws {
        for title in ["What are you looking for?", "What suits you?", "Which banks", "In which order?"] {
            try await sees(title)
            type(Keys.enter)
        }
        try await sees("Which one?")
    }

    static let answers = [
        ("Whose name is it?", ""), ("Given name", "Sara"), ("Last name", "Ahmed"), ("Telephone", ""),
        ("E-mail", "sara@example.ae"), ("Emirates ID", "784-1990-1234567-6"), ("Nationality", ""), ("home address", ""),
        ("Name the product", ""), ("What else", "After five"),
    ]

    /// From the first screen to the last question of a lead about one product.
    func goToLastQuestion() async throws {
        try await goToList()
        try await sees("14 of 14 banks.")
        type("/noor prof\r\r")
        try await sees("AT A GLANCE")
        type("2")
        try await answer()
    }

    /// The same in lines with numbers, up to what is to be sent.
    func goPlainlyToTheYes() async throws {
        let way = [
            ("What are you looking for?", "2"), ("What suits you?", ""), ("Which banks", ""), ("In which order?", "2"),
            ("40 products from 14 of 14 banks.", "/noor prof"), ("of those with “noor prof”", "1"),
            ("AT A GLANCE", "2"),
        ]
        for (question, answer) in way + Self.answers {
            try await terminal.wait(for: question, ": ")
            type(answer + "\n")
        }
        try await terminal.wait(for: "opted out of marketing?")
        type("2\n")
        try await terminal.wait(for: "Send this to Waha Retail, and be contacted by it?")
    }

    /// All questions but the last, which is asked then.
    func answer() async throws {
        for (question, answer) in Self.answers {
            try await sees(question)
            type(answer + Keys.enter)
        }
        try await sees("opted out of marketing?")
    }
}
