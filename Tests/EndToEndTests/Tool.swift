import Foundation
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// The programs as they were built, run as a user runs them.
enum Tool {
    struct Outcome: Sendable {
        var status: Int32
        var output: String
        var errors: String

        var outputLines: [Substring] { output.split(separator: "\n") }
        var errorLines: [Substring] { errors.split(separator: "\n") }
    }

    static let repository = URL(filePath: #filePath).appending(path: "../../..").standardized
    static let fixtures = repository.appending(path: "fixtures")

    /// The product files of a hub, or of all, relative to the fixtures' catalogues.
    static func productFiles(of code: String? = nil) throws -> [String] {
        let catalogues = fixtures.appending(path: "catalogues").path
        return try FileManager.default.subpathsOfDirectory(atPath: catalogues).filter { path in
            path.hasSuffix(".json") && (code.map { path.hasPrefix("\($0)/") } ?? true)
        }
    }

    /// Beside the test bundle lie the executables that it was built with.
    static let folder: URL = {
        let bundle =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        let beside = URL(filePath: bundle).deletingLastPathComponent()
        let isThere = FileManager.default.isExecutableFile(atPath: beside.appending(path: "ofp").path)
        return isThere ? beside : repository.appending(path: ".build/debug")
    }()

    static func path(_ name: String) -> String { folder.appending(path: name).path }

    /// Beside the programs unless `Scripts/test` says where, so that only the first sandbox after a build has to make its keys.
    static var sandboxKeys: String {
        ProcessInfo.processInfo.environment["OFP_SANDBOX_KEYS"] ?? path("sandbox-keys")
    }

    /// - Parameter environment: changes to the tests' own environment; nil takes a variable away.
    static func run(
        _ name: String, _ arguments: [String], environment: [String: String?] = [:]
    ) async throws -> Outcome {
        let result = try await Subprocess.run(
            .path(FilePath(path(name))), arguments: Arguments(arguments), environment: inherited(environment),
            output: .string(limit: 64 << 20), error: .string(limit: 16 << 20))
        return Outcome(
            status: status(of: result.terminationStatus), output: result.standardOutput, errors: result.standardError)
    }

    /// `ofp` against the sandbox that all tests share, from the cache that they share unless `environment` names another.
    static func ofp(_ arguments: [String], environment: [String: String?] = [:]) async throws -> Outcome {
        try await run("ofp", arguments, environment: SharedSandbox.environment.merging(environment) { $1 })
    }

    /// `ofp` against a sandbox of its own, which says at the end what it has seen.
    static func ofp(
        _ arguments: [String], sandbox options: [String], environment: [String: String?] = [:]
    ) async throws -> Outcome {
        try await run(
            "ofp-sandbox", ["run", "--fixtures", fixtures.path] + options + ["--", path("ofp")] + arguments,
            environment: environment)
    }

    /// The tests' own environment with `changes`, and no file of the user's: each call has a home of its own unless
    /// `changes` names one.
    static func inherited(_ changes: [String: String?]) -> Environment {
        let home = FileManager.default.temporaryDirectory.appending(path: "ofp-home/\(UUID())").path
        var overrides: [Environment.Key: String?] = [
            "XDG_CACHE_HOME": "\(home)/cache", "XDG_CONFIG_HOME": "\(home)/config",
            "XDG_STATE_HOME": "\(home)/state",
            // No test that is not about time may fail for want of it.
            "OFP_TIMEOUT": "3500",
            "OFP_SANDBOX_KEYS": sandboxKeys,
        ]
        for (name, value) in changes {
            if let key = Environment.Key(rawValue: name) { overrides[key] = .some(value) }
        }
        return .inherit.updating(overrides)
    }
}

extension Tool {
    /// Runs a script of Bash in a folder; `arguments` are `$0`, `$1` and so on.
    static func shell(
        _ script: String, _ arguments: [String], in folder: String, environment: [String: String?] = [:]
    ) async throws -> Outcome {
        let result = try await Subprocess.run(
            .path("/bin/bash"), arguments: Arguments(["-c", script] + arguments),
            environment: inherited(environment), workingDirectory: FilePath(folder), output: .string(limit: 64 << 20),
            error: .string(limit: 16 << 20))
        return Outcome(
            status: status(of: result.terminationStatus), output: result.standardOutput, errors: result.standardError)
    }

    /// Runs a script of Bash against the sandbox that all tests share, from the cache that they share unless `environment`
    /// names another, in a folder of its own; `$0` is `ofp`.
    static func shell(
        _ script: String, environment: [String: String?] = [:]
    ) async throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-shell-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await shell(
            script, [path("ofp")], in: folder.path, environment: SharedSandbox.environment.merging(environment) { $1 })
    }

    /// Runs a program and hands over each line of its output as it comes, with a way to send it Ctrl-C's signal. Gives
    /// back its exit code.
    static func stream(
        _ name: String, _ arguments: [String], environment: [String: String?],
        _ body: @escaping @Sendable (_ line: String, _ interrupt: () throws -> Void) throws -> Void
    ) async throws -> Int32 {
        let configuration = Configuration(
            executable: .path(FilePath(path(name))), arguments: Arguments(arguments),
            environment: inherited(environment))
        let result = try await Subprocess.run(configuration, input: .none, output: .sequence, error: .discarded) {
            execution in
            for try await line in execution.standardOutput.strings() {
                try body(line.trimmingCharacters(in: .newlines)) { try execution.send(signal: .interrupt) }
            }
        }
        return status(of: result.terminationStatus)
    }

    /// As shells have it: 128 and the signal where one ended the program.
    private static func status(of termination: TerminationStatus) -> Int32 {
        switch termination {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    }
}
