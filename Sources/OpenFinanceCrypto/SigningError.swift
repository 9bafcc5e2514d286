import COpenSSL

/// Why a key or certificate cannot be used.
public struct SigningError: Error, Sendable, Hashable {
    /// What went wrong. Codes may be added; switch with a default.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case noKey, passphraseMissing, passphraseWrong, oldCipher, notRSA, restrictedToPSS, tooShort
            case noCertificate, notThisKeys, notLeafFirst, der, pkcs12, pkcs7, json, openSSHKey
            case privateKey, publicKey, certificate, certificateRequest, wrongSubject, openSSL
            case wrongTokenURI, noTokenModule, noTokenDoor, noToken, ambiguousToken, noTokenKey, ambiguousTokenKey
            case pinMissing, pinWrong, pinLocked, asksEachTime, tokenFailed, staysInToken
        }
        private let kind: Kind

        /// No PEM private key in what was given.
        public static let noPrivateKey = Code(kind: .noKey)
        /// The key is encrypted and no passphrase was given.
        public static let passphraseMissing = Code(kind: .passphraseMissing)
        /// The key is encrypted with another passphrase.
        public static let passphraseWrong = Code(kind: .passphraseWrong)
        /// The key is encrypted with a cipher that OpenSSL leaves to its provider of legacy ones, such as RC2 or DES.
        public static let oldCipher = Code(kind: .oldCipher)
        /// An RSA key that its file restricts to PSS (id-RSASSA-PSS, RFC 4055 §1.2), in place of one for every use.
        public static let restrictedToPSS = Code(kind: .restrictedToPSS)
        /// A private key, but of another kind than RSA.
        public static let notRSA = Code(kind: .notRSA)
        /// An RSA key of fewer than 2048 bits, which FAPI 1.0 Advanced §8.6 does not allow.
        public static let keyTooShort = Code(kind: .tooShort)
        /// No PEM certificate in what was given.
        public static let noCertificate = Code(kind: .noCertificate)
        /// No certificate of the chain is that of the key.
        public static let notThisKeys = Code(kind: .notThisKeys)
        /// The key's certificate is in the chain, and not the first of it.
        public static let notLeafFirst = Code(kind: .notLeafFirst)
        /// What was asked for, in DER in place of PEM.
        public static let der = Code(kind: .der)
        /// A PKCS#12 container (RFC 7292): a `.p12` or `.pfx` file.
        public static let pkcs12 = Code(kind: .pkcs12)
        /// A PKCS#7 container of certificates (RFC 2315): a `.p7b` file.
        public static let pkcs7 = Code(kind: .pkcs7)
        /// JSON, as a JWK (RFC 7517) is.
        public static let json = Code(kind: .json)
        /// A private key in the format of OpenSSH.
        public static let openSSHKey = Code(kind: .openSSHKey)
        /// A private key where something else was asked for.
        public static let privateKey = Code(kind: .privateKey)
        /// A public key where something else was asked for.
        public static let publicKey = Code(kind: .publicKey)
        /// A certificate where a private key was asked for.
        public static let certificate = Code(kind: .certificate)
        /// A request for a certificate (PKCS#10, RFC 2986) where something else was asked for.
        public static let certificateRequest = Code(kind: .certificateRequest)
        /// A part of a request's subject that no certificate can have.
        public static let wrongSubject = Code(kind: .wrongSubject)
        /// A PKCS#11 URI (RFC 7512) that cannot be read, or says more than which private key is meant.
        public static let wrongTokenURI = Code(kind: .wrongTokenURI)
        /// No PKCS#11 module, or one that does not start.
        public static let noTokenModule = Code(kind: .noTokenModule)
        /// OpenSSL has neither a provider nor an engine for PKCS#11.
        public static let noTokenDoor = Code(kind: .noTokenDoor)
        /// No token is as the URI says.
        public static let noToken = Code(kind: .noToken)
        /// Several tokens are.
        public static let ambiguousToken = Code(kind: .ambiguousToken)
        /// No private key in the token is as the URI says.
        public static let noTokenKey = Code(kind: .noTokenKey)
        /// Several private keys are.
        public static let ambiguousTokenKey = Code(kind: .ambiguousTokenKey)
        /// The token wants its PIN, and none was given.
        public static let pinMissing = Code(kind: .pinMissing)
        /// The token refuses the PIN. It was told it once.
        public static let pinWrong = Code(kind: .pinWrong)
        /// The token takes no PIN any more.
        public static let pinLocked = Code(kind: .pinLocked)
        /// The key wants the PIN for each signature (`CKA_ALWAYS_AUTHENTICATE`).
        public static let asksEachTime = Code(kind: .asksEachTime)
        /// The token does not do what it is asked, or is gone.
        public static let tokenFailed = Code(kind: .tokenFailed)
        /// The key cannot be read, since it stays in its token.
        public static let staysInToken = Code(kind: .staysInToken)
        /// OpenSSL failed in a way that no input explains.
        public static let openSSL = Code(kind: .openSSL)

        /// For logs; its spelling may change.
        public var description: String { kind.rawValue }
    }

    /// For programs; ``message`` is for people.
    public var code: Code
    /// A sentence without final stop, fit for a person; it holds nothing of the key.
    public var message: String

    /// - Parameter message: a sentence without final stop, with nothing of the key in it.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// What OpenSSL's error queue of this thread says; the queue is empty afterwards.
    static func openSSL(_ operation: String) -> SigningError {
        SigningError(.openSSL, "OpenSSL cannot \(operation): \(openSSLReason)")
    }

    /// Takes the last reason from the queue, and empties it.
    static var openSSLReason: String {
        var reason = "no reason given"
        while case let code = ERR_get_error(), code != 0 {
            if let text = ERR_reason_error_string(code) { reason = String(cString: text) }
        }
        return reason
    }
}
