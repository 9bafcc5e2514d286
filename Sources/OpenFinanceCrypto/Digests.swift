import COpenSSL

/// SHA-256 (FIPS 180-4).
package enum SHA256 {
    /// The digest in lower-case hexadecimal.
    package static func hex(_ bytes: some Sequence<UInt8>) -> String { hexadecimal(digest(bytes)) }

    package static func digest(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        let bytes = Array(bytes)
        var digest = [UInt8](repeating: 0, count: 32)
        EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha256(), nil)
        return digest
    }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// HMAC with SHA-256 (RFC 2104, FIPS 198-1).
package enum HMAC {
    /// The authentication code, 32 bytes.
    package static func sha256(_ message: some Sequence<UInt8>, key: some Sequence<UInt8>) -> [UInt8] {
        let (message, key) = (Array(message), Array(key))
        var code = [UInt8](repeating: 0, count: 32)
        _ = COpenSSL.HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, &code, nil)
        return code
    }
}
