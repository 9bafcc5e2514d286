import Foundation
import Subprocess
import Synchronization
import TestSupport

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// `ofp-sandbox serve` for as long as `body` runs, and the variables that it prints.
func serving(
    _ options: [String] = [], _ body: @escaping @Sendable ([String: String]) async throws -> Void
) async throws {
    let keys = FileManager.default.temporaryDirectory.appending(path: "ofp-e2e-\(UUID())")
    defer { try? FileManager.default.removeItem(at: keys) }
    let arguments = ["serve", "--fixtures", Tool.fixtures.path, "--directory", keys.path] + options
    let configuration = Configuration(
        executable: .path(FilePath(Tool.path("ofp-sandbox"))), arguments: Arguments(arguments),
        environment: Tool.inherited([:]))
    _ = try await Subprocess.run(configuration, input: .none, output: .sequence, error: .discarded) { execution in
        var variables: [String: String] = [:]
        for try await line in execution.standardOutput.strings() {
            variables.merge(exported(by: line.trimmingCharacters(in: .newlines))) { $1 }
            if variables["OFP_CUSTOMER_IP"] != nil { break }
        }
        do {
            try await body(variables)
        } catch {
            try execution.send(signal: .terminate)
            throw error
        }
        try execution.send(signal: .terminate)
    }
}

/// One sandbox without faults, for every test that neither changes it nor asks what it has seen.
enum SharedSandbox {
    /// What a client needs to enter it, with all that stands in this process's own environment.
    static var variables: [String: String] { get async throws { try await started.value } }

    /// The same, and a cache that is used by all: what there is of each bank is asked for once, not by every test.
    static var environment: [String: String?] {
        get async throws {
            try await variables.mapValues(Optional.some).merging(["XDG_CACHE_HOME": cache.path]) { $1 }
        }
    }

    private static let cache = FileManager.default.temporaryDirectory.appending(path: "ofp-cache-\(UUID())")

    private static let started = Task {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        // It ends when this process does, however that ends: then nobody holds the other end of its standard input.
        process.arguments = [
            "-c", #""$0" serve --fixtures "$1" & read -r _; kill $!"#, Tool.path("ofp-sandbox"),
            Tool.fixtures.path,
        ]
        process.environment = ProcessInfo.processInfo.environment.merging([
            "OFP_SANDBOX_KEYS": Tool.sandboxKeys
        ]) { $1 }
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        held.withLock { $0 = input }
        var text = ""
        while !text.contains("OFP_CUSTOMER_IP") {
            let bytes = output.fileHandleForReading.availableData
            guard !bytes.isEmpty else { throw Ended() }
            text += String(decoding: bytes, as: UTF8.self)
        }
        return ClientKeys.told(exported(by: text))
    }

    private struct Ended: Error {}

    private static let held = Mutex<Pipe?>(nil)
}

/// The variables of lines like `export NAME='VALUE'`.
private func exported(by text: String) -> [String: String] {
    var variables: [String: String] = [:]
    for line in text.split(separator: "\n") {
        let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1).map(String.init)
        if parts.count == 2 { variables[parts[0]] = parts[1].trimmingCharacters(in: ["'"]) }
    }
    return variables
}
