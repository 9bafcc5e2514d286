import Foundation
import Subprocess
import Testing

#if canImport(System)
import System
#else
import SystemPackage
#endif

@Suite("The examples in the help")
struct HelpExamplesTests {
    /// Every command that has a help of its own.
    private static let commands = [
        ["products"], ["product"], ["compare"], ["apply"], ["lead"], ["leads"], ["leads", "list"], ["leads", "forget"],
        ["lfis"], ["register"], ["doctor"], ["assertion"], ["keys"],
        ["keys", "list"], ["keys", "csr"], ["config", "path"],
        ["config", "show"], ["config", "init"], ["cache", "show"], ["cache", "clear"], ["diff"], ["history"],
        ["conformance"],
    ]

    /// What some examples have as a file.
    private static let lead = """
        {"Email": "sara.ahmed@example.ae", "EmiratesId": "784-1990-1234567-6", "MarketingOptOut": false,
         "Name": {"GivenName": "Sara", "LastName": "Ahmed"}}
        """

    @Test("are all of every command's, and each runs as it stands")
    func run() async throws {
        var script = "set -u\n"
        var count = 0
        for command in Self.commands {
            let help = try await Tool.run("ofp", command + ["--help"])
            let examples = help.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
                .filter {
                    $0.hasPrefix("ofp \(command.joined(separator: " "))")
                        || $0.hasPrefix("ofp products --format json | ofp")
                }
            #expect(!examples.isEmpty, "ofp \(command.joined(separator: " ")) has no example")
            count += examples.count
            for example in examples {
                let quoted = example.replacing("'", with: #"'\''"#)
                // There is something to show in the sandbox: that is no failure.
                let shown = command == ["conformance"] ? "|| [ $? = 2 ] " : ""
                script += "\(example) > out.txt 2> err.txt \(shown)|| { echo \"exit $?: \"'\(quoted)'; cat err.txt; }\n"
            }
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-examples-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(Self.lead.utf8).write(to: folder.appending(path: "lead.json"))
        let path = "\(Tool.folder.path):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"
        let outcome = try await Tool.run(
            "ofp-sandbox",
            ["run", "--fixtures", Tool.fixtures.path, "--", "sh", "-c", "cd '\(folder.path)' && \(script)"],
            environment: ["PATH": path])
        #expect(outcome.output == "")
        #expect(count >= 20)
        // One of them saved a list for others, and one a file for a spreadsheet.
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(files).isSuperset(of: ["all.json", "all.csv", "conformance.json"]))
    }

    @Test("start a sandbox in the background as they are printed, however wide the window is", arguments: [80, 160])
    func background(columns: Int) async throws {
        for command in [[], ["serve"]] {
            let help = try await Tool.run(
                "ofp-sandbox", command + ["--help"], environment: ["COLUMNS": "\(columns)"])
            let starts = BackgroundStart.all(in: help.output)
            #expect(starts.count == 1)
            for start in starts { try await start.check() }
        }
    }

    @Test("of the journey begin it, on a terminal")
    func browse() async throws {
        let help = try await Tool.run("ofp", ["browse", "--help"]).output
        let examples = help.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { $0.hasPrefix("ofp browse") }
        #expect(examples.count >= 3)
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-examples-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(
            atPath: try await Tool.savedList.value, toPath: folder.appending(path: "all.json").path)
        // The customer of the help itself.
        let words = help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let customer = try #require(words.firstMatch(of: /\{"category".*?\}/))
        try Data(customer.output.utf8).write(to: folder.appending(path: "customer.json"))
        for example in examples {
            let script = "cd '\(folder.path)' && PATH='\(Tool.folder.path)':$PATH && \(example)"
            let seen = try SeenTerminal(
                [Tool.path("ofp-sandbox"), "run", "--fixtures", Tool.fixtures.path, "--", "/bin/sh", "-c", script],
                environment: SeenTerminal.variables())
            try await seen.terminal.wait(for: "What are you looking for?")
            seen.type("q\n")
            #expect(try await seen.end() == 0, "\(example)")
        }
    }
}
