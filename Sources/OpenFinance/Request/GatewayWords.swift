/// What stands before a server says by phrases alone of a connection that it has let stand: the phrases of each, with what they
/// mean. They are looked for in small letters, and as whole words.
enum GatewayWords {
    /// That our certificate is missing, or is not taken.
    private static let certificatePhrases = [
        // nginx, "Error Processing" of ngx_http_ssl_module; Azure Application Gateway.
        "no required ssl certificate was sent", "the ssl certificate error",
        // Azure API Management, validate-client-certificate; and what it is often configured to say.
        "client certificate required", "client certificate is required", "invalid client certificate",
        // Kong, mtls-auth.
        "no required tls certificate was sent", "tls certificate failed verification",
        // Tyk.
        "client tls certificate is required",
        // IIS: required, revoked, untrusted, expired or not yet valid.
        "403.7", "403.13", "403.16", "403.17",
    ]

    /// Statuses under which such a phrase is about the connection.
    private static let certificateStatuses: Set<Int> = [400, 401, 403]

    /// nginx's own, where they are let through: they mean nothing else.
    private static let certificateOnlyStatuses: Set<Int> = [495, 496]

    static func refuseCertificate(_ words: ServerWords?, status: Int) -> Bool {
        certificateOnlyStatuses.contains(status)
            || certificateStatuses.contains(status) && words?.haveAny(of: certificatePhrases) == true
    }

    /// nginx, and Apache's mod_ssl: TLS ends before them, and they are spoken to without it.
    private static let plainHTTPPhrases = [
        "the plain http request was sent to https port", "speaking plain http to an ssl-enabled server port",
    ]

    static func tellOfPlainHTTP(_ words: ServerWords, status: Int) -> Bool {
        status == 497 || status == 400 && words.haveAny(of: plainHTTPPhrases)
    }
}

extension ServerWords {
    fileprivate func haveAny(of phrases: [String]) -> Bool {
        let text = [code, message].compactMap(\.self).joined(separator: " ").prefixOfScalars(2_000).lowercased()
        return phrases.contains { phrase in
            text.ranges(of: phrase).contains { range in
                let before = text.unicodeScalars[..<range.lowerBound].last
                let behind = text.unicodeScalars[range.upperBound...].first
                return before?.isOfWord != true && behind?.isOfWord != true
            }
        }
    }
}

extension String {
    fileprivate func prefixOfScalars(_ count: Int) -> String { String(UnicodeScalarView(unicodeScalars.prefix(count))) }
}

extension Unicode.Scalar {
    fileprivate var isOfWord: Bool { properties.isAlphabetic || properties.numericType != nil }
}
