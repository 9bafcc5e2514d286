import COpenSSL

/// Why a key or certificate cannot be used.
public struct SigningError: Error, Sendable, Hashable {
    /// What went wrong. Codes may be added; switch with a default.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case noKey, passphraseMissing, passphraseWrong, notRSA, tooShort, noCertificate, openSSL
        }
        private let kind: Kind

        /// No PEM private key in what was given.
        public static let noPrivateKey = Code(kind: .noKey)
        /// The key is encrypted and no passphrase was given.
        public static let passphraseMissing = Code(kind: .passphraseMissing)
        /// The key is encrypted with another passphrase.
        public static let passphraseWrong = Code(kind: .passphraseWrong)
        /// A private key, but of another kind than RSA.
        public static let notRSA = Code(kind: .notRSA)
        /// An RSA key of fewer than 2048 bits, which FAPI 1.0 Advanced §8.6 does not allow.
        public static let keyTooShort = Code(kind: .tooShort)
        /// No PEM certificate in what was given.
        public static let noCertificate = Code(kind: .noCertificate)
        /// OpenSSL failed in a way that no input explains.
        public static let openSSL = Code(kind: .openSSL)

        public var description: String { kind.rawValue }
    }

    public var code: Code
    /// A sentence without final stop, fit for a person; it holds nothing of the key.
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// What OpenSSL's error queue of this thread says; the queue is empty afterwards.
    static func openSSL(_ operation: String) -> SigningError {
        var reason = "no reason given"
        while case let code = ERR_get_error(), code != 0 {
            if let text = ERR_reason_error_string(code) { reason = String(cString: text) }
        }
        return SigningError(.openSSL, "OpenSSL cannot \(operation): \(reason)")
    }
}
