import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite("A passphrase that is typed")
struct PassphraseEndToEndTests {
    private static let passphrase = "Tr0ub4dor"
    private static let prompt = "Passphrase of "
    /// Of what is printed once it was right.
    private static let claim = "\"aud\""

    /// Whatever runs has a key file with a passphrase, and all else that an assertion takes.
    private func withKey(_ body: ([String: String?]) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-passphrase-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let made = try await Tool.shell(
            """
            umask 077; openssl genrsa 2048 2>/dev/null | openssl pkcs8 -topk8 -passout pass:\(Self.passphrase) -out signing.key
            """, [], in: folder.path)
        try #require(made.status == 0, "\(made.errors)")
        var variables = SeenTerminal.variables()
        variables.merge([
            "OFP_SIGNING_KEY": folder.appending(path: "signing.key").path, "OFP_SIGNING_KEY_PASSPHRASE": nil,
            "OFP_SIGNING_KEY_ID": "kid", "OFP_CLIENT_ID": "client",
        ]) { $1 }
        try await body(variables)
    }

    private static let arguments = ["assertion", "--audience", "https://auth1.liwa.example", "--decode"]
    private static var command: String {
        "'\(Tool.path("ofp"))' \(arguments.joined(separator: " "))"
    }

    /// Types it, and sees that it was taken and never shown.
    private func answer(_ terminal: PseudoTerminal, says: String) async throws {
        terminal.type("\(Self.passphrase)\n")
        try await terminal.wait(for: says)
        #expect(!terminal.text.contains(Self.passphrase), "\(terminal.text)")
    }

    @Test("is asked for again after Ctrl-Z, and not shown; meanwhile the terminal shows what is typed")
    func stopped() async throws {
        try await withKey { variables in
            // A shell that leaves the terminal as it finds it, and then shows what is typed, as people's shells do.
            let script = """
                set -m; \(Self.command); stty -a | grep -ow -e '-*echo'; echo STOPPED
                stty echo; fg >/dev/null; echo "exit $?"
                """
            let terminal = try PseudoTerminal(["/bin/bash", "-c", script], environment: variables)
            try await terminal.wait(for: Self.prompt)
            terminal.type("Tr0u\u{1A}")
            try await terminal.wait(for: Self.prompt, "echo", "STOPPED", Self.prompt)
            #expect(!terminal.text.contains("-echo") && !terminal.text.contains("Tr0u"))
            try await answer(terminal, says: "exit 0")
            #expect(terminal.text.contains(Self.claim))
            try await terminal.end()
            #expect(terminal.isAsBefore && terminal.text.components(separatedBy: Self.prompt).count == 3)
        }
    }

    @Test("is asked for in a person's shell as often as that one stops it, and Ctrl-C still ends it")
    func interactive() async throws {
        try await withKey { variables in
            let shell = variables.merging(["PS1": "READY> ", "HISTFILE": nil, "PROMPT_COMMAND": nil]) { $1 }
            let terminal = try PseudoTerminal(["/bin/bash", "--norc", "--noprofile", "-i"], environment: shell)
            try await terminal.wait(for: "READY> ")
            terminal.type("\(Self.command)\n")
            try await terminal.wait(for: Self.prompt)
            terminal.type("\u{1A}")
            try await terminal.wait(for: Self.prompt, "Stopped", "READY> ")
            terminal.type("fg\n")
            try await terminal.wait(for: "Stopped", "READY> ", Self.prompt)
            terminal.type("\u{1A}")
            try await terminal.wait(for: "Stopped", Self.prompt, "Stopped", "READY> ")
            terminal.type("fg\n")
            try await terminal.wait(for: "Stopped", Self.prompt, "Stopped", "READY> ", Self.prompt)
            try await answer(terminal, says: Self.claim)
            try await terminal.wait(for: Self.claim, "READY> ")
            terminal.type("\(Self.command) || echo \"ended $?\"\n")
            try await terminal.wait(for: Self.claim, Self.prompt)
            terminal.type("\u{3}")
            try await terminal.wait(for: Self.claim, Self.prompt, "ended 130", "READY> ")
            terminal.type("exit 7\n")
            #expect(try await terminal.end() == 7)
        }
    }

    @Test("is asked for again where others stop it, and let it go on, with a terminal that shows what is typed")
    func stoppedByOthers() async throws {
        try await withKey { variables in
            let terminal = try PseudoTerminal([Tool.path("ofp")] + Self.arguments, environment: variables)
            try await terminal.wait(for: Self.prompt)
            // Of this one no program is told.
            terminal.send(SIGSTOP)
            terminal.showTyping()
            terminal.send(SIGCONT)
            try await terminal.wait(for: Self.prompt, Self.prompt)
            try await answer(terminal, says: Self.claim)
            #expect(try await terminal.end() == 0 && terminal.isAsBefore)
        }
    }

    @Test("is nothing where the end of the terminal is typed, or an empty line", arguments: ["\u{4}", "\n"])
    func nothing(keys: String) async throws {
        try await withKey { variables in
            let terminal = try PseudoTerminal([Tool.path("ofp")] + Self.arguments, environment: variables)
            try await terminal.wait(for: Self.prompt)
            terminal.type(keys)
            #expect(try await terminal.end() == 78 && terminal.isAsBefore)
            #expect(terminal.text.contains("OFP_SIGNING_KEY_PASSPHRASE"))
        }
    }
}
