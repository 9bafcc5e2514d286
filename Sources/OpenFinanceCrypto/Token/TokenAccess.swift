import COpenSSL
import FoundationEssentials
import Synchronization

/// The way to the tokens of a module, one for the whole process: a module is started once, and a wrong PIN is tried once,
/// whoever gives it again. A token that has been tried too often locks itself.
final class TokenAccess: Sendable {
    private struct State {
        let module: TokenModule
        let door: TokenDoor
        /// Of a token and a PIN that it refused, as ``print(_:_:)`` has them.
        var refused: Set<[UInt8]> = []
        /// Tokens that refused any: nobody is asked for another.
        var refusing: Set<[String]> = []
    }

    private static let all = Mutex<[String: TokenAccess]>([:])

    private let state: Mutex<State>
    private let salt = (0..<32).map { _ in UInt8.random(in: 0...255) }

    private init(_ path: String?) throws(SigningError) {
        let module = try TokenModule(path)
        state = Mutex(State(module: module, door: try TokenDoor(module: path)))
    }

    /// - Parameter path: of the module; nil for p11-kit's.
    static func by(_ path: String?) throws(SigningError) -> TokenAccess {
        try all.withLock { (all) throws(SigningError) in
            if let access = all[path ?? ""] { return access }
            let access = try TokenAccess(path)
            all[path ?? ""] = access
            return access
        }
    }

    /// A key, and where it was found.
    struct Found: Sendable {
        let key: KeyHandle
        let token: PrivateKey.Token
    }

    /// - Throws: a ``SigningError`` whose code begins with what is missing or in the way.
    func key(_ uri: TokenKeyURI, pin: String?) throws(SigningError) -> Found {
        try state.withLock { (state) throws(SigningError) in
            let parsed = try TokenKeyURI.Parsed(uri.description)
            let module = state.module
            let token = try Self.theOne(of: module, parsed)
            guard !token.isLocked else { throw Self.locked(token) }
            if let most = token.mostSessions, most <= state.door.sessions {
                throw SigningError(
                    .tokenFailed,
                    "the token '\(token.label)' has \(most) sessions, and \(state.door.sessions + 1) are needed")
            }
            let isOpen = try module.isLoggedIn(to: token) || !token.wantsLogin
            let print = pin.map { self.print(token, $0) }
            if !isOpen { try Self.check(pin, for: token, state, print) }

            var secret = pin.map { Array($0.utf8CString) }
            defer { secret?.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) } }
            let answer =
                secret?.withUnsafeBufferPointer { state.door.key(uri, pin: $0.baseAddress) }
                ?? state.door.key(uri, pin: nil)
            let names = try module.privateKeys(in: token, matching: parsed)
            guard names.count < 2 else {
                throw SigningError(
                    .ambiguousTokenKey, "\(names.count) private keys in the token '\(token.label)' are of this URI")
            }
            guard let key = answer.key else {
                guard try !module.isLoggedIn(to: token), token.wantsLogin, let print else {
                    throw try Self.nothing(in: token, of: module)
                }
                guard Self.isAboutPIN(answer.result) else {
                    throw SigningError(
                        .tokenFailed, "the token '\(token.label)' does not open: \(TokenModule.reason(answer.result))")
                }
                state.refused.insert(print)
                state.refusing.insert(token.identity)
                throw Self.refused(token, module)
            }
            guard try !module.asksEachTime(token, parsed) else {
                throw SigningError(
                    .asksEachTime, "the key wants the PIN of the token '\(token.label)' for each of its signatures")
            }
            let place = PrivateKey.Token(
                label: token.label, manufacturer: token.manufacturer, model: token.model,
                serialNumber: token.serialNumber, door: state.door.name)
            return Found(key: key, token: place)
        }
    }

    /// What can be said of a PIN, or of there being none, before a token is told anything.
    private static func check(
        _ pin: String?, for token: TokenModule.Token, _ state: State, _ print: [UInt8]?
    ) throws(SigningError) {
        guard let pin, let print else {
            guard !token.asksByItself else { return }
            if state.refusing.contains(token.identity) { throw refused(token, state.module) }
            throw SigningError(.pinMissing, "the token '\(token.label)' asks for its PIN")
        }
        if state.refused.contains(print) { throw refused(token, state.module) }
        if let length = token.pinLength, !length.contains(pin.utf8.count) {
            throw SigningError(
                .pinWrong,
                "the token '\(token.label)' takes PINs of \(length.lowerBound) to \(length.upperBound) characters, and this one is shorter or longer"
            )
        }
    }

    /// Whether a login failed for the PIN: CKR_PIN_INCORRECT, _INVALID, _LEN_RANGE or _LOCKED (PKCS#11 v2.40 §5.6), which
    /// OpenSSL's provider does not tell.
    private static func isAboutPIN(_ result: UInt) -> Bool { [0, 0xA0, 0xA1, 0xA2, 0xA4].contains(result) }

    /// Which PIN it was, for whoever has it; nothing that could be guessed from memory.
    private func print(_ token: TokenModule.Token, _ pin: String) -> [UInt8] {
        HMAC.sha256((token.identity + [pin]).joined(separator: "\0").utf8, key: salt)
    }

    private static func theOne(
        of module: TokenModule, _ uri: TokenKeyURI.Parsed
    ) throws(SigningError) -> TokenModule.Token {
        let tokens = module.tokens(matching: uri)
        guard tokens.count != 1 else { return tokens[0] }
        guard tokens.isEmpty else {
            throw SigningError(
                .ambiguousToken,
                "\(tokens.count) tokens are of this URI: \(names(tokens.map { "\($0.label) (serial \($0.serialNumber))" }))"
            )
        }
        let others = module.tokens.map(\.label)
        throw SigningError(
            .noToken,
            others.isEmpty
                ? "the module has no token, or none that is initialised"
                : "the module has no token of this URI, only \(names(others))")
    }

    private static func nothing(in token: TokenModule.Token, of module: TokenModule) throws(SigningError)
        -> SigningError
    {
        let others = try module.privateKeys(in: token, matching: TokenKeyURI.Parsed("pkcs11:type=private"))
        return SigningError(
            .noTokenKey,
            others.isEmpty
                ? "the token '\(token.label)' shows no private key"
                : "the token '\(token.label)' has no private key of this URI, only \(names(others))")
    }

    private static func names(_ names: [String]) -> String {
        // Modules give them in any order.
        let shown = names.sorted().prefix(5).map { $0.isEmpty ? "one without a name" : "'\($0)'" }
            .joined(separator: ", ")
        return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
    }

    private static func locked(_ token: TokenModule.Token) -> SigningError {
        SigningError(.pinLocked, "the token '\(token.label)' has locked its PIN after too many wrong ones")
    }

    private static func refused(_ token: TokenModule.Token, _ module: TokenModule) -> SigningError {
        let now = module.current(token) ?? token
        if now.isLocked { return locked(now) }
        return SigningError(
            .pinWrong,
            "the token '\(token.label)' refuses the PIN\(now.hasOneTryLeft ? ", and locks itself after one more" : "")")
    }
}
