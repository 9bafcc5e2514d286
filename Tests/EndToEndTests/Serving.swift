import Foundation
import Subprocess

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
        executable: .path(FilePath(Tool.path("ofp-sandbox"))), arguments: Arguments(arguments))
    _ = try await Subprocess.run(configuration, input: .none, output: .sequence, error: .discarded) { execution in
        var variables: [String: String] = [:]
        for try await line in execution.standardOutput.strings() {
            let parts = line.trimmingCharacters(in: .newlines).dropFirst("export ".count).split(
                separator: "=", maxSplits: 1)
            variables[String(parts[0])] = parts[1].trimmingCharacters(in: ["'"])
            if parts[0] == "OFP_CUSTOMER_IP" { break }
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
