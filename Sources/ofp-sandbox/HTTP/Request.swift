import Foundation
import HTTPTypes

/// A request, whose body comes piece by piece as it is asked for.
struct Request: Sendable {
    let head: HTTPRequest
    let uri: URI
    let body: RequestBody

    init(head: HTTPRequest, body: RequestBody) {
        self.head = head
        uri = URI(head.path ?? "")
        self.body = body
    }

    var method: HTTPRequest.Method { head.method }
    var headers: HTTPFields { head.headerFields }
}

/// What a request asks for: path and query, both as they came (RFC 9110 §4.1).
struct URI: Sendable, CustomStringConvertible {
    let description: String
    let path: String
    /// What follows the question mark; nil without one.
    let query: String?

    init(_ text: String) {
        description = text
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = parts.first.map(String.init) ?? ""
        query = parts.count > 1 ? String(parts[1]) : nil
    }
}

struct RequestBody: Sendable {
    /// The next piece; nil at the end.
    let next: @Sendable () async throws -> [UInt8]?

    /// The whole body.
    ///
    /// - Throws: ``TooLong`` for more than `limit` bytes.
    func collect(upTo limit: Int) async throws -> Data {
        var whole = Data()
        while let piece = try await next() {
            guard whole.count + piece.count <= limit else { throw TooLong() }
            whole.append(contentsOf: piece)
        }
        return whole
    }

    struct TooLong: Error {}
}
