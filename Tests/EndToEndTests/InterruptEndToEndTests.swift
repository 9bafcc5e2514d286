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
