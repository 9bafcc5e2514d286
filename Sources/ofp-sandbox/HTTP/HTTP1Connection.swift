import HTTPTypes

/// What HTTP/1.1 is spoken over: TLS, or nothing but a socket.
protocol ByteStream: Sendable {
    /// Some of what has come; nil at the end.
    func read() async throws -> [UInt8]?
    /// Puts bytes behind those that are still to be sent.
    func queue(_ bytes: [UInt8]) throws
    /// Returns once the system has taken everything that was queued.
    func flush() async throws
}

extension ByteStream {
    func write(_ bytes: [UInt8]) async throws {
        try queue(bytes)
        try await flush()
    }
}

extension TLSStream: ByteStream {}

/// Answers the requests of one connection of HTTP/1.1 (RFC 9112), one after the other.
struct HTTP1Connection<Stream: ByteStream> {
    let stream: Stream
    let respond: @Sendable (Request) async throws -> Response

    /// Returns when the client has no more requests, or when the connection cannot be used for another.
    ///
    /// - Throws: where the connection is to break.
    func serve() async throws {
        let reader = HTTP1Reader { [stream] in
            try await stream.read()
        } write: { [stream] in
            try await stream.write($0)
        }
        do {
            while let head = try await reader.head() {
                let request = Request(head: head, body: RequestBody { try await reader.bodyPiece() })
                let response = try await respond(request)
                try await send(response, answering: head.method)
                let isLast = head.headerFields[.connection]?.lowercased() == "close"
                guard !isLast, try await reader.skipBody() else { return }
            }
        } catch let fault as HTTP1Reader.Fault {
            let response = Response(status: fault.status, headers: [.connection: "close"])
            try await send(response, answering: .get)
        }
    }

    private func send(_ response: Response, answering method: HTTPRequest.Method) async throws {
        var (head, hasBody) = response.head(answering: method)
        let isChunked = hasBody && response.body.length == nil
        if isChunked { head.headerFields[.transferEncoding] = "chunked" }
        try stream.queue(Self.bytes(of: head))
        guard hasBody else { return try await stream.flush() }
        try await response.body.write { [stream] piece in
            // A chunk without bytes would be the last one.
            guard !piece.isEmpty else { return }
            try await stream.write(isChunked ? Self.chunk(piece) : piece)
        }
        try await stream.write(isChunked ? Array("0\r\n\r\n".utf8) : [])
    }

    private static func bytes(of head: HTTPResponse) -> [UInt8] {
        var text = "HTTP/1.1 \(head.status.code) \(head.status.reasonPhrase)\r\n"
        for field in head.headerFields { text += "\(field.name.rawName): \(field.value)\r\n" }
        return Array((text + "\r\n").utf8)
    }

    private static func chunk(_ piece: [UInt8]) -> [UInt8] {
        Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + Array("\r\n".utf8)
    }
}
