import CryptoExtras
import Foundation
import OpenFinanceCrypto
import Testing

@Suite("PS256 signatures")
struct PS256Tests {
    @Test("another implementation accepts the signature, and no changed message", arguments: [2048, 3072])
    func verifiedElsewhere(bits: Int32) throws {
        let key = try TestKey.rsa(bits: bits)
        let verifier = try _RSA.Signing.PublicKey(pemRepresentation: key.publicPEM())
        let message = Data("header.payload".utf8)

        let signature = try PrivateKey(pem: key.pem()).ps256Signature(for: message)

        let raw = _RSA.Signing.RSASignature(rawRepresentation: signature)
        // swift-crypto's PSS is SHA-256, MGF1 with SHA-256 and a salt of 32 bytes for this digest, and nothing else.
        #expect(verifier.isValidSignature(raw, for: SHA256.hash(data: message), padding: .PSS))
        #expect(!verifier.isValidSignature(raw, for: SHA256.hash(data: message + [0]), padding: .PSS))
        #expect(!verifier.isValidSignature(raw, for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5))
    }

    @Test("two signatures of one message differ: the salt is fresh")
    func freshSalt() throws {
        let key = try PrivateKey(pem: try TestKey.rsa().pem())
        #expect(try key.ps256Signature(for: [1, 2, 3]) != key.ps256Signature(for: [1, 2, 3]))
    }

    @Test("many threads sign with one key at once")
    func concurrently() async throws {
        let testKey = try TestKey.rsa()
        let verifier = try _RSA.Signing.PublicKey(pemRepresentation: testKey.publicPEM())
        let key = try PrivateKey(pem: testKey.pem())
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<100 {
                group.addTask {
                    let message = Data("message \(number)".utf8)
                    let signature = _RSA.Signing.RSASignature(
                        rawRepresentation: try key.ps256Signature(for: message))
                    return verifier.isValidSignature(signature, for: SHA256.hash(data: message), padding: .PSS)
                }
            }
            for try await isValid in group { #expect(isValid) }
        }
    }

    @Test("a compact JWS is three parts of base64url without padding, over the first two of which it is signed")
    func compactForm() throws {
        let testKey = try TestKey.rsa()
        let jws = try JSONWebSignature.compact(
            header: Data(#"{"alg":"PS256"}"#.utf8), payload: Data(#"{"sub":"ÿ?>"}"#.utf8),
            key: PrivateKey(pem: testKey.pem()))
        let parts = jws.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        try #require(parts.count == 3)
        #expect(parts[0] == "eyJhbGciOiJQUzI1NiJ9")
        #expect(!jws.contains(where: { "+/=".contains($0) }))
        let padded = parts[2].replacing("-", with: "+").replacing("_", with: "/") + "=="
        let signature = _RSA.Signing.RSASignature(rawRepresentation: try #require(Data(base64Encoded: padded)))
        let digest = SHA256.hash(data: Data("\(parts[0]).\(parts[1])".utf8))
        let verifier = try _RSA.Signing.PublicKey(pemRepresentation: testKey.publicPEM())
        #expect(verifier.isValidSignature(signature, for: digest, padding: .PSS))
    }
}
