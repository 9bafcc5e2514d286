import HTTPTypes

/// Builds an `HTTPResponse` from the header lines that libcurl hands over one by one.
///
/// A new status line starts over, so that of several heads (`100 Continue`, a proxy's answer) the last one stands.
struct ResponseHeadParser {
    private(set) var response: HTTPResponse?
    private let byteLimit: Int
    private var bytes = 0

    init(byteLimit: Int) { self.byteLimit = byteLimit }

    var contentLength: Int? {
        guard let response, response.headerFields[.contentEncoding] == nil else { return nil }
        return response.headerFields[.contentLength].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    }

    /// False when the limit on bytes is passed.
    mutating func take(line: UnsafeRawBufferPointer) -> Bool {
        bytes += line.count
        guard bytes <= byteLimit else { return false }
        let text = String(decoding: line, as: UTF8.self).trimmingSuffix(while: \.isNewline)
        if text.hasPrefix("HTTP/") {
            start(statusLine: text)
        } else if let colon = text.firstIndex(of: ":"), let name = HTTPField.Name(String(text[..<colon])) {
            let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            response?.headerFields.append(HTTPField(name: name, value: String(value)))
        }
        return true
    }

    private mutating func start(statusLine: Substring) {
        let parts = statusLine.split(separator: " ", maxSplits: 2)
        guard parts.count >= 2, let code = Int(parts[1]), (100...999).contains(code) else { return }
        response = HTTPResponse(status: .init(code: code))
    }
}

extension String {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
        guard let last = lastIndex(where: { !predicate($0) }) else { return "" }
        return self[...last]
    }
}
