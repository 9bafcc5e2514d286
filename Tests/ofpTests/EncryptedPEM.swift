import COpenSSL

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
