import Foundation
import Synchronization

/// A token of SoftHSM with a client's two keys in it, behind the module of `Tests/Token`, which counts.
struct TestToken: Sendable {
    /// Long enough to be looked for in whatever a program leaves.
    static let pin = "48151623"

    let folder: URL
    /// What a client is told instead of its key files.
    let variables: [String: String?]

    private static let softHSM = [
        "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    ]
    .first(where: FileManager.default.fileExists)

    /// Whether everything is there that it takes.
    static let isAvailable: Bool = {
        let script = """
            command -v softhsm2-util && command -v openssl && command -v clang && command -v pkg-config &&
            ls "$(openssl version -e | cut -d '"' -f 2)/pkcs11.so" "$(openssl version -m | cut -d '"' -f 2)/pkcs11.so" |
            grep -q .
            """
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script]
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        guard softHSM != nil, (try? process.run()) != nil else { return false }
        // Not waitUntilExit: see Nginx.
        while process.isRunning { usleep(10_000) }
        return process.terminationStatus == 0
    }()

    /// - Parameter client: names its key files by `OFP_SIGNING_KEY` and `OFP_TRANSPORT_KEY`.
    /// - Parameter setUp: more lines of shell, in which `$module` is SoftHSM and `$pin` the PIN.
    static func with(
        keysOf client: [String: String], setUp: String = "", _ body: (TestToken) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-token-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = #"""
            set -e
            printf 'directories.tokendir = %s/tokens\nobjectstore.backend = file\nlog.level = ERROR\n' "$PWD" >softhsm2.conf
            mkdir tokens
            softhsm2-util --init-token --free --label ofp --so-pin 12345678 --pin $pin
            openssl pkcs8 -topk8 -nocrypt -in "$OFP_SIGNING_KEY" -out signing.p8
            openssl pkcs8 -topk8 -nocrypt -in "$OFP_TRANSPORT_KEY" -out transport.p8
            softhsm2-util --import signing.p8 --token ofp --label signing --id 01 --pin $pin
            softhsm2-util --import transport.p8 --token ofp --label transport --id 02 --pin $pin
            clang -shared -fPIC $(pkg-config --cflags p11-kit-1) -o module.so "$0"

            """#
        let module = Tool.repository.appending(path: "Tests/Token/module.c").path
        let configuration = folder.appending(path: "softhsm2.conf").path
        let made = try await Tool.shell(
            script + setUp, [module], in: folder.path,
            environment: client.mapValues(Optional.some).merging([
                "SOFTHSM2_CONF": configuration, "pin": pin, "module": softHSM,
            ]) { $1 })
        guard made.status == 0 else { throw CocoaError(.executableLoad, userInfo: ["errors": made.errors]) }
        try await body(
            TestToken(
                folder: folder,
                variables: [
                    "OFP_SIGNING_KEY": "pkcs11:token=ofp;object=signing",
                    "OFP_TRANSPORT_KEY": "pkcs11:token=ofp;object=transport",
                    "OFP_SIGNING_KEY_PASSPHRASE": pin, "OFP_TRANSPORT_KEY_PASSPHRASE": pin,
                    "OFP_PKCS11_MODULE": folder.appending(path: "module.so").path,
                    "SOFTHSM2_CONF": configuration, "OFP_TEST_MODULE": softHSM,
                    "OFP_TEST_MODULE_LOG": folder.appending(path: "log").path,
                ]))
    }

    /// What was asked of the module since the last call.
    func asked() -> [String] {
        let log = folder.appending(path: "log")
        defer { try? FileManager.default.removeItem(at: log) }
        return ((try? String(contentsOf: log, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    /// `ofp` with the keys in the token, against the sandbox that all tests share.
    func ofp(_ arguments: [String], _ changes: [String: String?] = [:]) async throws -> Tool.Outcome {
        try await Tool.ofp(arguments, environment: variables.merging(changes) { $1 })
    }
}
