import CP11Kit

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A PKCS#11 module, or all that p11-kit is configured for: which tokens and keys it has. It never logs in: what is asked
/// here costs no try of a PIN.
final class TokenModule {
    /// A token that is there.
    struct Token: Sendable {
        fileprivate let module: Int
        fileprivate let slot: CK_SLOT_ID
        fileprivate let info: CK_TOKEN_INFO

        var label: String { Self.text(info.label) }
        var manufacturer: String { Self.text(info.manufacturerID) }
        var model: String { Self.text(info.model) }
        var serialNumber: String { Self.text(info.serialNumber) }
        var isLocked: Bool { info.flags & ofp_pin_is_locked != 0 }
        var wantsLogin: Bool { info.flags & ofp_token_wants_login != 0 }
        /// Whether the PIN is typed on the token.
        var asksByItself: Bool { info.flags & ofp_token_asks_by_itself != 0 }
        /// Bytes of a PIN; nil where it does not say.
        var pinLength: ClosedRange<Int>? {
            let (least, most) = (info.ulMinPinLen, info.ulMaxPinLen)
            return most > 0 && least <= most && most < 1 << 20 ? Int(least)...Int(most) : nil
        }
        /// How many sessions one program may have; nil where it does not say, or sets no limit.
        var mostSessions: UInt? {
            info.ulMaxSessionCount > 0 && info.ulMaxSessionCount < 1 << 20 ? UInt(info.ulMaxSessionCount) : nil
        }
        var hasOneTryLeft: Bool { info.flags & ofp_pin_has_one_try != 0 }

        /// Which one it is, whatever slot it is in.
        var identity: [String] { [manufacturer, model, serialNumber, label] }

        /// Padded with blanks (PKCS#11 v2.40 §3.2).
        private static func text<Field>(_ field: Field) -> String {
            let bytes = withUnsafeBytes(of: field) { Array($0) }
            let end = bytes.lastIndex { $0 != 0x20 && $0 != 0 }.map { $0 + 1 } ?? 0
            return String(decoding: bytes[..<end], as: UTF8.self)
        }
    }

    typealias Functions = UnsafeMutablePointer<CK_FUNCTION_LIST>

    private let modules: [Functions]
    /// A session for each slot that was looked into. A login lasts as long as one of a slot's sessions does.
    private var sessions: [String: CK_SESSION_HANDLE] = [:]

    /// - Parameter path: nil for all that p11-kit is configured for. A module stays loaded: keys depend on it.
    init(_ path: String?) throws(SigningError) {
        p11_kit_be_quiet()
        guard let path else {
            var list = p11_kit_modules_load_and_initialize(0)
            var modules: [Functions] = []
            while let module = list?.pointee {
                // Those hold authorities, and no keys.
                let policy = p11_kit_config_option(module, "trust-policy")
                if policy.map({ String(cString: $0) }) != "yes" { modules.append(module) }
                free(policy)
                list = list?.advanced(by: 1)
            }
            guard !modules.isEmpty else {
                throw SigningError(.noTokenModule, "p11-kit is configured for no module that can be used")
            }
            self.modules = modules
            return
        }
        guard let module = p11_kit_module_load(path, Int32(P11_KIT_MODULE_UNMANAGED)) else {
            throw SigningError(.noTokenModule, "the file is not a PKCS#11 module, or what it needs is not installed")
        }
        let result = ofp_start_module(module)
        guard result == CKR_OK else {
            throw SigningError(.noTokenModule, "the module cannot be started: \(Self.reason(result))")
        }
        modules = [module]
    }

    static func reason(_ result: CK_RV) -> String {
        p11_kit_strerror(result).map { String(cString: $0) } ?? "error \(result)"
    }

    /// Every token that is there and initialised.
    var tokens: [Token] {
        modules.indices.flatMap { index in
            slots(modules[index]).compactMap { slot in
                var info = CK_TOKEN_INFO()
                guard modules[index].pointee.C_GetTokenInfo?(slot, &info) == CKR_OK,
                    info.flags & ofp_token_is_initialised != 0
                else { return nil }
                return Token(module: index, slot: slot, info: info)
            }
        }
    }

    func tokens(matching uri: TokenKeyURI.Parsed) -> [Token] {
        tokens.filter { token in
            var info = token.info
            return p11_kit_uri_match_token_info(uri.uri, &info) == 1
        }
    }

    /// The same one, as it is now.
    func current(_ token: Token) -> Token? { tokens.first { $0.identity == token.identity } }

    private func slots(_ module: Functions) -> [CK_SLOT_ID] {
        var count: CK_ULONG = 0
        // No more than anybody has: the number is the module's word.
        guard module.pointee.C_GetSlotList?(1, nil, &count) == CKR_OK, (1...4_096).contains(count) else { return [] }
        var slots = [CK_SLOT_ID](repeating: 0, count: Int(count))
        guard module.pointee.C_GetSlotList?(1, &slots, &count) == CKR_OK else { return [] }
        return Array(slots.prefix(Int(count)))
    }

    // MARK: - Sessions

    /// Whether somebody of this process is logged in to a token; from then on he stays it.
    ///
    /// - Throws: where the token has no session left.
    func isLoggedIn(to token: Token) throws(SigningError) -> Bool {
        let session = try session(of: token)
        var info = CK_SESSION_INFO()
        let result = modules[token.module].pointee.C_GetSessionInfo?(session, &info)
        guard result == CKR_OK else {
            sessions[Self.key(token)] = nil
            throw SigningError(.tokenFailed, "the token '\(token.label)' fails: \(Self.reason(result ?? CKR_OK))")
        }
        return info.state == ofp_user_is_logged_in.0 || info.state == ofp_user_is_logged_in.1
    }

    private static func key(_ token: Token) -> String { "\(token.module) \(token.slot)" }

    private func session(of token: Token) throws(SigningError) -> CK_SESSION_HANDLE {
        if let session = sessions[Self.key(token)] {
            var info = CK_SESSION_INFO()
            // A token that was taken out and put back has forgotten it.
            if modules[token.module].pointee.C_GetSessionInfo?(session, &info) == CKR_OK { return session }
        }
        var session: CK_SESSION_HANDLE = 0
        let result = modules[token.module].pointee.C_OpenSession?(token.slot, ofp_serial_session, nil, nil, &session)
        guard result == CKR_OK else {
            throw SigningError(
                .tokenFailed, "the token '\(token.label)' opens no session: \(Self.reason(result ?? CKR_OK))")
        }
        sessions[Self.key(token)] = session
        return session
    }

    /// The labels of the private keys that can be seen in a token and that a URI names.
    func privateKeys(in token: Token, matching uri: TokenKeyURI.Parsed) throws(SigningError) -> [String] {
        let session = try session(of: token)
        let module = modules[token.module].pointee
        return objects(session, module, matching: uri).map { label(of: $0, session, module) }
    }

    /// Whether a key that a URI names wants the PIN for each signature (`CKA_ALWAYS_AUTHENTICATE`).
    func asksEachTime(_ token: Token, _ uri: TokenKeyURI.Parsed) throws(SigningError) -> Bool {
        let session = try session(of: token)
        let module = modules[token.module].pointee
        return objects(session, module, matching: uri).contains { object in
            bytes(CKA_ALWAYS_AUTHENTICATE, of: object, session, module)?.contains { $0 != 0 } == true
        }
    }

    /// The private keys that can be seen and that a URI names.
    private func objects(
        _ session: CK_SESSION_HANDLE, _ module: CK_FUNCTION_LIST, matching uri: TokenKeyURI.Parsed
    ) -> [CK_OBJECT_HANDLE] {
        var count: CK_ULONG = 0
        guard let named = p11_kit_uri_get_attributes(uri.uri, &count) else { return [] }
        return withUnsafePointer(to: ofp_private_key_class) { type in
            var template = UnsafeBufferPointer(start: named, count: Int(count)).filter { $0.type != CKA_CLASS }
            template.append(
                CK_ATTRIBUTE(
                    type: CK_ATTRIBUTE_TYPE(CKA_CLASS), pValue: UnsafeMutableRawPointer(mutating: type),
                    ulValueLen: CK_ULONG(MemoryLayout<CK_OBJECT_CLASS>.size)))
            guard module.C_FindObjectsInit?(session, &template, CK_ULONG(template.count)) == CKR_OK else { return [] }
            defer { _ = module.C_FindObjectsFinal?(session) }
            var all: [CK_OBJECT_HANDLE] = []
            var some = [CK_OBJECT_HANDLE](repeating: 0, count: 64)
            var found: CK_ULONG = 0
            repeat {
                found = 0
                let result = module.C_FindObjects?(session, &some, CK_ULONG(some.count), &found)
                guard result == CKR_OK, found <= some.count else { break }
                all += some.prefix(Int(found))
            } while found > 0 && all.count < 4_096
            return all
        }
    }

    private func label(of object: CK_OBJECT_HANDLE, _ session: CK_SESSION_HANDLE, _ module: CK_FUNCTION_LIST) -> String
    {
        bytes(CKA_LABEL, of: object, session, module).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// An attribute of an object; nil where it has none, or a longer one than anybody reads.
    private func bytes(
        _ type: UInt, of object: CK_OBJECT_HANDLE, _ session: CK_SESSION_HANDLE, _ module: CK_FUNCTION_LIST
    ) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 256)
        let length: Int? = bytes.withUnsafeMutableBytes { buffer in
            var attribute = CK_ATTRIBUTE(
                type: CK_ATTRIBUTE_TYPE(type), pValue: buffer.baseAddress, ulValueLen: CK_ULONG(buffer.count))
            guard module.C_GetAttributeValue?(session, object, &attribute, 1) == CKR_OK,
                attribute.ulValueLen <= buffer.count
            else { return nil }
            return Int(attribute.ulValueLen)
        }
        return length.map { Array(bytes.prefix($0)) }
    }
}
