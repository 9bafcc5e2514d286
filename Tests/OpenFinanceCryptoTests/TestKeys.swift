import Testing
import COpenSSL
import FoundationEssentials
import Synchronization

/// A key made for the tests, in any form in which a user may have one. No key lies in the tree.
///
/// `@unchecked Sendable`: the `EVP_PKEY` is only read after `init`.
final class TestKey: @unchecked Sendable {
    private let key: OpaquePointer

    /// One of each length for all tests: making one takes longer than most of them.
    private static let made = Mutex<[Int32: TestKey]>([:])

    static func rsa(bits: Int32 = 2048) throws -> TestKey {
        try made.withLock { made in
            if let key = made[bits] { return key }
            let key = try TestKey(EVP_PKEY_RSA) { EVP_PKEY_CTX_set_rsa_keygen_bits($0, bits) }
            made[bits] = key
            return key
        }
    }

    static func p256() throws -> TestKey {
        try TestKey(EVP_PKEY_EC) { EVP_PKEY_CTX_set_ec_paramgen_curve_nid($0, NID_X9_62_prime256v1) }
    }

    private init(_ kind: Int32, _ configure: (OpaquePointer) -> Int32) throws {
        let context = try #require(EVP_PKEY_CTX_new_id(kind, nil))
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        try #require(EVP_PKEY_keygen_init(context) == 1)
        try #require(configure(context) == 1)
        try #require(EVP_PKEY_keygen(context, &key) == 1)
        self.key = try #require(key)
    }

    deinit { EVP_PKEY_free(key) }

    enum Form: String, CaseIterable, CustomTestStringConvertible {
        case pkcs8 = "PKCS#8", pkcs1 = "PKCS#1"
        case encryptedPKCS8 = "PKCS#8 with a passphrase", encryptedPKCS1 = "PKCS#1 with a passphrase"

        var isEncrypted: Bool { self == .encryptedPKCS8 || self == .encryptedPKCS1 }
        var testDescription: String { rawValue }
    }

    func pem(_ form: Form = .pkcs8, passphrase: String = "") throws -> Data {
        let cipher = form.isEncrypted ? EVP_aes_256_cbc() : nil
        let secret = Array(passphrase.utf8)
        return try Self.write { bio in
            switch form {
            case .pkcs8, .encryptedPKCS8:
                passphrase.withCString {
                    PEM_write_bio_PKCS8PrivateKey(bio, key, cipher, $0, Int32(secret.count), nil, nil)
                }
            case .pkcs1, .encryptedPKCS1:
                PEM_write_bio_PrivateKey_traditional(bio, key, cipher, secret, Int32(secret.count), nil, nil)
            }
        }
    }

    func publicPEM() throws -> String {
        String(decoding: try Self.write { PEM_write_bio_PUBKEY($0, key) }, as: UTF8.self)
    }

    private static func write(_ body: (OpaquePointer) -> Int32) throws -> Data {
        let bio = try #require(BIO_new(BIO_s_mem()))
        defer { BIO_free(bio) }
        try #require(body(bio) == 1)
        var start: UnsafeMutablePointer<CChar>?
        let length = ofp_bio_contents(bio, &start)
        return Data(bytes: try #require(start), count: length)
    }
}
