import HTTPTypes

struct Response: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields
    var body: ResponseBody

    init(status: HTTPResponse.Status, headers: HTTPFields = [:], body: ResponseBody = .none) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// As it is sent in answer to `method`, with what every answer has.
    ///
    /// - Returns: also whether the body follows (RFC 9112 §6.3).
    func head(answering method: HTTPRequest.Method) -> (HTTPResponse, hasBody: Bool) {
        let hasNoLength = status == .noContent || status.kind == .informational
        var head = HTTPResponse(status: status, headerFields: headers)
        head.headerFields[.date] = HTTPDate.now
        if !hasNoLength, status != .notModified, let length = body.length {
            head.headerFields[.contentLength] = "\(length)"
        }
        return (head, !hasNoLength && status != .notModified && method != .head)
    }
}

struct ResponseBody: Sendable {
    /// Takes a piece, and returns when there is room for the next one.
    typealias Write = @Sendable ([UInt8]) async throws -> Void

    /// Nil where it is known only at the end.
    let length: Int?
    /// Throws where the body ends too early; the connection breaks then.
    let write: @Sendable (_ write: Write) async throws -> Void

    static let none = bytes([])

    static func bytes(_ bytes: some Sequence<UInt8>) -> ResponseBody {
        let bytes = Array(bytes)
        return ResponseBody(length: bytes.count) { write in try await write(bytes) }
    }

    static func text(_ text: String) -> ResponseBody { bytes(text.utf8) }

    static func pieces(length: Int? = nil, _ body: @escaping @Sendable (_ write: Write) async throws -> Void) -> Self {
        ResponseBody(length: length, write: body)
    }
}
