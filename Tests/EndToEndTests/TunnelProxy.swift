import Foundation
import Synchronization

/// An HTTP proxy on a loopback port that makes tunnels (RFC 9110 §9.3.6) to this machine, and refuses some.
final class TunnelProxy: Sendable {
    let port: UInt16
    private let listener: Int32
    private let hosts = Hosts()

    private final class Hosts: Sendable {
        let asked = Mutex<[String]>([])
    }

    /// Hosts for which a tunnel was asked for, in order.
    var asked: [String] { hosts.asked.withLock(\.self) }

    /// - Parameter refuses: whether a host, with its port, gets none.
    init(refuses: @escaping @Sendable (String) -> Bool) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var address = Self.address(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard status else { throw POSIXError(.EADDRNOTAVAIL) }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [hosts] in
            // Its own to close: another server may be given the number at once, whose clients this thread would take.
            defer { close(listener) }
            while case let client = accept(listener, nil, nil), client >= 0 {
                Thread.detachNewThread {
                    if let host = Self.requestedHost(client) {
                        hosts.asked.withLock { $0.append(host) }
                        Self.serve(client, host, isRefused: refuses(host))
                    }
                    close(client)
                }
            }
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    private static func address(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    /// Of `CONNECT host:port HTTP/1.1`.
    private static func requestedHost(_ client: Int32) -> String? {
        var head: [UInt8] = []
        var byte: UInt8 = 0
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            guard recv(client, &byte, 1, 0) == 1 else { return nil }
            head.append(byte)
        }
        return String(decoding: head, as: UTF8.self).split(separator: " ").dropFirst().first.map(String.init)
    }

    private static func serve(_ client: Int32, _ host: String, isRefused: Bool) {
        func answer(_ text: String) {
            _ = Array(text.utf8).withUnsafeBytes { send(client, $0.baseAddress, $0.count, 0) }
        }
        guard !isRefused, let port = host.split(separator: ":").last.flatMap({ UInt16($0) }) else {
            return answer("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        }
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(server) }
        var target = address(port: port)
        let isConnected = withUnsafePointer(to: &target) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { return answer("HTTP/1.1 502 Bad Gateway\r\n\r\n") }
        answer("HTTP/1.1 200 OK\r\n\r\n")
        var ends = [
            pollfd(fd: client, events: Int16(POLLIN), revents: 0),
            pollfd(fd: server, events: Int16(POLLIN), revents: 0),
        ]
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while poll(&ends, 2, -1) > 0 {
            for (end, other) in [(0, 1), (1, 0)] where ends[end].revents != 0 {
                let count = recv(ends[end].fd, &buffer, buffer.count, 0)
                guard count > 0, send(ends[other].fd, buffer, count, Int32(MSG_NOSIGNAL)) == count else { return }
            }
        }
    }
}
