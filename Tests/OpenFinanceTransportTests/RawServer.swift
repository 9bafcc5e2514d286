import COpenSSL
import Foundation
import HTTPTypes
import Synchronization

@testable import OpenFinanceTransport
@testable import ofp_sandbox

/// A TLS server of OpenSSL on a free loopback port, with a thread for each connection, for what no library of HTTP would
/// do to a client: a test says byte by byte what happens.
final class RawServer: Sendable {
    struct Behaviour: Sendable {
        var commonName = "server.localhost"
        /// Nil for a certificate without any.
        var alternativeName: String? = "DNS:server.localhost"
        var protocols = ["h2", "http/1.1"]
        var oldestTLS = TLS1_2_VERSION
        var newestTLS = TLS1_3_VERSION
        /// Whether the handshake asks for a client certificate, of which none is good.
        var refusesClients = false
        /// Whether the handshake asks for a client certificate, and goes on without one.
        var asksClients = false
    }

    let port: Int
    private let pki: SandboxPKI
    let roots: Data
    private let listener: Int32
    private let open = OpenSockets()

    /// Serves until the object goes.
    init(_ behaviour: Behaviour = .init(), serve: @escaping @Sendable (Connection) -> Void) throws {
        // OpenSSL writes to a client that has gone with write(2).
        signal(SIGPIPE, SIG_IGN)
        let pki = try SandboxPKI.shared.get()
        self.pki = pki
        roots = Data(try pki.serverRoot.certificate.pem())
        let context = try Context(behaviour, pki)
        let (listener, port) = try Self.listen()
        (self.listener, self.port) = (listener, port)
        Thread.detachNewThread { [open] in
            // Its own to close: another server may be given the number at once, whose clients this thread would take.
            defer { close(listener) }
            while case let socket = accept(listener, nil, nil), socket >= 0 {
                guard open.add(socket) else {
                    close(socket)
                    return
                }
                Thread.detachNewThread {
                    if let connection = Connection(socket, context) { serve(connection) }
                    open.remove(socket)
                }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        open.closeAll()
    }

    /// Sockets whose connections have threads: at its end the process must not have any, since OpenSSL tidies up then.
    private final class OpenSockets: Sendable {
        private struct State {
            var sockets: Set<Int32> = []
            var isClosing = false
        }
        private let state = Mutex(State())

        func add(_ socket: Int32) -> Bool {
            state.withLock { state in
                guard !state.isClosing else { return false }
                return state.sockets.insert(socket).inserted
            }
        }

        func remove(_ socket: Int32) {
            state.withLock { state in
                close(socket)
                state.sockets.remove(socket)
            }
        }

        func closeAll() {
            state.withLock { state in
                state.isClosing = true
                for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
            }
            while state.withLock({ !$0.sockets.isEmpty }) { usleep(1_000) }
        }
    }

    static func listen() throws -> (Int32, Int) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard bind(listener, address, length) == 0, Glibc.listen(listener, 64) == 0 else { return Int32(-1) }
                return getsockname(listener, address, &length)
            }
        }
        guard status == 0 else { throw PKIError("listen") }
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// One without TLS, that reads what a client says first.
    ///
    /// - Parameter serve: what it does then to one client after the other, before it closes the connection.
    static func withBareOne(
        _ serve: @escaping @Sendable (_ socket: Int32) -> Void, to body: (_ port: Int) async throws -> Void
    ) async throws {
        let (listener, port) = try listen()
        defer { shutdown(listener, Int32(SHUT_RDWR)) }
        Thread.detachNewThread {
            defer { close(listener) }
            while case let socket = accept(listener, nil, nil), socket >= 0 {
                var words = [UInt8](repeating: 0, count: 4_096)
                _ = recv(socket, &words, words.count, 0)
                serve(socket)
                close(socket)
            }
        }
        try await body(port)
    }

    func transport(identity: ClientIdentity? = nil) throws -> CurlTransport {
        try CurlTransport(identity: identity, trustRoots: .pem(roots), userAgent: "transport-tests")
    }

    /// The TPP's certificate with its chain, and its key.
    func identity() throws -> ClientIdentity {
        ClientIdentity(
            certificateChain: Data(try pki.tpp.transportChain.flatMap { try $0.pem() }),
            privateKey: Data(try pki.tpp.transportKey.pem()))
    }

    func request(
        method: HTTPRequest.Method = .get, body: Data? = nil, limits: TransferLimits = .hours, isRepeatable: Bool = true
    ) -> TransportRequest {
        TransportRequest(
            head: HTTPRequest(method: method, scheme: "https", authority: "server.localhost:\(port)", path: "/"),
            body: body, limits: limits, isRepeatable: isRepeatable)
    }

    func post(limits: TransferLimits = .hours, isRepeatable: Bool = false) -> TransportRequest {
        request(method: .post, body: Data("lead".utf8), limits: limits, isRepeatable: isRepeatable)
    }
}

extension RawServer {
    /// One connection, its handshake done. Everything blocks, on the connection's own thread.
    final class Connection {
        private let connection: OpaquePointer
        private let socket: Int32
        private var unread: [UInt8] = []

        fileprivate init?(_ socket: Int32, _ context: Context) {
            guard let connection = SSL_new(context.pointer) else { return nil }
            self.connection = connection
            self.socket = socket
            SSL_set_fd(connection, socket)
            guard SSL_accept(connection) == 1 else { return nil }
        }

        deinit { SSL_free(connection) }

        /// More of what the client sends; nil at the end.
        func read() -> [UInt8]? {
            var bytes = [UInt8](repeating: 0, count: 16 << 10)
            let count = SSL_read(connection, &bytes, Int32(bytes.count))
            return count > 0 ? Array(bytes.prefix(Int(count))) : nil
        }

        /// False when the client has gone.
        @discardableResult
        func write(_ bytes: [UInt8]) -> Bool { SSL_write(connection, bytes, Int32(bytes.count)) > 0 }

        func write(_ text: String) { write(Array(text.utf8)) }

        /// The same, for as long as the client takes it.
        func writeForEver(_ bytes: [UInt8]) { while write(bytes) {} }

        /// Session tickets of TLS 1.3, for as long as the client takes them.
        func sendTicketsForEver() {
            while isOpen, SSL_new_session_ticket(connection) == 1, SSL_do_handshake(connection) == 1 {}
        }

        private var isOpen: Bool {
            var byte: UInt8 = 0
            return recv(socket, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) != 0
        }

        /// Asks for a client certificate now (RFC 8446 §4.6.2), and refuses it.
        func refuseAfterHandshake() {
            SSL_set_verify(connection, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
            guard SSL_verify_client_post_handshake(connection) == 1, SSL_do_handshake(connection) == 1 else { return }
            // What the client answers is read here, and answered with an alert.
            _ = read()
        }

        /// A request of HTTP/1.1 with a body of known length; nil at the end.
        func readRequest() -> String? {
            while true {
                let text = String(decoding: unread, as: UTF8.self)
                if let end = text.range(of: "\r\n\r\n") {
                    let length = text.firstMatch(of: /(?i)content-length: (\d+)/).flatMap { Int($0.1) } ?? 0
                    let total = text[..<end.upperBound].utf8.count + length
                    if unread.count >= total {
                        unread.removeFirst(total)
                        return text
                    }
                }
                guard let more = read() else { return nil }
                unread += more
            }
        }

        // MARK: - HTTP/2 (RFC 9113)

        /// Reads the next request, its body too or the head alone, and says which stream it came on; nil at the end.
        func readStream(toItsEnd: Bool = true) -> UInt32? {
            while true {
                while let frame = readFrame() {
                    if frame.type == .settings, frame.flags & 1 == 0 { write(Frame(.settings, flags: 1).bytes) }
                    guard frame.type == .headers || frame.type == .data else { continue }
                    if frame.flags & 1 == 1 || !toItsEnd { return frame.stream }
                }
                guard let more = read() else { return nil }
                unread += more
            }
        }

        /// Comes back once the client has read all that was written so far; false where it goes before.
        func waitForClient() -> Bool {
            write(Frame(.ping, Array("are you?".utf8)).bytes)
            while true {
                while let frame = readFrame() { if frame.type == .ping { return true } }
                guard let more = read() else { return false }
                unread += more
            }
        }

        private func readFrame() -> (type: Frame.Kind?, flags: UInt8, stream: UInt32)? {
            let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
            if unread.starts(with: preface) {
                unread.removeFirst(preface.count)
                write(Frame(.settings).bytes)
            }
            guard unread.count >= 9 else { return nil }
            let length = unread[..<3].reduce(0) { $0 << 8 | Int($1) }
            guard unread.count >= 9 + length else { return nil }
            defer { unread.removeFirst(9 + length) }
            return (Frame.Kind(rawValue: unread[3]), unread[4], unread[5..<9].reduce(0) { $0 << 8 | UInt32($1) })
        }
    }

    struct Frame {
        enum Kind: UInt8 {
            case data, headers, priority, reset, settings, push, ping, goAway, windowUpdate, continuation
        }

        let bytes: [UInt8]

        init(_ kind: Kind, flags: UInt8 = 0, stream: UInt32 = 0, _ payload: [UInt8] = []) {
            self.init(type: kind.rawValue, flags: flags, stream: stream, payload)
        }

        init(type: UInt8, flags: UInt8 = 0, stream: UInt32 = 0, _ payload: [UInt8] = []) {
            let length = payload.count
            bytes =
                [UInt8(length >> 16 & 0xFF), UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF), type, flags]
                + Self.bytes(of: stream) + payload
        }

        /// `:status: 200` by HPACK's static table (RFC 7541 appendix A), and more to come.
        static func ok(_ stream: UInt32) -> Frame { Frame(.headers, flags: 4, stream: stream, [0x88]) }

        static func reset(_ stream: UInt32, code: UInt32) -> Frame {
            Frame(.reset, stream: stream, bytes(of: code))
        }

        private static func bytes(of number: UInt32) -> [UInt8] {
            (0..<4).reversed().map { UInt8(number >> (8 * $0) & 0xFF) }
        }
    }

    /// `@unchecked`: an `SSL_CTX` may be shared between threads once it is set up.
    fileprivate final class Context: @unchecked Sendable {
        let pointer: OpaquePointer
        private let protocols: Unmanaged<Protocols>

        private final class Protocols {
            /// As ALPN lists them (RFC 7301 §3.1).
            let list: [UInt8]
            init(_ names: [String]) { list = names.flatMap { [UInt8($0.utf8.count)] + $0.utf8 } }
        }

        init(_ behaviour: Behaviour, _ pki: SandboxPKI) throws {
            guard let pointer = SSL_CTX_new(TLS_server_method()) else { throw PKIError("make a context") }
            self.pointer = pointer
            protocols = .passRetained(Protocols(behaviour.protocols))
            let certificate = try pki.serverRoot.server(
                commonName: behaviour.commonName, alternativeNames: behaviour.alternativeName, key: pki.serverKey)
            let chain = try Self.bio(certificate.pem())
            defer { BIO_free(chain) }
            let leaf = PEM_read_bio_X509(chain, nil, nil, nil)
            defer { X509_free(leaf) }
            // SSL_CTRL_SET_MIN_PROTO_VERSION and SSL_CTRL_SET_MAX_PROTO_VERSION.
            guard SSL_CTX_use_certificate(pointer, leaf) == 1,
                SSL_CTX_use_PrivateKey(pointer, pki.serverKey.key) == 1,
                SSL_CTX_ctrl(pointer, 123, Int(behaviour.oldestTLS), nil) == 1,
                SSL_CTX_ctrl(pointer, 124, Int(behaviour.newestTLS), nil) == 1
            else { throw PKIError("set up a context") }
            let asking = behaviour.asksClients ? SSL_VERIFY_PEER : SSL_VERIFY_NONE
            let mode = behaviour.refusesClients ? SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT : asking
            SSL_CTX_set_verify(pointer, mode, nil)
            SSL_CTX_set_alpn_select_cb(
                pointer,
                { _, chosen, length, offered, offeredLength, context in
                    guard let context, let offered else { return SSL_TLSEXT_ERR_NOACK }
                    let wanted = Unmanaged<Protocols>.fromOpaque(context).takeUnretainedValue().list
                    for start in starts(of: wanted) {
                        let name = wanted[start..<(start + 1 + Int(wanted[start]))]
                        let all = UnsafeBufferPointer(start: offered, count: Int(offeredLength))
                        for index in starts(of: Array(all)) where all[index...].starts(with: name) {
                            chosen?.pointee = offered + index + 1
                            length?.pointee = all[index]
                            return SSL_TLSEXT_ERR_OK
                        }
                    }
                    return SSL_TLSEXT_ERR_NOACK
                }, protocols.toOpaque())
        }

        deinit {
            SSL_CTX_free(pointer)
            protocols.release()
        }

        private static func bio(_ bytes: [UInt8]) throws -> OpaquePointer {
            guard let bio = BIO_new(BIO_s_mem()) else { throw PKIError("allocate memory") }
            BIO_write(bio, bytes, Int32(bytes.count))
            return bio
        }
    }
}

/// Where the names of a list of ALPN begin.
private func starts(of list: [UInt8]) -> [Int] {
    var starts: [Int] = []
    var index = 0
    while index < list.count {
        starts.append(index)
        index += 1 + Int(list[index])
    }
    return starts
}
