import COpenSSL
import Testing

/// A fresh RSA key in PEM: no key lies in the tree.
enum TestKeyPEM {
    static func make() throws -> [UInt8] {
        let context = try #require(EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, nil))
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        try #require(EVP_PKEY_keygen_init(context) == 1)
        try #require(EVP_PKEY_CTX_set_rsa_keygen_bits(context, 2048) == 1)
        try #require(EVP_PKEY_keygen(context, &key) == 1)
        defer { EVP_PKEY_free(key) }
        let bio = try #require(BIO_new(BIO_s_mem()))
        defer { BIO_free(bio) }
        try #require(PEM_write_bio_PKCS8PrivateKey(bio, key, nil, nil, 0, nil, nil) == 1)
        var start: UnsafeMutablePointer<CChar>?
        let length = ofp_bio_contents(bio, &start)
        return Array(UnsafeRawBufferPointer(start: start, count: length))
    }
}
