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

    /// Fields that hold nothing but what is secret or personal.
    private static let hiddenFields: Set<HTTPField.Name> = [.authorization, .customerIPAddress, .cookie, .setCookie]

    func fields(_ fields: HTTPFields) -> [(name: String, value: String)] {
        fields.map { field in
            guard !Self.hiddenFields.contains(field.name) else {
                let scheme = field.value.split(separator: " ").first.map { "\($0) " } ?? ""
                return (field.name.rawName, field.name == .authorization ? scheme + Self.hidden : Self.hidden)
            }
            // A link to a next page may carry parameters that are as good as a token.
            let value =
                field.name == .location || field.value.contains("?") ? Exchange.pathForLog(field.value) : field.value
            return (field.name.rawName, secrets.areIn(value) ? Self.hidden : value)
        }
    }

    // MARK: - Bodies

    func requestBody(_ body: Data) -> String {
        switch purpose {
        case .token:
            String(decoding: body, as: UTF8.self).split(separator: "&").map(Self.parameter).joined(separator: "&")
        case .leads: leadRequest(body)
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
        case .token, .registration: documentText(body, Self.withoutTokens)
        case .leads: documentText(body, Self.withoutWords)
        default: text(body)
        }
    }

    private func leadRequest(_ body: Data) -> String { documentText(body, Self.withoutPerson) }

    private static func withoutTokens(_ name: String, _ value: JSONValue) -> JSONValue {
        let hides = ["token", "assertion", "secret", "code"].contains { name.lowercased().hasSuffix($0) }
        // An error's code is none of a grant.
        return hides && name.lowercased() != "code" ? .string(hidden) : value
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
