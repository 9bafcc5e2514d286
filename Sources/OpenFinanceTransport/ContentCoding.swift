import CZlib
import FoundationEssentials
import HTTPTypes

/// How an answer's body is packed (RFC 9110 §8.4): not at all, or in gzip, which is what requests offer.
///
/// Unpacking is no affair of libcurl's: it takes several codings on top of each other, unpacks on the loop's thread, and
/// counts what comes out alone. Here it is one coding at the most, within a limit on both sides, on the thread of the one
/// who waits.
enum ContentCoding {
    case none, gzip

    /// What a request offers.
    static let offered = "gzip"

    /// - Throws: ``TransportError/Code/invalidResponse`` for a coding that was not offered, or more than one.
    init(of head: HTTPResponse) throws(TransportError) {
        let codings = head.headerFields[values: .contentEncoding]
            .flatMap { $0.split(separator: ",") }
            .map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            .filter { !$0.isEmpty && $0 != "identity" }
        switch codings {
        case []: self = .none
        case ["gzip"], ["x-gzip"]: self = .gzip
        default: throw TransportError(.invalidResponse, "the answer is packed in a way that was not asked for")
        }
    }

    /// - Parameter limit: bytes of the result.
    /// - Throws: ``TransportError/Code/tooLarge``, or ``TransportError/Code/invalidResponse`` for what is not whole gzip.
    func unpacked(_ body: Data, limit: Int) throws(TransportError) -> Data {
        guard self == .gzip, !body.isEmpty else { return body }
        return try GzipReader.unpack(body, limit: limit)
    }
}

/// Members of gzip (RFC 1952), one after the other.
private enum GzipReader {
    static func unpack(_ body: Data, limit: Int) throws(TransportError) -> Data {
        // Foundation's `withUnsafeBytes` rethrows untyped, so the outcome travels as a value.
        let outcome = body.withUnsafeBytes { bytes -> Result<Data, TransportError> in
            Result { () throws(TransportError) in try unpack(bytes, limit: limit) }
        }
        return try outcome.get()
    }

    private static let broken = TransportError(.invalidResponse, "the answer is not the gzip that it says it is")

    private static func unpack(_ packed: UnsafeRawBufferPointer, limit: Int) throws(TransportError) -> Data {
        var stream = z_stream()
        guard ofp_inflate_gzip_start(&stream) == Z_OK else { throw broken }
        defer { inflateEnd(&stream) }
        stream.next_in = UnsafeMutablePointer(mutating: packed.bindMemory(to: UInt8.self).baseAddress)
        stream.avail_in = UInt32(clamping: packed.count)
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        var body = Data()
        while true {
            let (status, count) = piece.withUnsafeMutableBufferPointer { piece in
                stream.next_out = piece.baseAddress
                stream.avail_out = UInt32(piece.count)
                let status = inflate(&stream, Z_NO_FLUSH)
                return (status, piece.count - Int(stream.avail_out))
            }
            guard count <= limit - body.count else {
                throw TransportError(.tooLarge, "the answer is larger than \(limit) bytes")
            }
            body.append(contentsOf: piece[..<count])
            switch status {
            case Z_OK where count > 0 || stream.avail_in > 0: continue
            case Z_STREAM_END where stream.avail_in == 0: return body
            case Z_STREAM_END:
                guard inflateReset(&stream) == Z_OK else { throw broken }
            default: throw broken
            }
        }
    }
}

extension Result {
    fileprivate init(_ body: () throws(Failure) -> Success) {
        do throws(Failure) {
            self = .success(try body())
        } catch {
            self = .failure(error)
        }
    }
}
