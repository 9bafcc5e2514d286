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
    var purpose: RequestTiming.Purpose

    // MARK: - Fields

    /// Fields that hold nothing but what is secret or personal, and words by which others like them are known.
    private static let hiddenFields: Set<HTTPField.Name> = [.authorization, .proxyAuthorization, .customerIPAddress]
    private static let secretWords = ["token", "secret", "session", "cookie", "assertion"]

    /// Of the answer to a lead: what cannot repeat the person.
    private static let impersonalFields: Set<String> = [
        "content-type", "content-length", "content-encoding", "cache-control", "date", "server", "retry-after",
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
        return ofAnswer && purpose == .leads && !Self.impersonalFields.contains(name)
    }

    /// The scheme of credentials says in which way they are given.
    private static func hiddenValue(of field: HTTPField) -> String {
        guard field.name == .authorization, let scheme = field.value.split(separator: " ").first else { return hidden }
        return "\(scheme) \(hidden)"
    }

    /// A link to a next page may carry parameters that are as good as a token.
    private func shown(_ field: HTTPField) -> String {
        let value = field.value.contains("?") ? Exchange.pathForLog(field.value) : field.value
        return secrets.areIn(value) ? Self.hidden : value
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
        switch purpose {
        case .token: documentText(body, Self.withoutGrant)
        case .registration: documentText(body, Self.withoutTokens)
        case .leads: documentText(body, Self.withoutWords)
        default: text(body)
        }
    }

    /// What a token endpoint says that is no token (RFC 6749 §5.1, §5.2, RFC 9457 §3.1, the API's errors).
    private static let grantless: Set<String> = [
        "token_type", "scope", "error", "error_description", "error_hint", "error_uri", "code", "errorcode", "message",
        "errormessage", "title", "detail", "type", "path", "url",
    ]

    private static func withoutGrant(_ name: String, _ value: JSONValue) -> JSONValue {
        if case .string = value, !grantless.contains(name.lowercased()) { return .string(hidden) }
        return value
    }

    private static func withoutTokens(_ name: String, _ value: JSONValue) -> JSONValue {
        secretWords.contains(where: name.lowercased().contains) ? .string(hidden) : value
    }

    /// Members of a lead that tell nothing of the person.
    private static let impersonal: Set<String> = [
        "MarketingOptOut", "ProductCategories", "Type", "Country", "CountryCode", "AddressType",
    ]

    private static func withoutPerson(_ name: String, _ value: JSONValue) -> JSONValue {
        impersonal.contains(name) ? value : .string(hidden)
    }

    /// What a bank says in words of its own may repeat the person in a spelling that nobody has thought of.
    private static func withoutWords(_ name: String, _ value: JSONValue) -> JSONValue {
        guard case .string(let text) = value else {
            if case .number = value { return .string(hidden) }
            return value
        }
        let isCode =
            ["Code", "LeadId", "Path", "error"].contains(name) && text.utf8.count <= 128
            && text.utf8.allSatisfy { byte in
                byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || ".-_".utf8.contains(byte)
                    || name == "LeadId" && (0x30...0x39).contains(byte)
            }
        return isCode || impersonal.contains(name) ? value : .string(hidden)
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
