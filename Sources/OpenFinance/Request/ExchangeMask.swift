import FoundationEssentials
import HTTPTypes
import OpenFinanceTransport

/// What of an exchange may be shown to others, such as a bank's support: all but tokens, signatures, and whatever tells who
/// somebody is.
struct ExchangeMask: Sendable {
    static let hidden = "(hidden)"
    /// Bytes of a body that are shown.
    static let longestBody = 64 << 10

    /// Of the request, as far as they are known where it is built.
    var secrets = RequestSecrets.none
    var purpose: RequestStep
    /// Of a lead: what tells who somebody is, in whatever an answer repeats.
    private let person: PersonalWords

    init(secrets: RequestSecrets = .none, purpose: RequestStep, request: Data? = nil) {
        self.secrets = secrets
        self.purpose = purpose
        let lead = purpose == .leads ? request.flatMap { try? JSONValue($0) } : nil
        person = PersonalWords(lead ?? .null, except: Self.impersonal)
    }

    // MARK: - Fields

    /// Fields that hold nothing but what is secret or personal, and words by which others like them are known.
    private static let hiddenFields: Set<HTTPField.Name> = [.authorization, .proxyAuthorization, .customerIPAddress]
    private static let secretWords = [
        "token", "secret", "session", "cookie", "assertion", "jwt", "api-key", "apikey",
    ]

    /// Of an answer that gives a token, or speaks of a person: what holds neither.
    private static let plainFields: Set<String> = [
        "content-type", "content-length", "content-encoding", "cache-control", "pragma", "date", "server",
        "retry-after",
        "x-fapi-interaction-id",
    ]

    func fields(_ fields: HTTPFields, ofAnswer: Bool) -> [(name: String, value: String)] {
        fields.map { field in
            (field.name.rawName, isHidden(field, ofAnswer: ofAnswer) ? Self.hiddenValue(of: field) : shown(field))
        }
    }

    private func isHidden(_ field: HTTPField, ofAnswer: Bool) -> Bool {
        let name = field.name.canonicalName
        if Self.hiddenFields.contains(field.name) || Self.secretWords.contains(where: name.contains) { return true }
        guard ofAnswer, AnswerPolicy(purpose) != nil else { return false }
        if !Self.plainFields.contains(name) || person.areIn(field.value) { return true }
        return field.value.hidingLongWords != field.value && name != "x-fapi-interaction-id"
    }

    /// The scheme of credentials says in which way they are given.
    private static func hiddenValue(of field: HTTPField) -> String {
        guard field.name == .authorization, let scheme = field.value.split(separator: " ").first else { return hidden }
        return "\(scheme) \(hidden)"
    }

    /// A link to a next page may carry parameters that are as good as a token, and so may what follows `#`.
    private func shown(_ field: HTTPField) -> String {
        let parts = field.value.split(separator: "#", maxSplits: 1)
        let start = parts.first.map(String.init) ?? ""
        let value =
            (start.contains("?") ? Exchange.pathForLog(start) : start.withoutSecrets)
            + (parts.count > 1 ? "#\(Self.hidden)" : "")
        return secrets.areIn(field.value) ? Self.hidden : value
    }

    // MARK: - Bodies

    func requestBody(_ body: Data) -> String {
        switch purpose {
        case .token:
            String(decoding: body, as: UTF8.self).split(separator: "&").map(Self.parameter).joined(separator: "&")
        case .leads: documentText(body, Self.withoutPerson)
        default: text(body)
        }
    }

    /// The assertion's header and claims are no secret; without its signature it is good for nothing.
    private static func parameter(_ parameter: Substring) -> String {
        let parts = parameter.split(separator: "=", maxSplits: 1)
        guard parts.first == "client_assertion", parts.count == 2 else { return String(parameter) }
        let signed = parts[1].split(separator: ".").dropLast().joined(separator: ".")
        return "client_assertion=\(signed).\(hidden)"
    }

    func answer(_ body: Data) -> String {
        guard let policy = AnswerPolicy(purpose) else { return text(body) }
        guard let document = try? JSONValue(body),
            document.names.allSatisfy({ policy.allowsName($0) && !person.areIn($0) })
        else { return body.isEmpty ? "" : Self.hiddenBody(body) }
        return documentText(body) { name, value in
            let shown = policy.shown(name, value)
            guard case .string(let text) = shown, person.areIn(text) else { return shown }
            return .string(Self.hidden)
        }
    }

    /// Members of a lead that tell nothing of the person.
    static let impersonal: Set<String> = [
        "MarketingOptOut", "ProductCategories", "Type", "Country", "CountryCode", "AddressType",
    ]

    private static func withoutPerson(_ name: String, _ value: JSONValue) -> JSONValue {
        impersonal.contains(name) ? value : .string(hidden)
    }

    private func documentText(
        _ body: Data, _ change: (_ name: String, JSONValue) -> JSONValue
    ) -> String {
        if body.isEmpty { return "" }
        guard let value = try? JSONValue(body) else { return Self.hiddenBody(body) }
        let text = value.mapped(change).text
        return secrets.areIn(text) ? Self.hiddenBody(body) : text
    }

    private func text(_ body: Data) -> String {
        let beginning = String(decoding: body.prefix(Self.longestBody), as: UTF8.self)
        guard !secrets.areIn(beginning) else { return Self.hiddenBody(body) }
        let rest = body.count - Self.longestBody
        return rest > 0 ? "\(beginning)… (\(rest) bytes more)" : beginning
    }

    private static func hiddenBody(_ body: Data) -> String { "(hidden, \(body.count) bytes)" }
}
