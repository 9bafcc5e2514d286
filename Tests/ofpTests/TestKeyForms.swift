import COpenSSL
import Testing

@testable import ofp_sandbox

extension KeyPair {
    /// PKCS#8 under a passphrase.
    func encryptedPEM(passphrase: String) throws -> [UInt8] {
        try PEM.write { bio in
            passphrase.withCString {
                PEM_write_bio_PKCS8PrivateKey(bio, key, EVP_aes_256_cbc(), $0, Int32(passphrase.utf8.count), nil, nil)
            }
        }
    }
}

/// A key of 1024 bits, as nobody should have one.
func shortPEM() throws -> [UInt8] {
    let context = try #require(EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, nil))
    defer { EVP_PKEY_CTX_free(context) }
    var key: OpaquePointer?
    try #require(EVP_PKEY_keygen_init(context) == 1)
    try #require(EVP_PKEY_CTX_set_rsa_keygen_bits(context, 1024) == 1)
    try #require(EVP_PKEY_keygen(context, &key) == 1)
    defer { EVP_PKEY_free(key) }
    return try PEM.write { PEM_write_bio_PKCS8PrivateKey($0, key, nil, nil, 0, nil, nil) }
}
