import Foundation
import Testing

@Suite("ofp-sandbox run")
struct SandboxEndToEndTests {
    private func run(_ options: [String], _ command: [String]) async throws -> Tool.Outcome {
        try await Tool.run("ofp-sandbox", ["run", "--fixtures", Tool.fixtures.path] + options + ["--"] + command)
    }

    @Test("exits as the command did", arguments: [0, 1, 3, 78, 130])
    func exitCode(code: Int) async throws {
        #expect(try await run([], ["/bin/sh", "-c", "exit \(code)"]).status == Int32(code))
    }

    @Test("exits as shells do where a signal ended the command")
    func signal() async throws {
        #expect(try await run([], ["/bin/sh", "-c", "kill -9 $$"]).status == 137)
    }

    @Test("gives the command every variable, and takes its keys away at the end")
    func environment() async throws {
        let outcome = try await Tool.run(
            "ofp-sandbox",
            [
                "run", "--fixtures", Tool.fixtures.path, "--", "/bin/sh", "-c",
                "env | grep ^OFP_; ls -l $OFP_SIGNING_KEY",
            ],
            environment: ["OFP_CLIENT_ID": "the caller's", "OFP_PROFILE": "the caller's"])
        #expect(outcome.status == 0)
        for name in [
            "OFP_CLIENT_ID", "OFP_SIGNING_KEY", "OFP_SIGNING_KEY_ID", "OFP_TRANSPORT_CERT", "OFP_TRANSPORT_KEY",
            "OFP_CA_FILE", "OFP_DIRECTORY_URL", "OFP_CUSTOMER_IP",
        ] {
            #expect(outcome.output.contains("\(name)="))
        }
        #expect(!outcome.output.contains("the caller's"))
        #expect(outcome.output.contains("-rw-------"))
        let key = try #require(outcome.outputLines.first { $0.hasPrefix("OFP_SIGNING_KEY=") })
        #expect(!FileManager.default.fileExists(atPath: String(key.dropFirst("OFP_SIGNING_KEY=".count))))
    }

    @Test(
        "explains what it cannot do",
        arguments: [
            (["--fault", "nobody:token:hang"], "There is no LFI 'nobody'"),
            (["--fault", "liwa"], "is not a valid fault"),
            (["--lfis", "0"], "--lfis takes"), (["--products", "5"], "--products needs --lfis"),
            (["--fixtures", "/nowhere"], "There are no fixtures"),
            (["--catalogue", "/nowhere"], "hubs.json: cannot be read"),
            (["--catalogue", "a", "--fixtures", "b"], "--catalogue takes the place of --fixtures"),
            (["--control", "70000"], "--control takes"), (["--report-format", "text"], "needs --report"),
        ])
    func explains(options: [String], says: String) async throws {
        let outcome = try await Tool.run("ofp-sandbox", ["run"] + options + ["--", "true"])
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains(says))
    }

    @Test("serves the user's own banks, by their own files")
    func catalogue() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-catalogue-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let brand = folder.appending(path: "catalogues/mine/MINE")
        try FileManager.default.createDirectory(at: brand, withIntermediateDirectories: true)
        try Data(#"[{"Code": "mine", "LFIId": "MINE", "Name": "My Bank"}]"#.utf8).write(
            to: folder.appending(path: "hubs.json"))
        let product = #"{"ProductId": "P1", "ProductCategory": "Finance", "ProductName": "My Loan", "Else": 1}"#
        try Data(product.utf8).write(to: brand.appending(path: "p1.json"))
        let outcome = try await Tool.run(
            "ofp-sandbox",
            ["run", "--catalogue", folder.path, "--", Tool.path("ofp"), "products", "--format", "json"])
        #expect(outcome.output.contains("My Bank") && outcome.output.contains("My Loan"), "\(outcome.errors)")
        #expect(outcome.errors.contains("no rule broken"))
        try Data("{".utf8).write(to: brand.appending(path: "p2.json"))
        let refused = try await Tool.run("ofp-sandbox", ["run", "--catalogue", folder.path, "--", "true"])
        #expect(refused.status == 78 && refused.errors.contains("catalogues/mine/MINE/p2.json, line 1, column 2"))
    }

    @Test(
        "says that what was asked for could not be written",
        arguments: ["rules", "rules --format json", "faults", "example curl", "example python", "--help", "run --help"])
    func fullDisk(command: String) async throws {
        let outcome = try await Tool.shell(
            "\"$0\" \(command) >/dev/full", [Tool.path("ofp-sandbox")], in: "/", environment: [:])
        #expect(outcome.status == 74)
        #expect(outcome.errors.hasPrefix("ofp-sandbox: error: The output cannot be written. Check where"))
    }

    @Test("leaves room between each fault and what it does")
    func faults() async throws {
        let lines = try await Tool.run("ofp-sandbox", ["faults"]).outputLines
        #expect(lines.count > 40)
        for line in lines { #expect(line.contains("  "), "\(line)") }
    }

    @Test("takes its keys away, and says what it saw, where its terminal goes away", arguments: ["", "nohup "])
    func hangup(before: String) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-sandbox-test-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let outcome = try await Tool.shell(
            """
            set -m; \(before)"$0" serve --fixtures "$1" >env 2>log & child=$!
            until grep -q CUSTOMER_IP env || ! kill -0 $child 2>/dev/null; do sleep 0.05; done
            . ./env; kill -HUP $child
            for try in $(seq \(before.isEmpty ? 300 : 5)); do kill -0 $child 2>/dev/null || break; sleep 0.1; done
            kill -0 $child 2>/dev/null && echo stays
            kill -TERM $child; wait $child; grep -c 'no rule broken' log; ls "$OFP_SIGNING_KEY" 2>/dev/null
            """, [Tool.path("ofp-sandbox"), Tool.fixtures.path], in: folder.path, environment: [:])
        #expect(outcome.output == (before.isEmpty ? "1\n" : "stays\n1\n"), "\(outcome.errors)")
    }

    @Test("says that the command is not found, where it is not")
    func noCommand() async throws {
        let outcome = try await run([], ["no-such-command-anywhere"])
        #expect(outcome.status == 127)
        #expect(outcome.errors.contains("The command 'no-such-command-anywhere' is not found."))
    }

    /// Commands in a folder that is in PATH, too, and what is said of them.
    private static let unfit = [
        ("./notes", 126, "The command './notes' may not be run: permission denied. Let it be run (chmod +x)"),
        ("notes", 126, "notes' may not be run: permission denied."),
        ("./folder", 126, "The command './folder' is a directory."), ("folder", 127, "'folder' is not found."),
        ("./notes/none", 127, "'./notes/none' is not found."),
        ("./orphan", 127, "What runs the command './orphan' is not found."),
        ("./headless", 126, "The command './headless' is no program."),
    ]

    @Test("says what is wrong with a command that is there, by the codes of shells", arguments: unfit.indices)
    func unfitCommand(number: Int) async throws {
        let (command, status, says) = Self.unfit[number]
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-sandbox-test-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let outcome = try await Tool.shell(
            """
            mkdir folder; echo 'true' >notes; echo 'true' >headless; echo '#!/no/such/program' >orphan
            chmod +x headless orphan
            PATH="$PATH:$PWD" "$0" run --fixtures "$1" -- \(command); echo "exit $?"
            """, [Tool.path("ofp-sandbox"), Tool.fixtures.path], in: folder.path)
        #expect(outcome.output == "exit \(status)\n")
        #expect(outcome.errors.hasPrefix("ofp-sandbox: error: ") && outcome.errors.contains(says), "\(outcome.errors)")
    }
}
