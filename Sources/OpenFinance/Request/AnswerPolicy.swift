import FoundationEssentials

/// What is shown of an answer that may hold a token or a person. What is not known to be harmless is hidden: both by the name
/// of a member and by what stands in it.
struct AnswerPolicy: Sendable {
    private enum Kind { case token, registration, lead }

    private let kind: Kind

    /// Nil for an answer that holds neither, and is shown as it is.
    init?(_ purpose: RequestStep) {
        switch purpose {
        case .token: kind = .token
        case .registration: kind = .registration
        case .leads: kind = .lead
        default: return nil
        }
    }

    /// What errors are told by (RFC 6749 §5.2, RFC 9457 §3.1, the API's errors).
    private static let codes: Set = ["error", "code", "errorcode", "type"]
    private static let sentences: Set = [
        "error_description", "error_hint", "message", "errormessage", "title", "detail",
    ]
    /// Of a token (RFC 6749 §5.1) and of a client (RFC 7591 §2), besides.
    private static let tokenCodes: Set = ["token_type", "scope"]
    private static let clientCodes: Set = [
        "scope", "client_id", "client_name", "grant_types", "response_types", "token_endpoint_auth_method",
        "software_id",
        "token_endpoint_auth_signing_alg", "id_token_signed_response_alg", "application_type", "subject_type",
    ]
    private static let numbers: Set = ["expires_in", "status", "client_id_issued_at", "client_secret_expires_at"]

    func shown(_ name: String, _ value: JSONValue) -> JSONValue {
        let key = name.lowercased()
        switch value {
        case .number(let spelling):
            let isTelling = kind == .lead || !Self.numbers.contains(key) || spelling.utf8.count > 10
            return isTelling ? .string(ExchangeMask.hidden) : value
        case .string(let text): return .string(isShown(key, name, text) ? text : scrubbed(key, text))
        default: return value
        }
    }

    private func isShown(_ key: String, _ name: String, _ text: String) -> Bool {
        switch kind {
        case .token: (Self.codes.contains(key) || Self.tokenCodes.contains(key)) && text.isCode
        case .registration:
            Self.codes.contains(key) && text.isCode
                || Self.clientCodes.contains(key) && (text.isCode || key == "client_id") && !text.looksSecret
        case .lead:
            Self.codes.contains(key) && key != "type" && text.isCode || key == "leadid" && text.isID
                || ExchangeMask.impersonal.contains(name) && text.isCode
        }
    }

    /// Words of a server's own: those that may be a token are hidden; where they may speak of a person, all are.
    private func scrubbed(_ key: String, _ text: String) -> String {
        kind != .lead && Self.sentences.contains(key) ? text.hidingLongWords : ExchangeMask.hidden
    }

    /// Names are shown, too, and can be anything.
    func allowsName(_ name: String) -> Bool { name.utf8.count <= 64 && name.utf8.count(where: \.isDigit) <= 3 }
}

/// The words of a lead that tell who somebody is, in letters and digits alone.
struct PersonalWords: Sendable {
    private var words: Set<String> = []

    init(_ lead: JSONValue, except harmless: Set<String>) {
        _ = lead.mapped { name, value in
            if case .string(let text) = value, !harmless.contains(name) { add(text) }
            return value
        }

        func add(_ text: String) {
            let pieces = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
            words.formUnion(pieces.filter { $0.count >= 3 })
            // A telephone number may be repeated without its beginning, an id with other marks between its parts.
            let digits = text.filter(\.isNumber)
            if digits.count >= 7 { words.insert(String(digits.suffix(7))) }
        }
    }

    func areIn(_ text: String) -> Bool {
        guard !words.isEmpty else { return false }
        let text = text.lowercased()
        let joined = text.filter { $0.isLetter || $0.isNumber }
        return words.contains { text.contains($0) || $0.count >= 7 && joined.contains($0) }
    }
}

extension JSONValue {
    /// Of all members, at every depth.
    var names: [String] {
        switch self {
        case .object(let members): members.flatMap { [$0.name] + $0.value.names }
        case .array(let elements): elements.flatMap(\.names)
        default: []
        }
    }
}

extension String {
    /// A code of an error or a list of scopes: words of letters, with marks between them.
    fileprivate var isCode: Bool {
        utf8.count <= 128 && !hasDigit
            && utf8.allSatisfy { byte in
                byte.isLetter || " .-_:".utf8.contains(byte)
            }
    }

    /// An id: letters, digits and hyphens.
    fileprivate var isID: Bool {
        utf8.count <= 64 && utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
    }

    fileprivate var hasDigit: Bool { utf8.contains(where: \.isDigit) }

    /// With a word in place of each that is long and has a digit, as tokens have and words of a language do not.
    var hidingLongWords: String {
        split(separator: " ", omittingEmptySubsequences: false)
            .map { $0.utf8.count >= 16 && String($0).hasDigit ? ExchangeMask.hidden : String($0) }
            .joined(separator: " ")
    }
}

extension UInt8 {
    /// Of ASCII.
    fileprivate var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}
