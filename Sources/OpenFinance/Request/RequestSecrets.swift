/// What a request carries in confidence: a token, a client assertion, the address of the user in session. Whatever a
/// server answers, none of it may come back in an error or a log. It is known where the request is built.
package struct RequestSecrets: Sendable {
    private var secrets: [[UInt8]] = []
    private var address: String?

    /// So much of a secret gives it away; a shorter one counts as a whole.
    private static let tellingLength = 24

    static let none = RequestSecrets()

    private init() {}

    init(_ token: AccessToken, address: CustomerIPAddress?) {
        secrets = [Array(token.value.utf8)]
        self.address = address?.description
    }

    /// - Parameter assertion: in compact form. Its header is the same each time, and says nothing that is secret.
    init(assertion: String) {
        secrets = assertion.utf8.split(separator: UInt8(ascii: ".")).dropFirst().map(Array.init)
    }

    /// Whether a text gives any of it away.
    package func areIn(_ text: String) -> Bool {
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

extension RequestError {
    /// The error without what a server has copied into it from the request.
    package func without(_ secrets: RequestSecrets) -> RequestError {
        var error = self
        if secrets.areIn(message) {
            error.message = "the server's message repeats what is secret, and is not shown"
            error.words = nil
        }
        if let code, secrets.areIn(code) { error.code = nil }
        return error
    }
}

extension ProductsPage.Remark {
    /// The same where a server has copied nothing into it from the request; else what is left to be said.
    func without(_ secrets: RequestSecrets) -> Self {
        guard secrets.areIn(message) else { return self }
        return Self(
            message: "it reports an error beside its products, which repeats what is secret and is not shown",
            meansIncomplete: meansIncomplete)
    }
}
