import FoundationEssentials
import HTTPTypes
import OpenFinanceTransport

/// What a server says is wrong, in whatever shape it does: the API's errors (schema `AEError…Response`), OAuth's (RFC 6749
/// §5.2, RFC 6750 §3), problem details (RFC 9457 §3.1), what gateways and frameworks have in their place, the title of a page.
struct ServerWords: Hashable {
    let code: String?
    let message: String?
    /// Whether the message is a page's title, which says less than a sentence about the request would.
    var isTitle = false

    private init?(code: String?, message: String?, isTitle: Bool = false) {
        guard code != nil || message != nil else { return nil }
        self.code = code
        self.message = message
        self.isTitle = isTitle
    }

    /// Nil where nothing is said.
    init?(_ response: TransportResponse) {
        let body = response.body
        let words =
            JSONMembers(document: body).flatMap { ServerWords($0) }
            ?? response.head.headerFields[.wwwAuthenticate].flatMap(ServerWords.init(challenge:))
            ?? ServerWords(page: body)
        guard let words else { return nil }
        self = words
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
        let title = body.scalar("Title")
        let detail = Self.details.lazy.compactMap { body.scalar($0) }.first
        let hint = body.scalar("error_hint")
        let sentences = [title, detail, hint].compactMap(\.self).filter { !$0.isEmpty }
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

    // MARK: - Elsewhere

    /// Of `WWW-Authenticate` (RFC 6750 §3).
    private init?(challenge: String) {
        func parameter(_ name: String) -> String? {
            let scalars = Array(challenge.unicodeScalars)
            let start = Array("\(name)=\"".unicodeScalars)
            var index = 0
            while index + start.count <= scalars.count {
                let isBeginning = index == 0 || [" ", ",", "\t"].contains(scalars[index - 1])
                if isBeginning, scalars[index..<(index + start.count)].elementsEqual(start) {
                    let value = scalars[(index + start.count)...].prefix { $0 != "\"" }
                    return String(String.UnicodeScalarView(value))
                }
                index += 1
            }
            return nil
        }
        self.init(code: parameter("error"), message: parameter("error_description"))
    }

    /// Bytes of a page in which its title is looked for.
    private static let beginning = 8_192

    /// The title of an HTML page, else its first heading.
    private init?(page: Data) {
        let text = String(decoding: page.prefix(Self.beginning), as: UTF8.self)
        guard text.contains("<") else { return nil }
        let title = text.textOfElement("title") ?? text.textOfElement("h1")
        guard let title, !title.isEmpty else { return nil }
        self.init(code: nil, message: title, isTitle: true)
    }
}

extension JSONMembers {
    /// A text or a number; what is deeper is no sentence.
    fileprivate func scalar(_ name: String) -> String? {
        guard let text = (string(name) ?? number(name))?.withoutBlankEnds, !text.isEmpty else { return nil }
        return text
    }
}

extension String {
    /// What stands in the first element of that name, with single blanks. Names are in any letters (HTML Living Standard
    /// §13.1.2).
    fileprivate func textOfElement(_ name: String) -> String? {
        let text = Array(utf8)
        let letters = text.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
        guard let open = letters.firstIndex(of: "<\(name)", from: 0),
            let start = letters[open...].firstIndex(of: UInt8(ascii: ">")),
            let end = letters.firstIndex(of: "</\(name)", from: start)
        else { return nil }
        return String(decoding: text[(start + 1)..<end], as: UTF8.self).split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
    }
}

extension [UInt8] {
    fileprivate func firstIndex(of text: String, from start: Int) -> Int? {
        let wanted = Array(text.utf8)
        guard start + wanted.count <= count else { return nil }
        return (start...(count - wanted.count)).first { self[$0..<($0 + wanted.count)].elementsEqual(wanted) }
    }
}
