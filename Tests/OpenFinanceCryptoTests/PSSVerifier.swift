import COpenSSL
import FoundationEssentials
import Testing

/// RSASSA-PSS-VERIFY with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes (RFC 8017 §8.1.2, §9.1.2; RFC 7518 §3.5), written
/// out step by step: of OpenSSL only the hash and the power of a number are used, so that a mistake in how signatures are
/// made is not made here, too.
struct PSSVerifier {
    private let modulus, exponent: [UInt8]
    /// Of the modulus; its highest bit is set.
    private var bits: Int { modulus.count * 8 }

    init(modulus: Data, exponent: Data) {
        self.modulus = Array(modulus)
        self.exponent = Array(exponent)
    }

    func accepts(_ signature: some Sequence<UInt8>, of message: Data) throws -> Bool {
        let signature = Array(signature)
        guard signature.count == modulus.count else { return false }
        return Self.isEncoding(try power(signature), of: Self.sha256(message), bits: bits - 1)
    }

    /// EMSA-PSS-VERIFY.
    private static func isEncoding(_ encoded: [UInt8], of hash: [UInt8], bits: Int) -> Bool {
        let (hashLength, saltLength, length) = (32, 32, (bits + 7) / 8)
        let encoded = Array(encoded.suffix(length))
        guard encoded.count == length, length >= hashLength + saltLength + 2, encoded.last == 0xBC else { return false }
        let maskedBlock = Array(encoded.prefix(length - hashLength - 1))
        let digest = Array(encoded.dropFirst(length - hashLength - 1).dropLast())
        let unusedBits = 8 * length - bits
        guard maskedBlock[0] >> (8 - unusedBits) == 0 else { return false }
        var block = zip(maskedBlock, mask(digest, length: maskedBlock.count)).map { $0 ^ $1 }
        block[0] &= 0xFF >> unusedBits
        let paddingLength = length - hashLength - saltLength - 2
        guard block.prefix(paddingLength).allSatisfy({ $0 == 0 }), block[paddingLength] == 1 else { return false }
        let salt = Array(block.suffix(saltLength))
        return sha256([UInt8](repeating: 0, count: 8) + hash + salt) == digest
    }

    /// MGF1 (RFC 8017 §B.2.1).
    private static func mask(_ seed: [UInt8], length: Int) -> [UInt8] {
        var mask: [UInt8] = []
        for counter in UInt32(0)... where mask.count < length {
            mask += sha256(seed + withUnsafeBytes(of: counter.bigEndian, Array.init))
            if mask.count >= length { break }
        }
        return Array(mask.prefix(length))
    }

    private static func sha256(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        let bytes = Array(bytes)
        var digest = [UInt8](repeating: 0, count: 32)
        SHA256(bytes, bytes.count, &digest)
        return digest
    }

    /// The signature's number to the power of the public exponent, as long as the modulus.
    private func power(_ signature: [UInt8]) throws -> [UInt8] {
        let context = try #require(BN_CTX_new())
        defer { BN_CTX_free(context) }
        let numbers = [signature, exponent, modulus].map { (bytes: [UInt8]) in BN_bin2bn(bytes, Int32(bytes.count), nil)
        }
        defer { numbers.forEach { BN_free($0) } }
        let result = try #require(BN_new())
        defer { BN_free(result) }
        try #require(BN_mod_exp(result, numbers[0], numbers[1], numbers[2], context) == 1)
        var output = [UInt8](repeating: 0, count: modulus.count)
        let length = BN_bn2binpad(result, &output, Int32(output.count))
        try #require(length == Int32(output.count))
        return output
    }
}
