import COpenSSL
import FoundationEssentials

extension PrivateKey {
    /// Signs with PS256 (RFC 7518 §3.5): RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes.
    package func ps256Signature(for message: some Sequence<UInt8>) throws(SigningError) -> [UInt8] {
        guard let context = EVP_MD_CTX_new() else { throw .openSSL("start a signature") }
        defer { EVP_MD_CTX_free(context) }
        var keyContext: OpaquePointer?  // belongs to `context`
        guard EVP_DigestSignInit(context, &keyContext, EVP_sha256(), nil, key) == 1,
            EVP_PKEY_CTX_set_rsa_padding(keyContext, RSA_PKCS1_PSS_PADDING) == 1,
            EVP_PKEY_CTX_set_rsa_pss_saltlen(keyContext, 32) == 1,
            EVP_PKEY_CTX_set_rsa_mgf1_md(keyContext, EVP_sha256()) == 1
        else { throw signatureFailure("start a PS256 signature") }

        let message = Array(message)
        var length = Int(EVP_PKEY_get_size(key))
        var signature = [UInt8](repeating: 0, count: length)
        guard EVP_DigestSign(context, &signature, &length, message, message.count) == 1 else {
            throw signatureFailure("sign")
        }
        return Array(signature.prefix(length))
    }

    /// Whether the public half of this key takes a signature: the private half may be damaged, and signs nevertheless.
    package func isPS256Signature(_ signature: some Sequence<UInt8>, for message: some Sequence<UInt8>) -> Bool {
        defer { ERR_clear_error() }
        guard let context = EVP_MD_CTX_new(), let publicKey = publicHalf() else { return false }
        defer {
            EVP_MD_CTX_free(context)
            EVP_PKEY_free(publicKey)
        }
        var keyContext: OpaquePointer?  // belongs to `context`
        let (signature, message) = (Array(signature), Array(message))
        return EVP_DigestVerifyInit(context, &keyContext, EVP_sha256(), nil, publicKey) == 1
            && EVP_PKEY_CTX_set_rsa_padding(keyContext, RSA_PKCS1_PSS_PADDING) == 1
            && EVP_PKEY_CTX_set_rsa_pss_saltlen(keyContext, 32) == 1
            && EVP_PKEY_CTX_set_rsa_mgf1_md(keyContext, EVP_sha256()) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }

    /// A key of its own, for the caller to free: a token may have the private half alone.
    private func publicHalf() -> OpaquePointer? {
        var bytes: UnsafeMutablePointer<UInt8>?
        let length = i2d_PUBKEY(key, &bytes)
        guard let bytes, length > 0 else { return nil }
        defer { ofp_free(bytes) }
        var position: UnsafePointer<UInt8>? = UnsafePointer(bytes)
        return d2i_PUBKEY(nil, &position, Int(length))
    }
}
