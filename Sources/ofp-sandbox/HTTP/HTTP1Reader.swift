import HTTPTypes

/// Reads requests of HTTP/1.1 (RFC 9112) from a connection, one after the other: the head, and then the body in pieces.
actor HTTP1Reader {
    /// What is no request that can be answered, and the status that says so.
    struct Fault: Error {
        let status: HTTPResponse.Status
    }

    /// What is still to come of a request's body.
    private enum Body {
        case none
        case bytes(Int)
        /// A chunk of which so much is to come; nil before its size is known.
        case chunk(left: Int?)
    }

    private let read: @Sendable () async throws -> [UInt8]?
    private let write: @Sendable ([UInt8]) async throws -> Void
    private var unread: ArraySlice<UInt8> = []
    private var body = Body.none
    /// The client sends the body only when it is asked to (RFC 9110 §10.1.1).
    private var expectsContinue = false

    private static let longestHead = 80 << 10

    /// - Parameters:
    ///   - read: the next bytes; nil at the connection's end.
    ///   - write: for what has to be said before the body comes.
    init(
        read: @escaping @Sendable () async throws -> [UInt8]?, write: @escaping @Sendable ([UInt8]) async throws -> Void
    ) {
        (self.read, self.write) = (read, write)
    }

    // MARK: - Heads

    /// Nil where the client sends no more requests.
    func head() async throws -> HTTPRequest? {
        var lines: [String] = []
        var left = Self.longestHead
        while let line = try await line(upTo: left) {
            left -= line.utf8.count + 2
            // Some clients send an empty line too many after a body (RFC 9112 §2.2).
            if line.isEmpty, lines.isEmpty { continue }
            guard !line.isEmpty else { return try head(of: lines) }
            lines.append(line)
        }
        return nil
    }

    private func head(of lines: [String]) throws(Fault) -> HTTPRequest {
        let parts = lines[0].unicodeScalars.split(separator: " ", omittingEmptySubsequences: false).map { String($0) }
        guard parts.count == 3, let method = HTTPRequest.Method(parts[0]), !parts[1].isEmpty else {
            throw Fault(status: .badRequest)
        }
        guard parts[2] == "HTTP/1.1" else { throw Fault(status: .httpVersionNotSupported) }
        var fields = HTTPFields()
        for line in lines.dropFirst() { fields.append(try Self.field(line)) }
        try readFraming(of: fields)
        // HTTP/2 has it among its own, so that HTTPTypes has no name for it.
        guard let name = HTTPField.Name("host"), let host = fields[values: name].only else {
            throw Fault(status: .badRequest)
        }
        return HTTPRequest(
            method: method, scheme: "https", authority: host, path: parts[1], headerFields: fields)
    }

    private static func field(_ line: String) throws(Fault) -> HTTPField {
        let parts = line.unicodeScalars.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let name = HTTPField.Name(String(parts[0])) else { throw Fault(status: .badRequest) }
        let value = String(parts[1].withoutBlanksAround)
        guard HTTPField.isValidValue(value) else { throw Fault(status: .badRequest) }
        return HTTPField(name: name, value: value)
    }

    /// How long the body is (RFC 9112 §6.3): what can be understood in two ways is refused.
    private func readFraming(of fields: HTTPFields) throws(Fault) {
        let (codings, lengths) = (fields[values: .transferEncoding], fields[values: .contentLength])
        expectsContinue = fields[.expect]?.lowercased() == "100-continue"
        switch (codings.isEmpty, lengths.isEmpty) {
        case (true, true): body = .none
        case (true, false):
            guard let length = lengths.only, length.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let count = Int(length)
            else { throw Fault(status: .badRequest) }
            body = count == 0 ? .none : .bytes(count)
        case (false, true):
            guard codings.only?.lowercased() == "chunked" else { throw Fault(status: .notImplemented) }
            body = .chunk(left: nil)
        case (false, false): throw Fault(status: .badRequest)
        }
    }

    // MARK: - Bodies

    /// The next piece of the body of the request whose head was read last; nil at its end.
    func bodyPiece() async throws -> [UInt8]? {
        if expectsContinue {
            expectsContinue = false
            try await write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
        }
        while true {
            switch body {
            case .none: return nil
            case .bytes(let left):
                let piece = try await bytes(upTo: left)
                body = piece.count == left ? .none : .bytes(left - piece.count)
                return piece
            case .chunk(left: nil): try await startChunk()
            case .chunk(left: let left?):
                let piece = try await bytes(upTo: left)
                body = .chunk(left: left - piece.count)
                if piece.count == left {
                    guard try await line(upTo: 0) == "" else { throw Fault(status: .badRequest) }
                    body = .chunk(left: nil)
                }
                return piece
            }
        }
    }

    private func startChunk() async throws {
        // An extension may follow the size (RFC 9112 §7.1.1).
        let size = try await line(upTo: 1_024)?.prefix { $0 != ";" } ?? ""
        guard size.allSatisfy(\.isHexDigit), let count = Int(size, radix: 16) else { throw Fault(status: .badRequest) }
        body = .chunk(left: count)
        guard count == 0 else { return }
        body = .none
        while let trailer = try await line(upTo: Self.longestHead), !trailer.isEmpty {}
    }

    /// Reads over what nobody has asked for.
    ///
    /// - Returns: false where that is too much.
    func skipBody() async throws -> Bool {
        // It was not asked for, and does not come, or comes with the next request.
        if expectsContinue { return false }
        var count = 0
        while let piece = try await bodyPiece() {
            count += piece.count
            guard count <= 1 << 20 else { return false }
        }
        return true
    }

    // MARK: - Bytes

    /// A line without its end; nil at the connection's.
    private func line(upTo limit: Int) async throws -> String? {
        var searched = unread.startIndex
        while true {
            if let end = unread[searched...].firstIndex(of: 0x0A) {
                let line = unread[..<end]
                guard line.count <= limit + 1 else { break }
                unread = unread[(end + 1)...]
                guard line.last == 0x0D else { throw Fault(status: .badRequest) }
                return String(decoding: line.dropLast(), as: UTF8.self)
            }
            searched = unread.endIndex
            guard unread.count <= limit + 1 else { break }
            guard let more = try await read() else { return nil }
            unread += more
        }
        throw Fault(status: .requestHeaderFieldsTooLarge)
    }

    /// Some of what has come, one byte at least.
    private func bytes(upTo limit: Int) async throws -> [UInt8] {
        if unread.isEmpty {
            guard let more = try await read() else { throw ConnectionCut() }
            unread = more[...]
        }
        defer { unread = unread.dropFirst(limit) }
        return Array(unread.prefix(limit))
    }
}

extension Array {
    /// The one element there is; nil where there are none or several.
    fileprivate var only: Element? { count == 1 ? first : nil }
}

extension Substring.UnicodeScalarView {
    /// OWS (RFC 9110 §5.6.3).
    fileprivate var withoutBlanksAround: Self {
        var text = self
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
