import Foundation
import Subprocess
import Testing

#if canImport(System)
import System
#else
import SystemPackage
#endif

@Suite("Ctrl-C")
struct InterruptEndToEndTests {
    @Test(
        "ends a command that has nothing yet with the contract's code, too",
        arguments: ["products", "lfis", "doctor", "apply N100"])
    func beforeAnything(command: String) async throws {
        try await serving { sandbox in
            let silent = try SilentServer()
            var environment = sandbox.mapValues(Optional.some)
            environment["OFP_DIRECTORY_URL"] = "https://127.0.0.1:\(silent.port)/participants"
            environment["OFP_LOG_LEVEL"] = "debug"
            let running = Configuration(
                executable: .path(FilePath(Tool.path("ofp"))),
                arguments: Arguments(command.split(separator: " ").map(String.init)),
                environment: Tool.inherited(environment))
            let ended = try await Subprocess.run(running, input: .none, output: .discarded, error: .sequence) {
                execution in
                for try await line in execution.standardError.strings() where line.contains("/participants") {
                    try execution.send(signal: .interrupt)
                }
            }
            #expect(ended.terminationStatus == .exited(130))
        }
    }

    @Test("while the list is printed lets it be printed to its end")
    func whilePrinting() async throws {
        // The pipe holds less than the list, so that the program is in the middle of it when the first byte is read.
        let script = #"""
            set -m; work=$(mktemp -d); mkfifo "$work/pipe"
            "$0" products --format json >"$work/pipe" 2>/dev/null & child=$!
            exec 3<"$work/pipe"; head -c 1 <&3 >"$work/list"
            kill -INT $child; cat <&3 >>"$work/list"; wait $child; echo "exit $?"
            grep -c '"ProductId":' "$work/list"; tail -c 2 "$work/list"
            """#
        let outcome = try await Tool.run(
            "ofp-sandbox",
            [
                "run", "--fixtures", Tool.fixtures.path, "--lfis", "10", "--products", "60", "--", "/bin/bash", "-c",
                script, Tool.path("ofp"),
            ])
        #expect(outcome.outputLines == ["exit 130", "600", "}"], "\(outcome.output.suffix(500))")
    }
}

/// Takes connections, and never says a word.
private final class SilentServer {
    private let descriptor: Int32
    let port: UInt16

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        try #require(isListening)
        self.descriptor = descriptor
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }
}
