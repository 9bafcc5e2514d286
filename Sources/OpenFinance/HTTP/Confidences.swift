import FoundationEssentials
import HTTPTypes
import OpenFinanceTransport

/// What a request carries in confidence: a token, a client assertion, the address of the user in session. Whatever a
/// server answers, none of it may come back in an error or a log.
struct Confidences {
    private var secrets: [[UInt8]] = []
    private let address: String?

    /// So much of a secret gives it away; a shorter one counts as a whole.
    private static let tellingLength = 24

    init(_ request: TransportRequest) {
        self.init(request.head.headerFields, body: request.body)
    }

    init(_ fields: HTTPFields, body: Data? = nil) {
        address = fields[.customerIPAddress]
        if let token = fields[.authorization]?.split(separator: " ").last { secrets.append(Array(token.utf8)) }
        if let body, let assertion = FormEncoding.value(of: "client_assertion", in: body) {
            // The header is the same each time, and says nothing that is secret.
            secrets += assertion.split(separator: UInt8(ascii: ".")).dropFirst().map(Array.init)
        }
    }

    /// Whether a text gives any of it away.
    func areIn(_ text: String) -> Bool {
        if let address, text.contains(address) { return true }
        let text = Array(text.utf8)
        return secrets.contains { secret in
            let length = min(secret.count, Self.tellingLength)
            guard length > 0, text.count >= length else { return false }
            let pieces = Set((0...(secret.count - length)).map { secret[$0..<($0 + length)] })
            return (0...(text.count - length)).contains { pieces.contains(text[$0..<($0 + length)]) }
        }
    }
}

extension LineError {
    /// The error without what a server has copied into it from the request.
    func without(_ confidences: Confidences) -> LineError {
        var error = self
        if confidences.areIn(message) {
            error.message = "the server's message repeats what is secret, and is not shown"
            error.words = nil
        }
        if let code, confidences.areIn(code) { error.code = nil }
        return error
    }
}

extension ProductsPage.Remark {
    /// The same where a server has copied nothing into it from the request; else what is left to be said.
    func without(_ confidences: Confidences) -> Self {
        guard confidences.areIn(message) else { return self }
        return Self(
            message: "it reports an error beside its products, which repeats what is secret and is not shown",
            meansIncomplete: meansIncomplete)
    }
}
