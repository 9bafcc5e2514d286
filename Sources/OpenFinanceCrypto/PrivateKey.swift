import COpenSSL
public import FoundationEssentials
import Synchronization

/// An RSA private key.
public final class PrivateKey: Sendable {
    /// FAPI 1.0 Advanced §8.6 asks for keys of at least this many bits.
    public static let minimumBits = 2048

    private let handle: KeyHandle
    /// Not to be used after this object is gone.
    var key: OpaquePointer { handle.pointer }

    /// The token that the key stays in.
    public struct Token: Sendable, Hashable {
        /// What somebody has called the token (`CK_TOKEN_INFO`, PKCS#11 v2.40 §3.2), without the blanks at its end.
        public var label: String
        /// Who has made it.
        public var manufacturer: String
        /// Which of the maker's it is.
        public var model: String
        /// Which one of that model.
        public var serialNumber: String
        /// By which of OpenSSL's ways it is reached: `pkcs11 provider` or `pkcs11 engine`.
        public var door: String
    }

    /// Nil for a key that was read from PEM.
    public let token: Token?

    /// Reads the first private key of a PEM text: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017 App. A), plain or encrypted.
    ///
    /// - Parameter passphrase: asked for only if the key is encrypted.
    /// - Throws: ``SigningError`` that says which of the things a key can lack it lacks.
    public init(pem: Data, passphrase: String? = nil) throws(SigningError) {
        var secret = Passphrase(passphrase)
        defer { secret.clear() }
        let bio = try MemoryBIO.reading(pem)
        ERR_clear_error()
        let key = withUnsafeMutablePointer(to: &secret) {
            PEM_read_bio_PrivateKey(bio.pointer, nil, providePassphrase, $0)
        }
        guard let key else { throw Self.explain(pem, secret) }
        (handle, token) = (KeyHandle(taking: key), nil)
        try check()
    }

    /// Finds a key in a token, in which it stays: what is signed with it is signed there.
    ///
    /// - Parameters:
    ///   - module: the file of the PKCS#11 module; nil for those that p11-kit is configured for.
    ///   - pin: told to the token where it asks for it, once in a process where it is wrong.
    /// - Throws: ``SigningError`` that says which of module, token, key or PIN is not as it has to be.
    public init(_ uri: TokenKeyURI, module: String? = nil, pin: String? = nil) throws(SigningError) {
        let found = try TokenAccess.by(module).key(uri, pin: pin)
        (handle, token) = (found.key, found.token)
        try check()
        try trySigning()
    }

    /// A token that cannot do PS256, or gives what is no signature, is better known now than by what each server says.
    private func trySigning() throws(SigningError) {
        let message = "ofp".utf8
        guard isPS256Signature(try ps256Signature(for: message), for: message) else {
            throw SigningError(
                .tokenFailed,
                "the token '\(token?.label ?? "")' makes signatures that the key's public half does not take")
        }
    }

    private func check() throws(SigningError) {
        guard ofp_key_is_rsa(key) == 1 else {
            throw Self.wrongKind(key)
        }
        guard bits >= Self.minimumBits else {
            throw SigningError(.keyTooShort, "the RSA key has \(bits) bits, \(Self.minimumBits) are needed")
        }
    }

    /// Length of the modulus in bits.
    public var bits: Int { Int(EVP_PKEY_get_bits(key)) }

    /// SHA-256 over the public key (SubjectPublicKeyInfo, RFC 5280 §4.1.2.7), in hexadecimal: which key it is, and nothing
    /// of the private one.
    public var publicThumbprint: String {
        // OpenSSL 3 looks for an encoder anew each time, and a key is asked for this by every bank's client.
        thumbprint.withLock { known in
            let thumbprint = known ?? madeThumbprint
            known = thumbprint
            return thumbprint
        }
    }

    private let thumbprint = Mutex<String?>(nil)

    private var madeThumbprint: String {
        var bytes: UnsafeMutablePointer<UInt8>?
        let length = i2d_PUBKEY(key, &bytes)
        guard let bytes, length > 0 else { return "" }
        defer { ofp_free(bytes) }
        return SHA256.hex(UnsafeBufferPointer(start: bytes, count: Int(length)))
    }

    /// Modulus and exponent of the public key, big-endian and without leading zeros, as a JWK has them (RFC 7518 §6.3.1).
    public var publicNumbers: (modulus: Data, exponent: Data) { (number("n"), number("e")) }

    private func number(_ name: String) -> Data {
        var value: OpaquePointer?
        defer { ERR_clear_error() }
        guard EVP_PKEY_get_bn_param(key, name, &value) == 1, let value else { return Data() }
        defer { BN_free(value) }
        var bytes = [UInt8](repeating: 0, count: (Int(BN_num_bits(value)) + 7) / 8)
        BN_bn2bin(value, &bytes)
        return Data(bytes)
    }

    /// The key as unencrypted PKCS#8 PEM, for a TLS library that reads keys for itself.
    public func pkcs8PEM() throws(SigningError) -> Data {
        if let token {
            throw SigningError(.staysInToken, "the private key stays in the token '\(token.label)'")
        }
        let bio = try MemoryBIO()
        guard PEM_write_bio_PKCS8PrivateKey(bio.pointer, key, nil, nil, 0, nil, nil) == 1 else {
            throw .openSSL("write the private key")
        }
        return bio.contents
    }

    /// Why a signature was not made.
    func signatureFailure(_ operation: String) -> SigningError {
        guard let token else { return .openSSL(operation) }
        return SigningError(.tokenFailed, "the token '\(token.label)' does not sign: \(SigningError.openSSLReason)")
    }

    private static func explain(_ pem: Data, _ secret: Passphrase) -> SigningError {
        var isOldCipher = false
        while case let error = ERR_get_error(), error != 0 {
            isOldCipher = isOldCipher || ofp_is_unsupported_cipher(error) == 1
        }
        guard secret.wasAskedFor else { return KeyMaterial(pem).whyNoPrivateKey }
        guard secret.isGiven else {
            return SigningError(.passphraseMissing, "the private key is encrypted and no passphrase was given")
        }
        return isOldCipher
            ? SigningError(.oldCipher, "the private key is encrypted with an old cipher that OpenSSL no longer reads")
            : SigningError(.passphraseWrong, "the passphrase does not open the private key")
    }

    private static func wrongKind(_ key: OpaquePointer) -> SigningError {
        if EVP_PKEY_is_a(key, "RSA-PSS") == 1 {
            return SigningError(
                .restrictedToPSS, "the RSA key is restricted to PSS (id-RSASSA-PSS), and one for every use is needed")
        }
        let kind = EVP_PKEY_get0_type_name(key).map { " but of type \(String(cString: $0))" } ?? ""
        return SigningError(.notRSA, "the private key is not an RSA key\(kind)")
    }
}

/// What OpenSSL's PEM reader asks for a passphrase. Without it OpenSSL would ask the terminal.
private struct Passphrase {
    private var bytes: [UInt8]
    let isGiven: Bool
    private(set) var wasAskedFor = false

    init(_ text: String?) {
        bytes = text.map { Array($0.utf8) } ?? []
        isGiven = text != nil
    }

    mutating func clear() {
        bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
    }

    /// Writes the passphrase to where OpenSSL wants it. Returns its length, or -1 where there is none that fits.
    mutating func answer(into buffer: UnsafeMutableRawBufferPointer) -> Int32 {
        wasAskedFor = true
        guard isGiven, bytes.count <= buffer.count else { return -1 }
        buffer.copyBytes(from: bytes)
        return Int32(bytes.count)
    }
}

private func providePassphrase(
    buffer: UnsafeMutablePointer<CChar>?, capacity: Int32, isForWriting _: Int32, context: UnsafeMutableRawPointer?
) -> Int32 {
    guard let buffer, let secret = context?.assumingMemoryBound(to: Passphrase.self) else { return -1 }
    return secret.pointee.answer(into: .init(start: buffer, count: Int(capacity)))
}

/// OpenSSL's object for a key, an `EVP_PKEY`, freed with its last owner.
final class KeyHandle: Sendable {
    // Safe to share, since nobody changes the key once it is made: OpenSSL counts its owners atomically, gives each signature a
    // context of its own, and keeps RSA's blinding behind a lock.
    nonisolated(unsafe) let pointer: OpaquePointer

    /// Takes over one reference to it.
    init(taking pointer: OpaquePointer) { self.pointer = pointer }

    deinit { EVP_PKEY_free(pointer) }
}
