import COpenSSL

/// A fresh RSA key in PEM: no key lies in the tree.
package enum TestKeyPEM {
    /// Why OpenSSL has made none.
    struct Failure: Error {}

    package static func make() throws -> [UInt8] {
        guard let context = EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, nil) else { throw Failure() }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_CTX_set_rsa_keygen_bits(context, 2048) == 1,
            EVP_PKEY_keygen(context, &key) == 1
        else { throw Failure() }
        defer { EVP_PKEY_free(key) }
        guard let bio = BIO_new(BIO_s_mem()) else { throw Failure() }
        defer { BIO_free(bio) }
        guard PEM_write_bio_PKCS8PrivateKey(bio, key, nil, nil, 0, nil, nil) == 1 else { throw Failure() }
        var start: UnsafeMutablePointer<CChar>?
        let length = ofp_bio_contents(bio, &start)
        return Array(UnsafeRawBufferPointer(start: start, count: length))
    }
}
