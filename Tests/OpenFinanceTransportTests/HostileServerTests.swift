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

    @Test("need not begin to send what it announces as too large")
    func announcedSize() async throws {
        let server = try RawServer(.init(protocols: ["http/1.1"])) { connection in
            guard connection.readRequest() != nil else { return }
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n")
            while connection.read() != nil {}
        }
        let limits = TransferLimits(connect: .seconds(60), total: .seconds(60), bodyBytes: 1_000)
        let error = await Self.error(try server.transport(), server.request(limits: limits))
        #expect(error?.code == .tooLarge)
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

    @Test("is heard to the last byte that it has announced, in whatever pieces those come")
    func earlyAnswerInPieces() async throws {
        let body = Data(repeating: 0x61, count: 70_000)
        let server = try RawServer(.init(protocols: ["h2"])) { connection in
            guard let stream = connection.readStream(toItsEnd: false) else { return }
            let announcement = [0x0F, 0x0D, 1] + Array("5".utf8)
            connection.write(Frame(.headers, flags: 4, stream: stream, [0x88] + announcement).bytes)
            for piece in ["h", "ell"] {
                connection.write(Frame(.data, stream: stream, Array(piece.utf8)).bytes)
                guard connection.waitForClient() else { return }
            }
            connection.write(Frame(.data, flags: 1, stream: stream, Array("o".utf8)).bytes)
            while connection.read() != nil {}
        }
        let limits = TransferLimits(connect: .seconds(60), total: .seconds(60))
        let answer = try await server.transport().send(server.request(method: .post, body: body, limits: limits))
        #expect(answer.body == Data("hello".utf8))
    }

    @Test("has a connection for each request that is under way, though HTTP/2 could share one")
    func ownConnections() async throws {
        let connections = Atomic<Int>(0)
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        let server = try RawServer(.init(protocols: ["h2"])) { connection in
            connections.add(1, ordering: .relaxed)
            while connection.readStream() != nil { arrival.yield() }
        }
        let transport = try server.transport()
        var arrived = arrivals.makeAsyncIterator()
        var requests: [Task<TransportError?, Never>] = []
        for _ in 0..<2 {
            requests.append(Task { await Self.error(transport, server.request()) })
            await arrived.next()
        }
        #expect(connections.load(ordering: .relaxed) == 2)
        for request in requests {
            request.cancel()
            #expect(await request.value?.code == .cancelled)
        }
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

    @Test("costs no more than the limit on a handshake, which it need not end")
    func endlessHandshake() async throws {
        // Records of TLS 1.2 that each ask for a new handshake, which a client passes over in one (RFC 5246 §7.4.1.1).
        let requests = Array(repeating: [22, 3, 3, 0, 4, 0, 0, 0, 0] as [UInt8], count: 4_000).flatMap(\.self)
        try await RawServer.withBareOne { socket in
            while send(socket, requests, requests.count, Int32(MSG_NOSIGNAL)) > 0 {}
        } to: { port in
            let transport = try CurlTransport(trustRoots: .system, userAgent: "transport-tests")
            let head = HTTPRequest(method: .get, scheme: "https", authority: "localhost:\(port)", path: "/")
            let limits = TransferLimits(connect: .seconds(60), total: .seconds(60))
            let error = await Self.error(transport, TransportRequest(head: head, limits: limits))
            #expect(error?.code == .connection && error?.requestMayHaveLeft == false, "\(String(describing: error))")
        }
    }

    @Test("that speaks plain HTTP on its port is told as that")
    func plainHTTP() async throws {
        let answer = Array("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".utf8)
        try await RawServer.withBareOne { socket in
            _ = send(socket, answer, answer.count, Int32(MSG_NOSIGNAL))
            // Whoever closes with words unread takes back what was said.
            var rest: UInt8 = 0
            while recv(socket, &rest, 1, 0) > 0 {}
        } to: { port in
            let transport = try CurlTransport(trustRoots: .system, userAgent: "transport-tests")
            let head = HTTPRequest(method: .get, scheme: "https", authority: "localhost:\(port)", path: "/")
            let error = await Self.error(transport, TransportRequest(head: head))
            #expect(error?.code == .tls && error?.requestMayHaveLeft == false, "\(String(describing: error))")
            #expect(error?.message.hasPrefix("the server does not speak TLS on this port") == true)
            #expect(error?.detail == .noTLS)
        }
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
            #expect(error?.requestMayHaveLeft == true, "\(String(describing: error))")
        }
        #expect(requests.load(ordering: .relaxed) == 2)
    }

    @Test(
        "is suspected of refusing a certificate only where it has asked for one, is yet to judge it, and says nothing",
        arguments: [
            (TLS1_3_VERSION, true, "", true), (TLS1_3_VERSION, false, "", false), (TLS1_2_VERSION, true, "", false),
            (TLS1_3_VERSION, true, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", false),
        ])
    func suspicion(version: Int32, asks: Bool, answer: String, isSuspected: Bool) async throws {
        var behaviour = RawServer.Behaviour(protocols: ["http/1.1"], oldestTLS: version, newestTLS: version)
        behaviour.asksClients = asks
        let server = try RawServer(behaviour) { connection in
            guard connection.readRequest() != nil else { return }
            if !answer.isEmpty { connection.write(answer) }
        }
        let error = await Self.error(try server.transport(), server.request())
        #expect(error?.code == .connection)
        #expect(error?.message.contains("may end a connection like this") == isSuspected, "\(error?.message ?? "")")
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
        "cannot pass for one that refuses our certificate, or is from the future, by its name",
        arguments: [
            "alert bad certificate", "error:0A000418:SSL routines::tlsv1 alert unknown ca",
            "certificate is not yet valid",
        ])
    func alertAsName(name: String) async throws {
        let server = try RawServer(.init(commonName: name, alternativeName: nil)) { _ in }
        let error = await Self.error(try server.transport(), server.request())
        #expect(error?.code == .serverNotTrusted)
        #expect(error?.detail == nil)
    }
}
