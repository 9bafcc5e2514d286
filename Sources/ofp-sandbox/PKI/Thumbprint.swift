import COpenSSL

/// SHA-256 over a certificate's DER: what a token is bound to (`x5t#S256`, RFC 8705 §3.1).
struct Thumbprint: Hashable, Sendable {
    fileprivate let digest: [UInt8]

    init(der: [UInt8]) {
        var digest = [UInt8](repeating: 0, count: 32)
        EVP_Digest(der, der.count, &digest, nil, EVP_sha256(), nil)
        self.digest = digest
    }

    /// - Parameter certificate: an `X509`; nil for one that cannot be written.
    init?(certificate: OpaquePointer) {
        var der = [UInt8](repeating: 0, count: Int(max(0, i2d_X509(certificate, nil))))
        let count = der.count
        let isWritten = der.withUnsafeMutableBufferPointer { buffer in
            var next = buffer.baseAddress
            return i2d_X509(certificate, &next) == count
        }
        guard isWritten else { return nil }
        self.init(der: der)
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
