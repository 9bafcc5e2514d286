import COpenSSL
import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import OpenFinanceTransport
@testable import ofp_sandbox

/// What a server can do to a client below HTTP.
@Suite("A hostile server", .serialized, .timeLimit(.minutes(15)))
struct HostileServerTests {
    typealias Frame = RawServer.Frame

    private static func error(_ transport: CurlTransport, _ request: TransportRequest) async -> TransportError? {
        do {
            _ = try await transport.send(request)
            return nil
        } catch {
            return error
        }
    }

    /// Bytes without end that bring nothing.
    enum Flood: String, CaseIterable, Sendable {
        case emptyData, pingAnswers, unknownFrames, windowUpdates, chunkExtension, trailers, sessionTickets

        /// Each keeps both ends busy for as long as it lasts, and the tests beside it waiting: all of them are for
        /// `make soak`.
        static var tried: [Flood] {
            ProcessInfo.processInfo.environment["OFP_SOAK_RUNS"] == nil ? [.emptyData, .trailers] : allCases
        }

        var protocols: [String] {
            switch self {
            case .emptyData, .pingAnswers, .unknownFrames, .windowUpdates: ["h2"]
            case .chunkExtension, .trailers, .sessionTickets: ["http/1.1"]
            }
        }

        func serve(_ connection: RawServer.Connection) {
            func frames(_ frame: Frame) -> [UInt8] { Array(repeating: frame.bytes, count: 1_000).flatMap(\.self) }
            guard protocols == ["h2"] else {
                guard connection.readRequest() != nil else { return }
                let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                switch self {
                case .chunkExtension:
                    connection.write(head + "1;")
                    connection.writeForEver(Array(repeating: UInt8(ascii: "x"), count: 16_000))
                case .trailers:
                    connection.write(head + "0\r\n")
                    connection.writeForEver(Array(String(repeating: "x: y\r\n", count: 2_000).utf8))
                default: connection.sendTicketsForEver()
                }
                return
            }
            guard let stream = connection.readStream() else { return }
            switch self {
            case .emptyData:
                connection.write(Frame.ok(stream).bytes)
                connection.writeForEver(frames(Frame(.data, stream: stream)))
            case .pingAnswers: connection.writeForEver(frames(Frame(.ping, flags: 1, Array(repeating: 0, count: 8))))
            case .unknownFrames: connection.writeForEver(frames(Frame(type: 0x77)))
            default: connection.writeForEver(frames(Frame(.windowUpdate, stream: 0, [0, 0, 0, 1])))
            }
        }
    }

    @Test("does not hold the thread that serves the others, whatever it sends", arguments: Flood.tried)
    func thread(flood: Flood) async throws {
        try await LoopbackServer.serve { _ in
            Response(status: .ok, body: .text("good"))
        } to: { good in
            let (floods, hasBegun) = AsyncStream.makeStream(of: Void.self)
            let hostile = try RawServer(.init(protocols: flood.protocols)) { connection in
                hasBegun.yield()
                flood.serve(connection)
            }
            let transport = try good.transport()
            // Without the limit on bytes, which would end it before it is a trouble to anybody.
            let endless = hostile.request(limits: .hours(bodyBytes: 1 << 50))
            let flooded = Task {
                defer { hasBegun.finish() }
                return await Self.error(transport, endless)
            }
            for await _ in floods { break }
            for _ in 0..<3 {
                let answer = try await transport.send(good.request())
                #expect(answer.body == Data("good".utf8))
            }
            flooded.cancel()
            // Some floods are ended by nghttp2 itself.
            let code = await flooded.value?.code
            #expect(code == .cancelled || code == .connection || code == .invalidResponse || code == .tooLarge)
        }
    }

    @Test("costs no more than the limit on bytes, whatever they carry", arguments: [Flood.emptyData, .chunkExtension])
    func wireLimit(flood: Flood) async throws {
        let hostile = try RawServer(.init(protocols: flood.protocols)) { flood.serve($0) }
        let error = await Self.error(try hostile.transport(), hostile.request(limits: .hours(bodyBytes: 1_000)))
        #expect(error?.code == .tooLarge)
        #expect(error?.message.contains("on the wire") == true)
        #expect(error?.requestMayHaveLeft == true)
    }

    // MARK: - Repeating

    @Test(
        "gets a request once, whatever it answers to the stream (RFC 9113 §7)",
        arguments: [7, 8, 13] as [UInt32], [true, false])
    func refusedStream(code: UInt32, isRepeatable: Bool) async throws {
        let requests = Atomic<Int>(0)
        let server = try RawServer(.init(protocols: ["h2", "http/1.1"])) { connection in
            while let stream = connection.readStream() {
                requests.add(1, ordering: .relaxed)
                connection.write(Frame.reset(stream, code: code).bytes)
            }
        }
        let error = await Self.error(try server.transport(), server.post(isRepeatable: isRepeatable))
        #expect(requests.load(ordering: .relaxed) == 1)
        #expect(error?.code == .connection)
        #expect(error?.requestMayHaveLeft == true)
    }

    @Test(
        "is heard out where it has answered before it has the whole request (RFC 9113 §8.1)",
        arguments: [(0, true), (0, false), (5, true), (5, false)])
    func earlyAnswer(length: Int, isAnnounced: Bool) async throws {
        // More than a client may send before the server makes room.
        let body = Data(repeating: 0x61, count: 70_000)
        let server = try RawServer(.init(protocols: ["h2"])) { connection in
            guard let stream = connection.readStream(toItsEnd: false) else { return }
            // content-length by HPACK's static table, with a value of one byte.
            let announcement = [0x0F, 0x0D, 1] + Array("\(length)".utf8)
            let fields = [0x88] + (isAnnounced ? announcement : [])
            connection.write(Frame(.headers, flags: 4, stream: stream, fields).bytes)
            connection.write(Frame(.data, flags: 1, stream: stream, Array("hello".utf8.prefix(length))).bytes)
            let room = [UInt8](repeating: 0, count: 2) + [0xFF, 0xFF]
            connection.write(Frame(.windowUpdate, stream: stream, room).bytes + Frame(.windowUpdate, room).bytes)
            // Nothing more is said, until the client goes.
            while connection.read() != nil {}
        }
        let limits = TransferLimits(connect: .seconds(60), total: .seconds(60))
        let answer = try await server.transport().send(server.request(method: .post, body: body, limits: limits))
        #expect(answer.head.status == .ok)
        #expect(answer.body.count == length)
    }

    @Test("gets a request once where a kept connection dies under it", arguments: ["h2", "http/1.1"])
    func deadConnection(alpn: String) async throws {
        let requests = Atomic<Int>(0)
        let server = try RawServer(.init(protocols: [alpn])) { connection in
            for isLast in [false, true] {
                if alpn == "h2" {
                    guard let stream = connection.readStream() else { return }
                    requests.add(1, ordering: .relaxed)
                    if isLast { return }
                    connection.write(Frame(.headers, flags: 5, stream: stream, [0x88]).bytes)
                } else {
                    guard connection.readRequest() != nil else { return }
                    requests.add(1, ordering: .relaxed)
                    if isLast { return }
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                }
            }
        }
        let transport = try server.transport()
        let first = try await transport.send(server.post(isRepeatable: true))
        #expect(first.head.status == .ok)
        let error = await Self.error(transport, server.post(isRepeatable: true))
        #expect(error?.code == .connection)
        #expect(error?.requestMayHaveLeft == true)
        #expect(requests.load(ordering: .relaxed) == 2)
    }

    @Test("that speaks plain HTTP on its port is told as that")
    func plainHTTP() async throws {
        let (listener, port) = try RawServer.listen()
        defer {
            shutdown(listener, Int32(SHUT_RDWR))
            close(listener)
        }
        Thread.detachNewThread {
            let answer = Array("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".utf8)
            while case let socket = accept(listener, nil, nil), socket >= 0 {
                var hello = [UInt8](repeating: 0, count: 4_096)
                _ = recv(socket, &hello, hello.count, 0)
                _ = send(socket, answer, answer.count, Int32(MSG_NOSIGNAL))
                close(socket)
            }
        }
        let transport = try CurlTransport(trustRoots: .system, userAgent: "transport-tests")
        let head = HTTPRequest(method: .get, scheme: "https", authority: "localhost:\(port)", path: "/")
        let error = await Self.error(transport, TransportRequest(head: head))
        #expect(error?.code == .tls && error?.requestMayHaveLeft == false)
        #expect(
            error?.message.hasPrefix("the server does not speak TLS on this port") == true, "\(error?.message ?? "")")
    }

    // MARK: - Refusals

    @Test("that refuses a certificate when it has read the request may have taken it")
    func lateRefusal() async throws {
        let requests = Atomic<Int>(0)
        let server = try RawServer(.init(protocols: ["http/1.1"], oldestTLS: TLS1_3_VERSION)) { connection in
            guard connection.readRequest() != nil else { return }
            requests.add(1, ordering: .relaxed)
            connection.refuseAfterHandshake()
        }
        let transport = try server.transport(identity: try server.identity())
        for request in [server.post(), server.post(isRepeatable: true)] {
            let error = await Self.error(transport, request)
            #expect(error?.requestMayHaveLeft == true)
        }
        #expect(requests.load(ordering: .relaxed) == 2)
    }

    @Test("that refuses a certificate in the handshake has nothing of a request that goes once")
    func earlyRefusal() async throws {
        let server = try RawServer(.init(refusesClients: true)) { _ in }
        let error = await Self.error(try server.transport(identity: try server.identity()), server.post())
        #expect(error?.code == .clientCertificateRefused)
        #expect(error?.requestMayHaveLeft == false)
    }

    @Test("that speaks only TLS 1.3 gets requests that go once, too")
    func onlyTLS13() async throws {
        let server = try RawServer(.init(protocols: ["http/1.1"], oldestTLS: TLS1_3_VERSION)) { connection in
            guard connection.readRequest() != nil else { return }
            connection.write("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
        }
        let answer = try await server.transport().send(server.post())
        #expect(answer.head.status == .created)
    }

    // MARK: - Names

    @Test("is not believed for its common name (RFC 9525 §6.3)", arguments: [nil, "DNS:*.example", "IP:127.0.0.1"])
    func commonName(alternativeName: String?) async throws {
        let requests = Atomic<Int>(0)
        let server = try RawServer(.init(alternativeName: alternativeName)) { connection in
            while connection.readStream() != nil { requests.add(1, ordering: .relaxed) }
        }
        let error = await Self.error(try server.transport(), server.post())
        #expect(error?.code == .serverNotTrusted)
        #expect(error?.requestMayHaveLeft == false)
        #expect(requests.load(ordering: .relaxed) == 0)
    }

    @Test(
        "cannot pass for one that refuses our certificate by its name",
        arguments: ["alert bad certificate", "error:0A000418:SSL routines::tlsv1 alert unknown ca"])
    func alertAsName(name: String) async throws {
        let server = try RawServer(.init(commonName: name, alternativeName: nil)) { _ in }
        let error = await Self.error(try server.transport(), server.request())
        #expect(error?.code == .serverNotTrusted)
    }
}
