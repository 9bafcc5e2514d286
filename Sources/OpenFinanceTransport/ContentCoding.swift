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
        default: throw TransportError(.invalidResponse, "the answer is compressed in a way that was not asked for")
        }
    }

    /// - Parameter limit: bytes of the result.
    /// - Throws: ``TransportError/Code/tooLarge``, or ``TransportError/Code/invalidResponse`` for what is not whole gzip.
    func unpacked(_ body: Data, limit: Int) throws(TransportError) -> Data {
        guard self == .gzip, !body.isEmpty else { return body }
        do throws(Gzip.Failure) {
            return try Gzip.unpacked(body, limit: limit)
        } catch {
            switch error {
            case .tooLarge: throw TransportError(.tooLarge, "the answer is larger than \(limit) bytes")
            case .broken:
                throw TransportError(.invalidResponse, "the answer says that it is gzip, and cannot be unpacked")
            }
        }
    }
}
