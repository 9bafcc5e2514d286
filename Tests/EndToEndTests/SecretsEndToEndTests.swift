import Foundation
import Subprocess
import Testing

#if canImport(System)
import System
#else
import SystemPackage
#endif

@Suite("What ofp knows, it keeps to itself")
struct SecretsEndToEndTests {
    @Test("a crash leaves nothing of what is in memory on the disk")
    func coreDumps() async throws {
        // A hub that never answers keeps the process alive for a look at its limits.
        let script = """
            ulimit -c 1024; "$0" products --timeout 600 & child=$!
            until grep -q 'Max core file size *0  *0' /proc/$child/limits || ! kill -0 $child; do sleep 0.05; done
            grep 'Max core' /proc/$child/limits; kill $child
            """
        let outcome = try await Tool.run(
            "ofp-sandbox",
            [
                "run", "--fixtures", Tool.fixtures.path, "--fault", "*:discovery:hang", "--", "/bin/sh", "-c", script,
                Tool.path("ofp"),
            ])
        let line = try #require(outcome.outputLines.first)
        #expect(line.split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"])
    }

    @Test("a key file that others may open is warned about, by whatever command uses it")
    func openKeyFile() async throws {
        let script =
            #"cp "$OFP_TRANSPORT_KEY" open.key; chmod 644 open.key; OFP_TRANSPORT_KEY=open.key "$0" products; rm open.key"#
        let outcome = try await Tool.run(
            "ofp-sandbox",
            [
                "run", "--fixtures", Tool.fixtures.path, "--", "/bin/sh", "-c", "cd \"$(mktemp -d)\"; \(script)",
                Tool.path("ofp"),
            ])
        #expect(
            outcome.errors.contains(
                "ofp: warning: Other users may open 'open.key'. Restrict it: chmod 600 open.key."))
        #expect(outcome.errors.contains("87 products"))
    }

    @Test(
        "what a server repeats of a request stands in no error, no list and no log", arguments: ["token", "products"])
    func echoes(step: String) async throws {
        let outcome = try await Tool.ofp(
            ["products", "--format", "json", "--lfi", "Liwa Bank", "--lfi", "Qurm Bank"],
            sandbox: ["--fault", "liwa:\(step):echo"], environment: ["OFP_LOG_LEVEL": "trace"])
        #expect(outcome.status == 3)
        #expect(outcome.output.contains("repeats a secret, and is not shown"))
        for text in [outcome.output, outcome.errors] {
            #expect(!text.contains("Bearer") && !text.contains("eyJ") && !text.contains("client_assertion"))
            #expect(!text.contains("203.0.113."), "the customer's address")
        }
    }

    @Test(
        "the signing key's text is gone from memory when requests go out",
        .unsanitized("It puts aside what is given back."))
    func memory() async throws {
        try await serving(["--fault", "*:products:hang"]) { sandbox in
            let key = try String(contentsOfFile: try #require(sandbox["OFP_SIGNING_KEY"]), encoding: .utf8)
            // The first third of an unencrypted key is its public modulus.
            let lines = key.split(separator: "\n").dropLast()
            let secrets = lines.suffix(lines.count * 2 / 3)
            #expect(secrets.count > 10)
            var environment = sandbox.mapValues(Optional.some)
            environment["OFP_LOG_LEVEL"] = "debug"
            let running = Configuration(
                executable: .path(FilePath(Tool.path("ofp"))), arguments: ["products", "--timeout", "3500"],
                environment: Tool.inherited(environment))
            _ = try await Subprocess.run(running, input: .none, output: .discarded, error: .sequence) { execution in
                var isLookedAt = false
                for try await text in execution.standardError.strings() where !isLookedAt && text.contains("/products")
                {
                    let process = "\(execution.processIdentifier.value)"
                    // That the search finds what is there is shown by the client's id, which is no secret.
                    let client = try #require(sandbox["OFP_CLIENT_ID"])
                    #expect(try Memory.contains(client, process: process))
                    for secret in secrets { #expect(try !Memory.contains(String(secret), process: process)) }
                    isLookedAt = true
                    try execution.send(signal: .interrupt)
                }
                #expect(isLookedAt)
            }
        }
    }
}

/// What a process has in its writable memory, read as a debugger would.
private enum Memory {
    static func contains(_ text: String, process: String) throws -> Bool {
        let needle = Array(text.utf8)
        let memory = try FileHandle(forReadingFrom: URL(filePath: "/proc/\(process)/mem"))
        defer { try? memory.close() }
        let maps = try String(contentsOfFile: "/proc/\(process)/maps", encoding: .utf8)
        for region in maps.split(separator: "\n") where region.contains(" rw") && !region.contains("[v") {
            let bounds = region.prefix { $0 != " " }.split(separator: "-").compactMap { UInt64($0, radix: 16) }
            guard bounds.count == 2 else { continue }
            try memory.seek(toOffset: bounds[0])
            // A region may go while it is read.
            guard let bytes = try? memory.read(upToCount: Int(bounds[1] - bounds[0])) else { continue }
            // Foundation's own search takes seconds for a process.
            if bytes.withUnsafeBytes({ Self.isIn($0, needle) }) { return true }
        }
        return false
    }

    private static func isIn(_ bytes: UnsafeRawBufferPointer, _ needle: [UInt8]) -> Bool {
        guard var next = bytes.baseAddress else { return false }
        let end = next + bytes.count
        while end - next >= needle.count, let found = memchr(next, Int32(needle[0]), end - next - needle.count + 1) {
            if memcmp(found, needle, needle.count) == 0 { return true }
            next = UnsafeRawPointer(found) + 1
        }
        return false
    }
}
