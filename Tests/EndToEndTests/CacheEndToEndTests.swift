import Foundation
import Subprocess
import TestSupport
import Testing

#if canImport(System)
import System
#else
import SystemPackage
#endif

@Suite("The cache, between runs")
struct CacheEndToEndTests {
    private let home = FileManager.default.temporaryDirectory.appending(path: "ofp-cache-\(UUID())")
    private var folder: URL { home.appending(path: "ofp") }

    private func environment(_ variables: [String: String]) -> [String: String?] {
        variables.mapValues(Optional.some).merging(["XDG_CACHE_HOME": home.path]) { $1 }
    }

    /// Runs a shell command against a sandbox and gives back what the sandbox saw, by step.
    private func requests(_ command: String, breaking rules: [String: Int] = [:]) async throws -> [String: Int] {
        struct Report: Decodable {
            var requests: [String: Int]
            var rulesBroken: [String: Int]
        }
        let file = FileManager.default.temporaryDirectory.appending(path: "report-\(UUID()).json")
        let outcome = try await Tool.run(
            "ofp-sandbox",
            [
                "run", "--fixtures", Tool.fixtures.path, "--report", file.path, "--", "/bin/sh", "-e", "-c",
                "ofp() { '\(Tool.path("ofp"))' \"$@\" >/dev/null; }; \(command)",
            ], environment: ["XDG_CACHE_HOME": home.path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let report = try JSONDecoder().decode(Report.self, from: Data(contentsOf: file))
        #expect(report.rulesBroken == rules)
        return report.requests
    }

    @Test("a second run asks for nothing but products")
    func secondRun() async throws {
        let requests = try await requests("ofp products; ofp products; ofp products; ofp lfis")
        #expect(requests["directory"] == 1)
        #expect(requests["discovery"] == 14)
        #expect(requests["token"] == 14)
        #expect(requests["products"] == 3 * 16)
    }

    @Test("--no-cache and OFP_NO_CACHE neither read nor write it")
    func withoutCache() async throws {
        let requests = try await requests(
            "ofp products --no-cache; OFP_NO_CACHE=1 ofp products; ofp products; ofp products --no-cache")
        #expect(requests["directory"] == 4)
        #expect(requests["token"] == 4 * 14)
    }

    @Test("another client id has tokens of its own")
    func otherClient() async throws {
        let requests = try await requests(
            "ofp products; ofp products --client-id other || true", breaking: ["assertion.client": 14])
        #expect(requests["directory"] == 1)
        #expect(requests["token"] == 2 * 14)
    }

    @Test("two processes on a cold cache both succeed and leave a whole one")
    func twoAtOnce() async throws {
        try await serving { variables in
            let environment = environment(variables)
            async let first = Tool.run("ofp", ["products", "--format", "ndjson"], environment: environment)
            async let second = Tool.run("ofp", ["products", "--format", "ndjson"], environment: environment)
            for outcome in try await [first, second] {
                #expect(outcome.status == 0)
                #expect(try outcome.outputLines.count == Tool.productFiles().count)
            }
            let third = try await Tool.run("ofp", ["products", "-v"], environment: environment)
            #expect(third.status == 0)
            #expect(!third.errors.contains("/token"), "every token is kept")
            #expect(!third.errors.contains("/participants"))
        }
    }

    @Test("killed at any moment, it leaves a cache that the next run uses or ignores without a word")
    func killed() async throws {
        try await serving { variables in
            let environment = environment(variables)
            for round in 0..<Soak.count(100, usually: 12) {
                if round % 4 == 0 { try? FileManager.default.removeItem(at: folder) }
                // Spread over the quarter of a second that a run takes, each moment once.
                let delay = Duration.milliseconds(round * 37 % 251)
                try await Tool.kill(after: delay, "ofp", ["products"], environment: environment)
                guard round % 4 == 3 else { continue }
                let next = try await Tool.run("ofp", ["products", "--format", "ndjson"], environment: environment)
                #expect(next.status == 0)
                #expect(try next.outputLines.count == Tool.productFiles().count)
                #expect(next.errorLines.count == 2, "the newer version, and the summary: \(next.errors)")
            }
            let remains = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            for name in remains {
                let mode = try FileManager.default.attributesOfItem(atPath: folder.appending(path: name).path)[
                    .posixPermissions]
                #expect(mode as? Int == 0o600)
            }
        }
    }

    @Test("it is neither empty nor cleared where nobody may look into it")
    func hidden() async throws {
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        // Not even root may look into it.
        try FileManager.default.createSymbolicLink(at: folder, withDestinationURL: folder)
        defer { try? FileManager.default.removeItem(at: home) }
        for (command, status) in [("show", 66), ("clear", 74)] {
            let outcome = try await Tool.run("ofp", ["cache", command], environment: ["XDG_CACHE_HOME": home.path])
            #expect(outcome.status == Int32(status) && outcome.output.isEmpty)
            #expect(outcome.errors.contains("ofp: error: The cache at"))
        }
    }

    @Test("it is shown and cleared")
    func showAndClear() async throws {
        struct Report: Decodable {
            struct Entry: Decodable {
                var Kind: String
                var Files, Bytes: Int
            }
            var Path: String
            var Entries: [Entry]
        }
        func show() async throws -> [String: Int] {
            let outcome = try await Tool.run(
                "ofp", ["cache", "show", "--format", "json"], environment: ["XDG_CACHE_HOME": home.path])
            #expect(outcome.status == 0)
            let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
            #expect(report.Path == folder.path)
            return Dictionary(uniqueKeysWithValues: report.Entries.map { ($0.Kind, $0.Files) })
        }
        #expect(try await show() == ["directory": 0, "discovery": 0, "token": 0, "ids": 0])
        _ = try await requests("ofp products")
        #expect(try await show() == ["directory": 1, "discovery": 14, "token": 14, "ids": 1])
        let table = try await Tool.run("ofp", ["cache", "show"], environment: ["XDG_CACHE_HOME": home.path])
        #expect(table.output.contains("discovery     14"))
        let clear = try await Tool.run("ofp", ["cache", "clear"], environment: ["XDG_CACHE_HOME": home.path])
        #expect(clear.status == 0)
        #expect(try await show() == ["directory": 0, "discovery": 0, "token": 0, "ids": 0])
    }
}

extension Tool {
    /// Starts a program and ends it with SIGKILL.
    static func kill(
        after delay: Duration, _ name: String, _ arguments: [String], environment: [String: String?]
    ) async throws {
        let configuration = Configuration(
            executable: .path(FilePath(path(name))), arguments: Arguments(arguments),
            environment: inherited(environment))
        _ = try await Subprocess.run(configuration, input: .none, output: .discarded, error: .discarded) { execution in
            try await Task.sleep(for: delay)
            try? execution.send(signal: .kill)
        }
    }
}
