import FoundationEssentials
import HTTPTypes
import OpenFinanceTransport

/// What a server says is wrong, in whatever shape it does: the API's errors (schema `AEError…Response`), OAuth's (RFC 6749
/// §5.2, RFC 6750 §3), problem details (RFC 9457 §3.1), what gateways and frameworks have in their place, a fault in XML, the
/// title of a page, plain text.
struct ServerWords: Hashable {
    /// What the message was taken from.
    enum Source {
        /// A sentence about the request.
        case statement
        /// A page's title, which says less than such a sentence would.
        case page
        /// A text that could be about anything.
        case text
    }

    private(set) var code: String?
    private(set) var message: String?
    private(set) var source = Source.statement

    fileprivate init?(code: String?, message: String?, source: Source = .statement) {
        guard code != nil || message != nil else { return nil }
        self.code = code
        self.message = message?.withoutFinalStop
        self.source = source
    }

    /// Nil where nothing is said.
    ///
    /// One place may have the code and another the message.
    init?(_ response: TransportResponse) {
        let json = JSONMembers(document: response.body)
        let found = [
            json.flatMap { ServerWords($0) },
            response.head.headerFields[.wwwAuthenticate].flatMap(ServerWords.init(challenges:)),
            json == nil ? ServerWords(markup: response.body) ?? ServerWords(plainText: response) : nil,
        ].compactMap(\.self)
        guard var words = found.first else { return nil }
        for more in found.dropFirst() { words.add(more) }
        self = words
    }

    private mutating func add(_ other: ServerWords) {
        if code == nil { code = other.code }
        if message == nil { (message, source) = (other.message, other.source) }
    }

    // MARK: - JSON

    /// Names are read in any letters: `errorMessage` is `ErrorMessage`.
    private init?(_ body: JSONMembers, depth: Int = 3) {
        if let errors = ReportedErrors(body), errors.code != nil || errors.message != nil {
            self.init(code: errors.code, message: errors.message)
            return
        }
        // An object within, of which everything else is the wrapping.
        if depth > 0 {
            for name in ["Error", "Fault", "Errors", "Result", "Data"] {
                guard let inner = body.object(name), let words = ServerWords(inner, depth: depth - 1) else { continue }
                self = words
                return
            }
        }
        let detail =
            Self.details.lazy.compactMap { body.scalar($0) }.first
            ?? Self.details.lazy.compactMap { body[$0].flatMap { Self.sentence($0, depth) } }.first
        let errors = body["Errors"].flatMap { Self.sentence($0, depth) }
        let sentences = [body.scalar("Title"), detail, body.scalar("error_hint"), errors].compactMap(\.self)
        var told: [String] = []
        for sentence in sentences where !told.contains(sentence) { told.append(sentence) }
        self.init(
            code: Self.codes.lazy.compactMap { body.scalar($0) }.first,
            message: told.isEmpty ? nil : told.joined(separator: ": "))
    }

    private static let codes = ["error", "Code", "ErrorCode", "FaultCode"]
    private static let details = [
        "error_description", "Message", "ErrorMessage", "Detail", "Description", "FaultString", "Reason", "Msg",
    ]

    /// Of a list, or of one message by each member's name, so many are told.
    private static let mostSentences = 10

    /// One text, a list of them, or what is wrong by the name of the member: `{"scope": ["is invalid"]}`.
    private static func sentence(_ value: JSONText, _ depth: Int) -> String? {
        if let text = (value.string ?? value.number)?.withoutBlankEnds { return text.isEmpty ? nil : text }
        guard depth > 0 else { return nil }
        let parts: [String]
        if let elements = value.elements {
            parts = elements.prefix(mostSentences).compactMap { sentence($0, depth - 1) }
        } else if let members = JSONMembers(value) {
            if let words = ServerWords(members, depth: depth - 1) {
                // Where in the request it is, as some frameworks have it: `["body", "scope"]`.
                let place = members["Loc"]?.elements?.compactMap { $0.string ?? $0.number }.joined(separator: ".")
                return [words.code, words.message].compactMap(\.self).joined(separator: ": ")
                    + (place.flatMap { $0.isEmpty ? nil : " (\($0))" } ?? "")
            }
            parts = members.all.prefix(mostSentences).compactMap { name, value in
                sentence(value, depth - 1).map { "\(name): \($0)" }
            }
        } else {
            return nil
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    // MARK: - Elsewhere

    /// Of `WWW-Authenticate` (RFC 6750 §3, RFC 9449 §7.1): of several challenges, the one for what we send comes first.
    private init?(challenges field: String) {
        let told = AuthenticationChallenge.all(in: field).compactMap { challenge in
            ServerWords(code: challenge["error"], message: challenge["error_description"])
                .map { (scheme: challenge.scheme, words: $0) }
        }
        let first = ["bearer", "dpop"].lazy.compactMap { scheme in told.first { $0.scheme == scheme } }.first
        guard let words = (first ?? told.first)?.words else { return nil }
        self = words
    }

    /// Bytes of a document in which words are looked for.
    private static let beginning = 8_192

    /// The title of an HTML page, else its first heading; the fault of an XML document (SOAP 1.1 §4.4, SOAP 1.2 §5.4, and as
    /// stores and gateways have it).
    private init?(markup document: Data) {
        let markup = MarkupText(document.prefix(Self.beginning))
        guard markup.hasElements else { return nil }
        let title = markup.text(ofFirst: ["title", "h1"])
        if markup.isPage {
            self.init(code: nil, message: title, source: .page)
            return
        }
        let message = markup.text(ofFirst: [
            "faultstring", "text", "reason", "message", "errormessage", "error_description", "detail", "description",
        ])
        let code = markup.text(ofFirst: ["faultcode", "errorcode", "code"])
        self.init(code: code, message: message ?? title, source: message == nil ? .page : .statement)
    }

    /// What calls itself plain text, and is neither JSON nor anything but text.
    private init?(plainText response: TransportResponse) {
        let type = response.head.headerFields[.contentType]?.lowercased() ?? ""
        guard type.hasPrefix("text/plain"), let text = response.body.prefix(Self.beginning).wholeText,
            !text.unicodeScalars.contains(where: \.isUntellable)
        else { return nil }
        let words = text.onOneLine
        guard let first = words.unicodeScalars.first, !["{", "[", "<"].contains(first) else { return nil }
        self.init(code: nil, message: words, source: .text)
    }
}

extension JSONMembers {
    /// A text or a number.
    fileprivate func scalar(_ name: String) -> String? {
        guard let text = (string(name) ?? number(name))?.withoutBlankEnds, !text.isEmpty else { return nil }
        return text
    }
}

extension String {
    /// Its reader puts one behind it, as behind every sentence. Three of them stay.
    fileprivate var withoutFinalStop: String { hasSuffix(".") && !hasSuffix("..") ? String(dropLast()) : self }
}

extension Data {
    /// As UTF-8, without a character that is cut in two at the end; nil for what is something else.
    fileprivate var wholeText: String? {
        (0..<4).lazy.compactMap { String(validating: dropLast($0), as: UTF8.self) }.first
    }
}

extension Unicode.Scalar {
    /// A control character that no text has.
    fileprivate var isUntellable: Bool { properties.generalCategory == .control && !properties.isWhitespace }
}
