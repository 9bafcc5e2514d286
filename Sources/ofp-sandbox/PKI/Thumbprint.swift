import COpenSSL

/// SHA-256 over a certificate's DER: what a token is bound to (`x5t#S256`, RFC 8705 §3.1).
struct Thumbprint: Hashable, Sendable {
    fileprivate let digest: [UInt8]

    init(der: [UInt8]) {
        var digest = [UInt8](repeating: 0, count: 32)
        EVP_Digest(der, der.count, &digest, nil, EVP_sha256(), nil)
        self.digest = digest
    }
}

extension Thumbprint {
    var hex: String {
        digest.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }.joined()
    }
}
