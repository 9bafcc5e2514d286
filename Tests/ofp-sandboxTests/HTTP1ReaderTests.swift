import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import ofp_sandbox

@Suite("The sandbox's reading of HTTP/1.1")
struct HTTP1ReaderTests {
    /// A connection that brings these bytes, in pieces of this size, and then ends.
    private func reader(of text: String, piece size: Int, written: Written = Written()) -> HTTP1Reader {
        let left = Mutex(ArraySlice(text.utf8))
        return HTTP1Reader {
            left.withLock { left in
                let piece = Array(left.prefix(size))
                left = left.dropFirst(size)
                return piece.isEmpty ? nil : piece
            }
        } write: {
            written.append($0)
        }
    }

    private final class Written: Sendable {
        private let bytes = Mutex<[UInt8]>([])
        var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
        func append(_ piece: [UInt8]) { bytes.withLock { $0 += piece } }
    }

    /// Each request as `METHOD path body`.
    private func requests(_ reader: HTTP1Reader) async throws -> [String] {
        var requests: [String] = []
        while let head = try await reader.head() {
            let body = try await RequestBody { try await reader.bodyPiece() }.collect(upTo: 1 << 20)
            requests.append("\(head.method) \(head.path ?? "") \(String(decoding: body, as: UTF8.self))")
        }
        return requests
    }

    private static let chunked = "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"

    @Test(
        "finds each request with its body, however the bytes come",
        arguments: [
            ("GET /a?b=c HTTP/1.1\r\nHost: h\r\n\r\n", ["GET /a?b=c "]),
            ("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nxyz", ["POST /a xyz"]),
            ("POST /a HTTP/1.1\r\nHOST:h\r\ncontent-length: \t0 \r\n\r\n", ["POST /a "]),
            (chunked + "3\r\nabc\r\n0b;x=y\r\nsome\r\nthing\r\n0\r\n\r\n", ["POST /c abcsome\r\nthing"]),
            (chunked + "1\r\nx\r\n0\r\nTrailer: t\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", ["POST /c x", "GET / "]),
            (
                "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n1\r\nPOST /b HTTP/1.1\r\nHost: h\r\n"
                    + "Content-Length: 1\r\n\r\n2", ["POST /a 1", "POST /b 2"]
            ),
            ("", []), ("GET / HTTP/1.1\r\nHo", []),
        ], [1, 7, 1_000])
    func requests(of example: (text: String, requests: [String]), piece: Int) async throws {
        let requests = try await requests(reader(of: example.text, piece: piece))
        #expect(requests == example.requests)
    }

    @Test("keeps what a field says, without the blanks around it")
    func fields() async throws {
        let text = "GET / HTTP/1.1\r\nHost: h:1\r\nX-A:  a:\u{301}b\t\r\nX-A: c\r\nX-Empty:\r\n\r\n"
        let head = try await reader(of: text, piece: 5).head()
        let fields = try #require(head).headerFields
        #expect(head?.authority == "h:1")
        #expect(fields[values: try #require(HTTPField.Name("x-a"))] == ["a:\u{301}b", "c"])
        #expect(fields[try #require(HTTPField.Name("x-empty"))] == "")
    }

    @Test(
        "refuses what is no request, or could be understood in two ways",
        arguments: [
            ("GET /\r\nHost: h\r\n\r\n", 400), ("GET  / HTTP/1.1\r\nHost: h\r\n\r\n", 400),
            ("G(T / HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET / HTTP/1.0\r\nHost: h\r\n\r\n", 505),
            ("GET / HTTP/1.1\nHost: h\n\n", 400), ("GET / HTTP/1.1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost : h\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: h\r\n folded: x\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: h\r\nX: a\u{0}b\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +1\r\n\r\nx", 400),
            ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1, 1\r\n\r\nx", 400),
            ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", 400),
            ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
            (chunked + "\r\n\r\n", 400), (chunked + "+1\r\nx\r\n0\r\n\r\n", 400),
            (chunked + "1\r\nxy\r\n0\r\n\r\n", 431),
        ], [1, 1_000])
    func faults(of example: (text: String, status: Int), piece: Int) async {
        let reader = reader(of: example.text, piece: piece)
        let fault = await #expect(throws: HTTP1Reader.Fault.self) { _ = try await requests(reader) }
        #expect(fault?.status.code == example.status)
    }

    @Test("refuses a head that has no end", arguments: ["x", "X: y\r\n"])
    func longHead(unit: String) async {
        let text = "GET / HTTP/1.1\r\nHost: h\r\n" + String(repeating: unit, count: 100_000)
        let reader = reader(of: text, piece: 1_000)
        let fault = await #expect(throws: HTTP1Reader.Fault.self) { _ = try await requests(reader) }
        #expect(fault?.status.code == 431)
    }

    @Test(
        "breaks with a connection that ends within a body",
        arguments: ["Content-Length: 5", "Transfer-Encoding: chunked"])
    func cutBody(framing: String) async {
        let reader = reader(of: "POST / HTTP/1.1\r\nHost: h\r\n\(framing)\r\n\r\n4\r\na", piece: 1_000)
        await #expect(throws: ConnectionCut.self) { _ = try await requests(reader) }
    }

    @Test("asks for a body that waits to be asked for, and only when somebody wants it (RFC 9110 §10.1.1)")
    func expectation() async throws {
        let written = Written()
        let text = "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nab"
        let reader = reader(of: text, piece: 1_000, written: written)
        _ = try await reader.head()
        #expect(written.text == "")
        #expect(try await reader.bodyPiece() == Array("ab".utf8))
        #expect(written.text == "HTTP/1.1 100 Continue\r\n\r\n")
    }

    @Test("skips a body that nobody has read, unless it is long")
    func skipped() async throws {
        let head = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: "
        let short = reader(of: head + "2\r\n\r\nabGET /b HTTP/1.1\r\nHost: h\r\n\r\n", piece: 1_000)
        _ = try await short.head()
        #expect(try await short.skipBody())
        let next = try await short.head()
        #expect(next?.path == "/b")
        let long = reader(of: head + "2000000\r\n\r\n" + String(repeating: "x", count: 2_000_000), piece: 10_000)
        _ = try await long.head()
        let isSkipped = try await long.skipBody()
        #expect(!isSkipped)
    }
}
