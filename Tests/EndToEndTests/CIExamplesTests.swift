import Foundation
import Testing
import Yams

/// The jobs in `Examples/CI`, step by step, with the sandbox's keys where the CI has its secrets.
@Suite("The jobs for CI systems")
struct CIExamplesTests {
    private static let folder = Tool.repository.appending(path: "Examples/CI")

    /// A value of the CI: what the sandbox gives, with the text of a key in place of its path.
    private static let functions = #"""
        text() { if [ -f "$1" ]; then cat "$1"; else printf %s "$1"; fi; }
        encoded() { if [ -f "$1" ]; then base64 -w 0 "$1"; else printf %s "$1"; fi; }
        """#

    private func run(_ script: String) async throws -> Tool.Outcome {
        let work = FileManager.default.temporaryDirectory.appending(path: "ofp-ci-\(UUID())")
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: work) }
        let path = "\(Tool.folder.path):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"
        // Where 'make install' puts it, and where it is here.
        let script = script.replacing(
            "/usr/local/share/ofp/smoke", with: Tool.repository.appending(path: "Scripts/smoke").path)
        return try await Tool.run(
            "ofp-sandbox",
            [
                "run", "--fixtures", Tool.fixtures.path, "--", "sh", "-euc",
                "cd '\(work.path)'\n\(Self.functions)\n\(script)",
            ],
            environment: ["PATH": path])
    }

    private func job(_ file: String) throws -> Node {
        try #require(try Yams.compose(yaml: String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)))
    }

    @Test("of GitHub Actions run, with keys from the secrets")
    func github() async throws {
        let steps = try #require(job("github-actions.yml")["jobs"]?["smoke"]?["steps"]?.sequence)
        var script = ""
        for step in steps {
            let variables = try #require(step["env"]?.mapping).map { name, value -> String in
                let (name, value) = (try #require(name.string), try #require(value.string))
                let source = try #require(value.wholeMatch(of: /\$\{\{ (vars|secrets)\.(OFP_[A-Z_]+) \}\}/)?.2)
                return "\(name)=\"$(text \"$\(source)\")\""
            }
            let command = try #require(step["run"]?.string)
            script += "env \(variables.joined(separator: " ")) sh -euc '\(command)'\n"
        }
        let outcome = try await run(script + "grep -c '\"ProductId\"' products.json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.outputLines.prefix(5).allSatisfy { $0.hasPrefix("ok ") } && outcome.outputLines.count == 6)
    }

    @Test("of GitLab CI run, with keys as Base64")
    func gitlab() async throws {
        let commands = try #require(job("gitlab-ci.yml")["smoke"]?["script"]?.sequence).map { try #require($0.string) }
        let keys = ["OFP_SIGNING_KEY", "OFP_TRANSPORT_CERT", "OFP_TRANSPORT_KEY"]
            .map { "export \($0)=\"$(encoded \"$\($0)\")\"\n" }.joined()
        let outcome = try await run(keys + commands.joined(separator: "\n") + "\ntest -s products.json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.outputLines.count == 5 && outcome.outputLines.allSatisfy { $0.hasPrefix("ok ") })
    }
}
