import Foundation
import HTTPTypes

/// An answer that has nothing to do with what was asked.
enum CannedAnswer: Sendable, Equatable {
    case apiError(status: Int, code: String)
    case bare(status: Int)
    case rateLimit(seconds: Int)
    case html(status: Int)
    case redirect(status: Int)
    case garbage, empty, wrongTypes, badUTF8
    case deep(levels: Int)
    case huge(megabytes: Int)
    case gzipBomb(megabytes: Int)
    case hugeHeader(kilobytes: Int)
    /// Said to be packed in these ways.
    case coded(String)
    /// One layer of gzip around so many megabytes of blocks that hold nothing.
    case emptyBlocks(megabytes: Int)
    /// A text again and again, between what makes it JSON.
    case repeated(status: Int, head: String, unit: String, tail: String, megabytes: Int)

    var response: Response {
        switch self {
        case .apiError(let status, let code):
            return .json(
                APIErrors(errors: [.init(code: code, message: "The sandbox was told to fail")]),
                status: .init(code: status))
        case .bare(let status): return Response(status: .init(code: status))
        case .rateLimit(let seconds):
            return Response(status: .tooManyRequests, headers: [.retryAfter: "\(seconds)"])
        case .html(let status):
            return Response(
                status: .init(code: status), headers: [.contentType: "text/html"],
                body: .text("<html><body><h1>Bad Gateway</h1></body></html>"))
        case .redirect(let status):
            return Response(
                status: .init(code: status), headers: [.location: "https://elsewhere.localhost/"])
        case .garbage: return .json(Data([0x7B, 0x22, 0xFF, 0xFE, 0x00, 0x13] + "rubbish".utf8))
        case .empty: return .json(Data())
        case .wrongTypes:
            return .json(
                Data(
                    #"""
                    {"Data":"none","Links":[1],"Meta":null,"issuer":{"a":1},"token_endpoint":7,"access_token":[],
                    "token_type":true,"expires_in":"soon"}
                    """#.utf8))
        case .badUTF8:
            return .json(Data(#"{"Data":[{"LFIId":""#.utf8 + [0xC3, 0x28, 0xED, 0xA0, 0x80] + #""}]}"#.utf8))
        case .deep(let levels):
            return .json(
                Data(repeating: UInt8(ascii: "["), count: levels) + Data(repeating: UInt8(ascii: "]"), count: levels))
        case .huge(let megabytes): return .huge(megabytes: megabytes)
        case .gzipBomb(let megabytes):
            return Response(
                status: .ok, headers: [.contentType: "application/json", .contentEncoding: "gzip"],
                body: .bytes(GzipBomb.bytes(megabytes: megabytes)))
        case .coded(let coding):
            return Response(
                status: .ok, headers: [.contentType: "application/json", .contentEncoding: coding],
                body: .bytes(GzipBomb.bytes(megabytes: 1)))
        case .emptyBlocks(let megabytes):
            // RFC 1951 §3.2.4: a stored block of length 0 that is not the last.
            let block: [UInt8] = [0x00, 0x00, 0x00, 0xFF, 0xFF]
            return .repeated(
                headers: [.contentType: "application/json", .contentEncoding: "gzip"],
                head: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], unit: block,
                tail: [1, 0, 0, 0xFF, 0xFF] + [UInt8](repeating: 0, count: 8),
                megabytes: megabytes)
        case .repeated(let status, let head, let unit, let tail, let megabytes):
            return .repeated(
                status: .init(code: status), headers: [.contentType: "application/json"], head: Array(head.utf8),
                unit: Array(unit.utf8), tail: Array(tail.utf8), megabytes: megabytes)
        case .hugeHeader(let kilobytes):
            var headers: HTTPFields = [.contentType: "application/json"]
            for _ in 0..<kilobytes {
                headers.append(HTTPField(name: .cookie, value: String(repeating: "x", count: 1_014)))
            }
            return Response(status: .ok, headers: headers, body: .text("{}"))
        }
    }
}

extension Response {
    /// Written a piece at a time, so that it costs the sandbox nothing.
    fileprivate static func repeated(
        status: HTTPResponse.Status = .ok, headers: HTTPFields, head: [UInt8], unit: [UInt8], tail: [UInt8],
        megabytes: Int
    ) -> Response {
        let piece = Array(repeating: unit, count: max(1, 65_536 / unit.count)).flatMap(\.self)
        let pieces = (megabytes << 20) / piece.count
        return Response(
            status: status, headers: headers,
            body: .pieces { write in
                try await write(head)
                for _ in 0..<pieces { try await write(piece) }
                try await write(tail)
            })
    }

    /// White space before a document that never comes, a megabyte at a time.
    fileprivate static func huge(megabytes: Int) -> Response {
        let megabyte = [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20)
        return Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: .pieces(length: megabytes << 20) { write in
                for _ in 0..<megabytes { try await write(megabyte) }
            })
    }
}
