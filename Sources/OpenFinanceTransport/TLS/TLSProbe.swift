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

extension TLSOffer {
    /// Makes the offer to a server, on a connection of its own.
    ///
    /// - Parameter authority: host and port, as in a URL.
    /// - Returns: nil where nobody knows what the server would say: it cannot be reached, says nothing in time, or a proxy
    ///   stands before it.
    package func made(to authority: String, within limit: Duration) async -> Answer? {
        guard !Self.hasProxy else { return nil }
        return await withCheckedContinuation { continuation in
            Self.queue.async { continuation.resume(returning: answer(of: authority, within: limit)) }
        }
    }

    /// A thread waits for each server's answer.
    private static let queue = DispatchQueue(label: "ofp.tls-offers", attributes: .concurrent)

    private static var hasProxy: Bool {
        ProcessInfo.processInfo.environment.contains { name, value in
            ["https_proxy", "all_proxy"].contains(name.lowercased()) && !value.isEmpty
        }
    }

    private func answer(of authority: String, within limit: Duration) -> Answer? {
        guard let handle = curl_easy_init() else { return nil }
        defer { curl_easy_cleanup(handle) }
        let deadline = ContinuousClock.now + limit
        ofp_curl_setopt_string(
            handle, CURLOPT_URL, "http://\(authority.contains(":") ? authority : "\(authority):443")")
        ofp_curl_setopt_string(handle, CURLOPT_PROXY, "")
        ofp_curl_setopt_long(handle, CURLOPT_NOSIGNAL, 1)
        ofp_curl_setopt_long(handle, CURLOPT_CONNECT_ONLY, 1)
        ofp_curl_setopt_long(handle, CURLOPT_CONNECTTIMEOUT_MS, limit.curlMilliseconds)
        guard curl_easy_perform(handle) == CURLE_OK else { return nil }
        var socket: Int32 = -1
        guard ofp_curl_getinfo_socket(handle, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK, socket >= 0 else {
            return nil
        }
        let host =
            authority.hasPrefix("[")
            ? String(authority.dropFirst().prefix { $0 != "]" }) : String(authority.prefix { $0 != ":" })
        let hello = clientHello(to: host, random: (0..<32).map { _ in UInt8.random(in: 0...255) })
        var sent = 0
        // A hello is shorter than any socket's buffer.
        guard curl_easy_send(handle, hello, hello.count, &sent) == CURLE_OK, sent == hello.count else { return nil }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1_024)
        while ContinuousClock.now < deadline {
            var count = 0
            switch curl_easy_recv(handle, &buffer, buffer.count, &count) {
            case CURLE_OK where count == 0: return .refused
            case CURLE_OK:
                received += buffer.prefix(count)
                if let answer = answer(in: received) { return answer }
            case CURLE_AGAIN:
                var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
                poll(&waiting, 1, Int32(clamping: max(1, (deadline - .now).curlMilliseconds)))
            // Cut off: a way to refuse, too.
            default: return .refused
            }
        }
        return nil
    }
}
