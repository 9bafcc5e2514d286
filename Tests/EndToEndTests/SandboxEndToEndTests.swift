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
            (["--fault", "nobody:token:hang"], "There is no LFI 'nobody'"), (["--fault", "liwa"], "is no fault"),
            (["--lfis", "0"], "--lfis takes"), (["--products", "5"], "--products needs --lfis"),
            (["--fixtures", "/nowhere"], "There are no fixtures"),
        ])
    func explains(options: [String], says: String) async throws {
        let outcome = try await Tool.run("ofp-sandbox", ["run"] + options + ["--", "true"])
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains(says))
    }

    @Test("says that the command is not found, where it is not")
    func noCommand() async throws {
        let outcome = try await run([], ["no-such-command-anywhere"])
        #expect(outcome.status == 127)
        #expect(outcome.errors.contains("The command 'no-such-command-anywhere' is not found."))
    }
}
