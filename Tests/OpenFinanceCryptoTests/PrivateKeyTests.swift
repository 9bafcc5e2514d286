import FoundationEssentials
import OpenFinanceCrypto
import Testing

@Suite("Private keys")
struct PrivateKeyTests {
    @Test("every usual form of an RSA key is read", arguments: TestKey.Form.allCases)
    func reads(form: TestKey.Form) throws {
        let pem = try TestKey.rsa().pem(form, passphrase: "open sesame")
        let key = try PrivateKey(pem: pem, passphrase: form.isEncrypted ? "open sesame" : nil)
        #expect(key.bits == 2048)
    }

    @Test(
        "an encrypted key without its passphrase says so and asks no terminal",
        arguments: [TestKey.Form.encryptedPKCS8, .encryptedPKCS1])
    func missingPassphrase(form: TestKey.Form) throws {
        let pem = try TestKey.rsa().pem(form, passphrase: "open sesame")
        #expect { try PrivateKey(pem: pem) } throws: { ($0 as? SigningError)?.code == .passphraseMissing }
    }

    @Test(
        "a wrong passphrase is told apart from a missing one, and not repeated in the message",
        arguments: [TestKey.Form.encryptedPKCS8, .encryptedPKCS1], ["wrong", "", String(repeating: "x", count: 5_000)])
    func wrongPassphrase(form: TestKey.Form, passphrase: String) throws {
        let pem = try TestKey.rsa().pem(form, passphrase: "open sesame")
        let error = #expect(throws: SigningError.self) { try PrivateKey(pem: pem, passphrase: passphrase) }
        #expect(error?.code == .passphraseWrong)
        #expect(passphrase.isEmpty || error?.message.contains(passphrase) == false)
    }

    @Test("a passphrase that is not needed does no harm")
    func needlessPassphrase() throws {
        _ = try PrivateKey(pem: try TestKey.rsa().pem(), passphrase: "open sesame")
    }

    @Test("keys of another kind and short ones are refused")
    func unsuitable() throws {
        let ec = try TestKey.p256().pem()
        #expect { try PrivateKey(pem: ec) } throws: { ($0 as? SigningError)?.code == .notRSA }
        let short = try TestKey.rsa(bits: 1024).pem()
        #expect { try PrivateKey(pem: short) } throws: { ($0 as? SigningError)?.code == .keyTooShort }
    }

    @Test(
        "what is no key is refused",
        arguments: ["", "hello", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
    func noKey(text: String) {
        #expect { try PrivateKey(pem: Data(text.utf8)) } throws: { ($0 as? SigningError)?.code == .noPrivateKey }
    }

    @Test("a key written as PKCS#8 is the same key")
    func roundTrip() throws {
        let pem = try TestKey.rsa().pem(.encryptedPKCS1, passphrase: "open sesame")
        let written = try PrivateKey(pem: pem, passphrase: "open sesame").pkcs8PEM()
        #expect(String(decoding: written, as: UTF8.self).hasPrefix("-----BEGIN PRIVATE KEY-----"))
        #expect(try PrivateKey(pem: written).pkcs8PEM() == written)
    }

    @Test("a text that is done with is overwritten where it lies")
    func cleansing() throws {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 4_096, alignment: 16)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 0x5A)
        var text = Data(bytesNoCopy: try #require(memory.baseAddress), count: memory.count, deallocator: .none)
        text.cleanse()
        #expect(text.isEmpty)
        #expect(memory.allSatisfy { $0 == 0 })
    }
}
