import COpenSSL
import FoundationEssentials

/// A private key of the sandbox's own PKI.
final class KeyPair: Sendable {
    enum Kind { case rsa2048, p256 }

    // Only read after `init`.
    nonisolated(unsafe) let key: OpaquePointer

    static func generate(_ kind: Kind) throws -> KeyPair {
        let id = kind == .rsa2048 ? EVP_PKEY_RSA : EVP_PKEY_EC
        guard let context = EVP_PKEY_CTX_new_id(id, nil) else { throw PKIError("make a key") }
        defer { EVP_PKEY_CTX_free(context) }
        guard EVP_PKEY_keygen_init(context) == 1 else { throw PKIError("make a key") }
        let isSet =
            switch kind {
            case .rsa2048: EVP_PKEY_CTX_set_rsa_keygen_bits(context, 2048)
            case .p256: EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_X9_62_prime256v1)
            }
        var key: OpaquePointer?
        guard isSet == 1, EVP_PKEY_keygen(context, &key) == 1, let key else { throw PKIError("make a key") }
        return KeyPair(taking: key)
    }

    private init(taking key: OpaquePointer) { self.key = key }

    /// An unencrypted key; nil where there is none.
    convenience init?(pem: [UInt8]) {
        defer { ERR_clear_error() }
        // The stream reads where the bytes are, and an array may be gone after its last use.
        let key = pem.withUnsafeBytes { bytes in
            let bio = BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count))
            defer { BIO_free(bio) }
            return PEM_read_bio_PrivateKey(bio, nil, nil, nil)
        }
        guard let key else { return nil }
        self.init(taking: key)
    }

    deinit { EVP_PKEY_free(key) }

    /// PKCS#8, unencrypted.
    func pem() throws -> [UInt8] {
        try PEM.write { PEM_write_bio_PKCS8PrivateKey($0, key, nil, nil, 0, nil, nil) }
    }

    /// Of an RSA key, big-endian (RFC 7518 §6.3.1).
    var publicNumbers: (modulus: [UInt8], exponent: [UInt8]) {
        func number(_ name: String) -> [UInt8] {
            var value: OpaquePointer?
            guard EVP_PKEY_get_bn_param(key, name, &value) == 1, let value else { return [] }
            defer { BN_free(value) }
            var bytes = [UInt8](repeating: 0, count: (Int(BN_num_bits(value)) + 7) / 8)
            BN_bn2bin(value, &bytes)
            return bytes
        }
        return (number("n"), number("e"))
    }

    /// Whether `signature` is a PS256 signature (RFC 7518 §3.5) of this key over `message`: RSASSA-PSS with SHA-256,
    /// MGF1 with SHA-256, and a salt of exactly 32 bytes.
    func isValidPS256(signature: [UInt8], over message: [UInt8]) -> Bool {
        defer { ERR_clear_error() }
        guard let context = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(context) }
        var keyContext: OpaquePointer?  // belongs to `context`
        return EVP_DigestVerifyInit(context, &keyContext, EVP_sha256(), nil, key) == 1
            && EVP_PKEY_CTX_set_rsa_padding(keyContext, RSA_PKCS1_PSS_PADDING) == 1
            && EVP_PKEY_CTX_set_rsa_mgf1_md(keyContext, EVP_sha256()) == 1
            && EVP_PKEY_CTX_set_rsa_pss_saltlen(keyContext, 32) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
}

/// OpenSSL could not do what the sandbox needs to start.
struct PKIError: Error, CustomStringConvertible {
    let description: String
    init(_ operation: String) { description = "OpenSSL cannot \(operation)" }
}

enum PEM {
    static func write(_ body: (OpaquePointer) -> Int32) throws -> [UInt8] {
        guard let bio = BIO_new(BIO_s_mem()) else { throw PKIError("allocate memory") }
        defer { BIO_free(bio) }
        guard body(bio) == 1 else { throw PKIError("write PEM") }
        var start: UnsafeMutablePointer<CChar>?
        let length = ofp_bio_contents(bio, &start)
        return Array(UnsafeRawBufferPointer(start: start, count: length))
    }
}
