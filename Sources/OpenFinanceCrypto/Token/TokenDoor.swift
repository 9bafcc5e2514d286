import COpenSSL
import Synchronization

/// OpenSSL's way to keys in tokens: its provider for PKCS#11 where that is installed, else its engine.
///
/// Both make the signature in the token and the rest outside; what is known of a token beside its keys comes from
/// ``TokenModule``.
struct TokenDoor {
    private enum Way {
        /// An `OSSL_LIB_CTX` with the provider in it.
        case provider(OpaquePointer)
        /// An `ENGINE`.
        case engine(UnsafeMutableRawPointer)
    }

    private let way: Way

    /// How many sessions of a token it may want beside ours.
    var sessions: UInt {
        switch way {
        case .provider: 5
        case .engine: 1
        }
    }

    /// As OpenSSL calls it.
    var name: String {
        switch way {
        case .provider: "pkcs11 provider"
        case .engine: "pkcs11 engine"
        }
    }

    /// - Parameter module: nil for p11-kit's. A door stays open: keys depend on it.
    init(module: String?) throws(SigningError) {
        defer { ERR_clear_error() }
        ofp_ask_nobody()
        if let context = ofp_token_context(module) {
            way = .provider(context)
        } else if let engine = ofp_token_engine(module) {
            way = .engine(engine)
            let original = ofp_replace_engine_sign(engine, signInTurn)
            engineSign.withLock { $0 = $0 ?? original }
        } else {
            throw SigningError(
                .noTokenDoor,
                "OpenSSL has neither its pkcs11 provider nor its pkcs11 engine, by which it reaches tokens")
        }
    }

    /// - Parameter pin: answered once where the token asks for it.
    /// - Returns: the key; nil where it is not there or the token does not open. The result of PKCS#11 that
    ///   was told of that, 0 where none was.
    func key(_ uri: TokenKeyURI, pin: UnsafePointer<CChar>?) -> (key: KeyHandle?, result: UInt) {
        ERR_clear_error()
        var answer = ofp_pin_answer(pin: pin, questions: 0)
        let key =
            switch way {
            case .provider(let context):
                ofp_provider_key(context, uri.ofPrivateKey, &answer).map(KeyHandle.init(taking:))
            case .engine(let engine):
                engineSign.withLock { _ in
                    ofp_engine_key(engine, uri.ofPrivateKey, &answer).map(KeyHandle.init(taking:))
                }
            }
        return (key, ofp_take_token_result())
    }
}

/// How the engine signs, for one thread at a time. Two that use it together find each other's sessions in use, or crash
/// (libp11 0.4.12); one of them may be in a handshake of TLS, where only OpenSSL knows that it signs.
private let engineSign = Mutex<ofp_sign?>(nil)

private func signInTurn(
    _ context: OpaquePointer?, _ signature: UnsafeMutablePointer<UInt8>?, _ length: UnsafeMutablePointer<Int>?,
    _ digest: UnsafePointer<UInt8>?, _ digestLength: Int
) -> Int32 {
    engineSign.withLock { $0?(context, signature, length, digest, digestLength) ?? -1 }
}
