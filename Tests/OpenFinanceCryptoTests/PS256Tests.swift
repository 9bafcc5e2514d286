import Foundation
import Testing

@testable import OpenFinanceCrypto

@Suite("PS256 signatures")
struct PS256Tests {
    private func verifier(of key: PrivateKey) -> PSSVerifier {
        PSSVerifier(modulus: key.publicNumbers.modulus, exponent: key.publicNumbers.exponent)
    }

    @Test("another implementation accepts the signature, and no changed message", arguments: [2048, 3072])
    func verifiedElsewhere(bits: Int32) throws {
        let key = try PrivateKey(pem: TestKey.rsa(bits: bits).pem())
        let message = Data("header.payload".utf8)
        let signature = try key.ps256Signature(for: message)
        let verifier = verifier(of: key)
        #expect(try verifier.accepts(signature, of: message))
        #expect(try !verifier.accepts(signature, of: message + [0]))
        for index in signature.indices {
            var changed = signature
            changed[index] ^= 1
            #expect(try !verifier.accepts(changed, of: message))
        }
    }

    @Test("openssl's own program accepts it with a salt of 32 bytes, and with no other")
    func verifiedByTool() throws {
        guard
            let tool = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first(where: FileManager.default.isExecutableFile)
        else {
            print("skipped: there is no openssl program")
            return
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-ps256-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func file(_ name: String, _ bytes: Data) throws -> String {
            try bytes.write(to: folder.appending(path: name))
            return folder.appending(path: name).path
        }
        let testKey = try TestKey.rsa()
        let message = Data("header.payload".utf8)
        let publicKey = try file("key.pem", Data(testKey.publicPEM().utf8))
        let signature = try file(
            "signature", Data(PrivateKey(pem: testKey.pem()).ps256Signature(for: message)))
        let messageFile = try file("message", message)
        for (saltLength, isRight) in [("32", true), ("20", false), ("0", false)] {
            let process = Process()
            process.executableURL = URL(filePath: tool)
            process.arguments = [
                "dgst", "-sha256", "-verify", publicKey, "-signature", signature, "-sigopt", "rsa_padding_mode:pss",
                "-sigopt", "rsa_pss_saltlen:\(saltLength)", "-sigopt", "rsa_mgf1_md:sha256", messageFile,
            ]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            #expect((process.terminationStatus == 0) == isRight, "a salt of \(saltLength) bytes")
        }
    }

    @Test("two signatures of one message differ: the salt is fresh")
    func freshSalt() throws {
        let key = try PrivateKey(pem: try TestKey.rsa().pem())
        #expect(try key.ps256Signature(for: [1, 2, 3]) != key.ps256Signature(for: [1, 2, 3]))
    }

    @Test("many threads sign with one key at once")
    func concurrently() async throws {
        let key = try PrivateKey(pem: TestKey.rsa().pem())
        let verifier = verifier(of: key)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<100 {
                group.addTask {
                    let message = Data("message \(number)".utf8)
                    return try verifier.accepts(key.ps256Signature(for: message), of: message)
                }
            }
            for try await isValid in group { #expect(isValid) }
        }
    }

    @Test("a compact JWS is three parts of base64url without padding, over the first two of which it is signed")
    func compactForm() throws {
        let key = try PrivateKey(pem: TestKey.rsa().pem())
        let jws = try JSONWebSignature.compact(
            header: Data(#"{"alg":"PS256"}"#.utf8), payload: Data(#"{"sub":"ÿ?>"}"#.utf8), key: key)
        let parts = jws.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        try #require(parts.count == 3)
        #expect(parts[0] == "eyJhbGciOiJQUzI1NiJ9")
        #expect(!jws.contains(where: { "+/=".contains($0) }))
        let padded = parts[2].replacing("-", with: "+").replacing("_", with: "/") + "=="
        let signature = try #require(Data(base64Encoded: padded))
        #expect(try verifier(of: key).accepts(signature, of: Data("\(parts[0]).\(parts[1])".utf8)))
    }
}
