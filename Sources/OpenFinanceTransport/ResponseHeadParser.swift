import FoundationEssentials
import HTTPTypes

/// Builds an `HTTPResponse` from the header lines that libcurl hands over one by one.
///
/// A new status line starts over, so that of several heads (`100 Continue`, a proxy's answer) the last one stands. It works
/// on bytes: what follows a colon must not be able to make another character of it.
struct ResponseHeadParser {
    private(set) var response: HTTPResponse?
    /// Whether the empty line has come that ends the head.
    private(set) var isComplete = false
    private let byteLimit: Int
    private var bytes = 0

    init(byteLimit: Int) { self.byteLimit = byteLimit }

    /// Why a head is not taken.
    enum Objection: Hashable {
        case tooLong
        /// Only `chunked` is a transfer coding that needs no asking (RFC 9112 §7); libcurl would unpack others.
        case transferCoding
    }

    var contentLength: Int? {
        response?.headerFields[.contentLength].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    }

    /// Nil where the line is taken.
    mutating func feed(line: UnsafeRawBufferPointer) -> Objection? {
        bytes += line.count
        guard bytes <= byteLimit else { return .tooLong }
        var line = line[...]
        while line.last == UInt8(ascii: "\n") || line.last == UInt8(ascii: "\r") { line.removeLast() }
        if line.isEmpty {
            isComplete = true
        } else if line.starts(with: "HTTP/".utf8) {
            start(statusLine: line)
        } else if isComplete {
            // A trailer section, which is not to be taken for fields of the head (RFC 9110 §6.5.1).
            return nil
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")),
            let name = HTTPField.Name(String(decoding: line[..<colon], as: UTF8.self))
        {
            let value = line[(colon + 1)...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            // Whatever is not ASCII is opaque (RFC 9110 §5.5), and no field that is read here has any.
            let text = String(decoding: value.map { $0 < 0x80 ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
            response?.headerFields.append(HTTPField(name: name, value: text))
            if name == .transferEncoding, text.lowercased() != "chunked" { return .transferCoding }
        }
        return nil
    }

    private mutating func start(statusLine: Slice<UnsafeRawBufferPointer>) {
        let parts = statusLine.split(separator: UInt8(ascii: " "), maxSplits: 2)
        guard parts.count >= 2, let code = Int(String(decoding: parts[1], as: UTF8.self)), (100...999).contains(code)
        else { return }
        response = HTTPResponse(status: .init(code: code))
        isComplete = false
    }
}
