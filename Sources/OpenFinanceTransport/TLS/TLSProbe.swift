import CCurl
import Dispatch
import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A connection that no request is sent on: what a server says to its beginning is all that is wanted.
///
/// Nobody's certificate is checked, since nothing is sent that anybody could use.
final class TLSProbe {
    private let handle: UnsafeMutableRawPointer
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    private init?(within limit: Duration) {
        guard let handle = curl_easy_init() else { return nil }
        self.handle = handle
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        ofp_curl_setopt_pointer(handle, CURLOPT_ERRORBUFFER, errorText)
        ofp_curl_setopt_string(handle, CURLOPT_PROXY, "")
        ofp_curl_setopt_long(handle, CURLOPT_NOSIGNAL, 1)
        ofp_curl_setopt_long(handle, CURLOPT_CONNECT_ONLY, 1)
        ofp_curl_setopt_long(handle, CURLOPT_CONNECTTIMEOUT_MS, limit.curlMilliseconds)
        // Of HTTP/2, a server has words before it is asked anything.
        ofp_curl_setopt_long(handle, CURLOPT_SSL_ENABLE_ALPN, 0)
        ofp_curl_setopt_long(handle, CURLOPT_SSL_VERIFYPEER, 0)
        ofp_curl_setopt_long(handle, CURLOPT_SSL_VERIFYHOST, 0)
        // Else every probe would read all trusted roots, for nothing.
        ofp_curl_setopt_pointer(handle, CURLOPT_CAINFO, nil)
        ofp_curl_setopt_pointer(handle, CURLOPT_CAPATH, nil)
    }

    deinit {
        curl_easy_cleanup(handle)
        errorText.deallocate()
    }

    /// Connects to a server, and asks whatever is to be known of the connection, or of why there is none.
    ///
    /// - Parameter authority: host and port, as in a URL.
    /// - Returns: nil where a proxy stands before the server.
    static func ask<Answer: Sendable>(
        _ scheme: String, _ authority: String, newestTLS: CurlTransfer.NewestTLS? = nil, within limit: Duration,
        _ question: @escaping @Sendable (CURLcode, TLSProbe) -> Answer?
    ) async -> Answer? {
        guard !hasProxy else { return nil }
        return await withCheckedContinuation { continuation in
            queue.async {
                guard let probe = TLSProbe(within: limit) else { return continuation.resume(returning: nil) }
                if newestTLS == .tls12 {
                    ofp_curl_setopt_long(
                        probe.handle, CURLOPT_SSLVERSION,
                        Int(CURL_SSLVERSION_TLSv1_2) | Int(CURL_SSLVERSION_MAX_TLSv1_2))
                }
                let place = authority.hasPort ? authority : "\(authority):443"
                ofp_curl_setopt_string(probe.handle, CURLOPT_URL, "\(scheme)://\(place)")
                continuation.resume(returning: question(curl_easy_perform(probe.handle), probe))
            }
        }
    }

    /// A thread waits for each server's answer.
    private static let queue = DispatchQueue(label: "ofp.tls-probes", attributes: .concurrent)

    private static let hasProxy = ProcessInfo.processInfo.environment.contains { name, value in
        ["https_proxy", "all_proxy"].contains(name.lowercased()) && !value.isEmpty
    }

    /// That ended the connection.
    var alert: TLSAlert? { TLSAlert(in: String(cString: errorText)) }

    /// - Parameter bytes: no more than any socket's buffer holds.
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        return curl_easy_send(handle, bytes, bytes.count, &sent) == CURLE_OK && sent == bytes.count
    }

    enum Received {
        case bytes([UInt8])
        case nothing
        /// Closed, or cut off.
        case end
    }

    /// - Returns: nothing where nothing has come by the deadline.
    func receive(until deadline: ContinuousClock.Instant) -> Received {
        var socket: Int32 = -1
        guard ofp_curl_getinfo_socket(handle, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK, socket >= 0 else {
            return .end
        }
        var buffer = [UInt8](repeating: 0, count: 1_024)
        while ContinuousClock.now < deadline {
            var count = 0
            switch curl_easy_recv(handle, &buffer, buffer.count, &count) {
            case CURLE_OK where count == 0: return .end
            case CURLE_OK: return .bytes(Array(buffer.prefix(count)))
            case CURLE_AGAIN:
                var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
                poll(&waiting, 1, Int32(clamping: max(1, (deadline - .now).curlMilliseconds)))
            default: return .end
            }
        }
        return .nothing
    }
}

extension String {
    /// Of an authority; an address of IPv6 has colons of its own (RFC 3986 §3.2.2).
    fileprivate var hasPort: Bool { (split(separator: "]").last ?? "").contains(":") }
}

extension TLSOffer {
    /// Makes the offer to a server, on a connection of its own.
    ///
    /// - Parameter authority: host and port, as in a URL.
    /// - Returns: nil where nobody knows what the server would say: it cannot be reached, says nothing in time, or a proxy
    ///   stands before it.
    package func made(to authority: String, within limit: Duration) async -> Answer? {
        let deadline = ContinuousClock.now + limit
        return await TLSProbe.ask("http", authority, within: limit) { code, probe in
            code == CURLE_OK ? answer(of: authority, probe, until: deadline) : nil
        }
    }

    private func answer(of authority: String, _ probe: TLSProbe, until deadline: ContinuousClock.Instant) -> Answer? {
        let host =
            authority.hasPrefix("[")
            ? String(authority.dropFirst().prefix { $0 != "]" }) : String(authority.prefix { $0 != ":" })
        let hello = clientHello(to: host, random: (0..<32).map { _ in UInt8.random(in: 0...255) })
        guard probe.send(hello) else { return nil }
        var received: [UInt8] = []
        while true {
            switch probe.receive(until: deadline) {
            case .bytes(let bytes):
                received += bytes
                if let answer = answer(in: received) { return answer }
            case .nothing: return nil
            // Cut off: a way to refuse, too.
            case .end: return .refused
            }
        }
    }
}
