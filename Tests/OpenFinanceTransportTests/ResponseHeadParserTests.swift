import HTTPTypes
import Testing

@testable import OpenFinanceTransport

@Suite("Reading the head of an answer")
struct ResponseHeadParserTests {
    private func parser(_ lines: String..., limit: Int = 10_000) -> ResponseHeadParser {
        var parser = ResponseHeadParser(byteLimit: limit)
        for line in lines { _ = feed("\(line)\r\n", by: &parser) }
        return parser
    }

    private func feed(_ line: String, by parser: inout ResponseHeadParser) -> ResponseHeadParser.Objection? {
        Array(line.utf8).withUnsafeBytes { parser.feed(line: $0) }
    }

    @Test("takes status and fields, repeated ones too")
    func reads() throws {
        let response = try #require(parser("HTTP/1.1 200 OK", "A: 1", "a:2", "B:\t x y ", "").response)
        #expect(response.status.code == 200)
        #expect(response.headerFields[values: .init("a")!] == ["1", "2"])
        #expect(response.headerFields[.init("b")!] == "x y")
    }

    @Test("takes the last of several heads, as after 100 Continue")
    func lastHead() throws {
        let response = try #require(parser("HTTP/1.1 100 Continue", "A: 1", "", "HTTP/2 201 ", "B: 2").response)
        #expect(response.status.code == 201)
        #expect(response.headerFields.count == 1)
    }

    @Test("has no answer without a status line", arguments: ["", "A: 1", "HTTP/1.1", "HTTP/1.1 abc", "HTTP/1.1 42 x"])
    func noStatus(line: String) { #expect(parser(line).response == nil) }

    @Test("takes no field of a trailer section for one of the head (RFC 9110 §6.5.1)")
    func trailers() throws {
        let response = try #require(parser("HTTP/1.1 200 OK", "A: 1", "", "B: 2").response)
        #expect(response.headerFields.map(\.name.rawName) == ["A"])
    }

    @Test("passes over lines that are no fields")
    func noFields() throws {
        let response = try #require(parser("HTTP/1.1 200", "no colon", ": no name", "b d: space", "Good: yes").response)
        #expect(response.headerFields.count == 1)
    }

    @Test(
        "is whole with the empty line of the last head",
        arguments: [
            (["HTTP/1.1 200", "A: 1"], false), (["HTTP/1.1 200", "A: 1", ""], true),
            (["HTTP/1.1 100", "", "HTTP/1.1 200"], false), (["HTTP/1.1 100", "", "HTTP/1.1 200", ""], true),
        ])
    func whole(lines: [String], isComplete: Bool) {
        var parser = parser()
        for line in lines { _ = feed("\(line)\r\n", by: &parser) }
        #expect(parser.isComplete == isComplete)
    }

    @Test("knows the body's length as it comes")
    func contentLength() {
        #expect(parser("HTTP/1.1 200", "Content-Length: 7").contentLength == 7)
        #expect(parser("HTTP/1.1 200", "Content-Length: -7").contentLength == nil)
        #expect(parser("HTTP/1.1 200").contentLength == nil)
    }

    @Test("says when the limit is passed")
    func limit() {
        var parser = ResponseHeadParser(byteLimit: "HTTP/1.1 200 OK\r\nA: 1\r\n".utf8.count)
        #expect(feed("HTTP/1.1 200 OK\r\n", by: &parser) == nil)
        #expect(feed("A: 1\r\n", by: &parser) == nil)
        #expect(feed("\n", by: &parser) == .tooLong)
    }

    @Test("takes no transfer coding but chunked", arguments: ["gzip, chunked", "gzip", "chunked, chunked", "deflate"])
    func transferCoding(value: String) {
        var parser = parser("HTTP/1.1 200 OK")
        #expect(feed("Transfer-Encoding: Chunked\r\n", by: &parser) == nil)
        #expect(feed("Transfer-Encoding: \(value)\r\n", by: &parser) == .transferCoding)
    }

    @Test("knows a colon whatever mark follows it")
    func colon() throws {
        let response = try #require(parser("HTTP/1.1 200", "A:\u{301}x").response)
        #expect(response.headerFields[.init("a")!] == "??x")
    }
}
