import COpenSSL
import Testing

@testable import ofp_sandbox

@Suite("The sandbox's TLS")
struct TLSSessionTests {
    private static let pki = Result { try SandboxPKI(keys: .ofEnvironment) }
    private let entrance: TLSContext
    private let site: TLSContext

    init() throws {
        let pki = try Self.pki.get()
        entrance = try TLSContext()
        let certificate = try pki.serverRoot.server(names: ["a.localhost"], key: pki.serverKey)
        site = try TLSContext(.init(protocols: ["http/1.1"]), identity: (certificate, pki.serverKey))
    }

    private func session() throws -> TLSSession { try TLSSession(entrance) { $0 == "a.localhost" ? site : nil } }

    /// The other side, in memory as well.
    private final class Client {
        let connection: OpaquePointer
        private let context: OpaquePointer
        private let input: OpaquePointer
        private let output: OpaquePointer

        init(serverName: String?) throws {
            context = try #require(SSL_CTX_new(TLS_client_method()))
            connection = try #require(SSL_new(context))
            (input, output) = (try #require(BIO_new(BIO_s_mem())), try #require(BIO_new(BIO_s_mem())))
            SSL_set_bio(connection, input, output)
            SSL_set_connect_state(connection)
            if let serverName {
                // SSL_set_tlsext_host_name, which is a macro.
                serverName.withCString { name in
                    _ = SSL_ctrl(
                        connection, SSL_CTRL_SET_TLSEXT_HOSTNAME, Int(TLSEXT_NAMETYPE_host_name),
                        UnsafeMutableRawPointer(mutating: name))
                }
            }
            SSL_set_alpn_protos(connection, [2] + Array("h2".utf8) + [8] + Array("http/1.1".utf8), 12)
        }

        deinit {
            SSL_free(connection)
            SSL_CTX_free(context)
        }

        func drainOutput() -> [UInt8] {
            var bytes = [UInt8](repeating: 0, count: BIO_ctrl_pending(output))
            BIO_read(output, &bytes, Int32(bytes.count))
            return bytes
        }

        func receive(_ bytes: [UInt8]) { BIO_write(input, bytes, Int32(bytes.count)) }

        func read() -> [UInt8]? {
            var bytes = [UInt8](repeating: 0, count: 1_000)
            let count = SSL_read(connection, &bytes, Int32(bytes.count))
            return count > 0 ? Array(bytes.prefix(Int(count))) : nil
        }
    }

    /// Lets both talk until the client has nothing more to say.
    ///
    /// - Parameter size: how many bytes reach the server at a time.
    private func shakeHands(_ session: TLSSession, _ client: Client, piece size: Int = 1_000) -> TLSSession.Progress {
        var progress = TLSSession.Progress.needsInput
        while true {
            SSL_do_handshake(client.connection)
            let flight = client.drainOutput()
            if flight.isEmpty { return progress }
            for start in stride(from: 0, to: flight.count, by: size) {
                session.receive(Array(flight[start..<min(flight.count, start + size)]))
                progress = session.handshake()
            }
            client.receive(session.drainOutput())
        }
    }

    @Test("comes to an agreement, however the records arrive", arguments: [1, 100, 1_000])
    func handshake(piece: Int) throws {
        let (session, client) = (try session(), try Client(serverName: "A.localhost"))
        guard case .done = shakeHands(session, client, piece: piece) else {
            Issue.record("there is no agreement")
            return
        }
        #expect(session.serverName == "a.localhost")
        #expect(session.applicationProtocol == "http/1.1")
        #expect(session.clientThumbprint == nil)
        SSL_write(client.connection, "ab", 2)
        let record = client.drainOutput()
        session.receive(Array(record.dropLast()))
        guard case .needsInput = session.read() else {
            Issue.record("half a record is read")
            return
        }
        session.receive(Array(record.suffix(1)))
        guard case .bytes(let bytes) = session.read() else {
            Issue.record("a record is not read")
            return
        }
        #expect(bytes == Array("ab".utf8))
        try session.write(Array("cd".utf8))
        client.receive(session.drainOutput())
        #expect(client.read() == Array("cd".utf8))
    }

    @Test("has nothing to say to those who ask for nobody's name, not even an alert", arguments: ["b.localhost", nil])
    func refusedName(name: String?) throws {
        let (session, client) = (try session(), try Client(serverName: name))
        SSL_do_handshake(client.connection)
        session.receive(client.drainOutput())
        guard case .refusedName = session.handshake() else {
            Issue.record("the name is not refused")
            return
        }
    }

    @Test("says by an alert why it fails, and nothing after that")
    func failure() throws {
        let session = try session()
        // A message of a handshake that nobody knows.
        session.receive([22, 3, 1, 0, 4, 99, 0, 0, 0])
        guard case .failed = session.handshake() else {
            Issue.record("that is no TLS")
            return
        }
        // A record of one fatal alert (RFC 8446 §5.1, §6).
        let alert = session.drainOutput()
        #expect(alert.count == 7 && alert.prefix(1) == [21] && alert[5] == 2)
        #expect(throws: TLSFailure.self) { try session.write([1]) }
        session.finish()
        #expect(!session.hasOutput)
    }

    @Test("tells the client when nothing more comes, and hears when the client does")
    func end() throws {
        let (session, client) = (try session(), try Client(serverName: "a.localhost"))
        _ = shakeHands(session, client)
        session.finish()
        client.receive(session.drainOutput())
        #expect(client.read() == nil)
        #expect(SSL_get_error(client.connection, 0) == SSL_ERROR_ZERO_RETURN)
        SSL_shutdown(client.connection)
        session.receive(client.drainOutput())
        guard case .ended = session.read() else {
            Issue.record("the end is not heard")
            return
        }
    }
}
