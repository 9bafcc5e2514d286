import COpenSSL
import Foundation
import HTTPTypes
import OpenFinanceTransport
import Testing

@testable import ofp_sandbox

@Suite("The sandbox's server")
struct HTTPServerTests {
    /// Answers as a test wants it to, under any name.
    private struct Service: HTTPService {
        let entrance: TLSContext
        let answer: @Sendable (Request, Exchange) async throws -> Response

        func context(for _: String?) -> TLSContext? { entrance }
        func respond(to request: Request, on exchange: Exchange) async throws -> Response {
            try await answer(request, exchange)
        }
        func connectionEnded() {}
    }

    private static let pki = Result { try SandboxPKI(keys: .ofEnvironment) }

    private func serve(
        _ protocols: [String] = ["h2", "http/1.1"],
        answer: @escaping @Sendable (Request, Exchange) async throws -> Response,
        to body: @escaping @Sendable (_ transport: CurlTransport, _ port: Int) async throws -> Void
    ) async throws {
        let pki = try Self.pki.get()
        let certificate = try pki.serverRoot.server(names: ["server.localhost"], key: pki.serverKey)
        let context = try TLSContext(.init(protocols: protocols), identity: (certificate, pki.serverKey))
        let roots = Data(try pki.serverRoot.certificate.pem())
        let listener = try Listener(port: 0)
        try await HTTPServer(listener: listener, service: Service(entrance: context, answer: answer)).serve {
            try await body(try CurlTransport(trustRoots: .pem(roots), userAgent: "test"), listener.port)
        }
    }

    private static func request(_ port: Int, method: HTTPRequest.Method = .get, body: Data? = nil) -> TransportRequest {
        TransportRequest(
            head: HTTPRequest(method: method, scheme: "https", authority: "server.localhost:\(port)", path: "/"),
            // None of these tests is about time.
            body: body, limits: TransferLimits(connect: .seconds(3_600), total: .seconds(3_600)))
    }

    @Test("speaks HTTP/2 or HTTP/1.1, as ALPN has it", arguments: [["h2", "http/1.1"], ["http/1.1"], ["h2"], []])
    func protocols(offered: [String]) async throws {
        try await serve(offered) { _, exchange in
            let spoken = exchange.http2 == nil ? "http/1.1" : "h2"
            return Response(status: .ok, body: .text("\(spoken) \(exchange.peer.applicationProtocol ?? "none")"))
        } to: { transport, port in
            let answer = try await transport.send(Self.request(port))
            let expected = offered.first.map { "\($0) \($0)" } ?? "http/1.1 none"
            #expect(String(decoding: answer.body, as: UTF8.self) == expected)
        }
    }

    @Test(
        "carries bodies that are larger than a window of HTTP/2, in both directions",
        arguments: ["h2", "http/1.1"], [true, false])
    func largeBodies(alpn: String, isAnnounced: Bool) async throws {
        // Pieces of a usual size do not begin with the same bytes, so that none can be lost or exchanged.
        let body = Data(Array(repeating: Array(0...250 as ClosedRange<UInt8>), count: 12_000).flatMap(\.self))
        try await serve([alpn]) { request, _ in
            let body = [UInt8](try await request.body.collect(upTo: 4_000_000))
            return Response(
                status: .ok,
                body: .pieces(length: isAnnounced ? body.count : nil) { write in
                    for start in stride(from: 0, to: body.count, by: 700_000) {
                        try await write(Array(body[start..<min(body.count, start + 700_000)]))
                    }
                })
        } to: { transport, port in
            let answer = try await transport.send(Self.request(port, method: .post, body: body))
            #expect(answer.body == body)
        }
    }

    @Test("answers a request whose body it does not want, and the next one", arguments: ["h2", "http/1.1"])
    func unwantedBody(alpn: String) async throws {
        try await serve([alpn]) { request, _ in
            Response(status: request.method == .get ? .ok : .contentTooLarge)
        } to: { transport, port in
            let body = Data(repeating: 0, count: 3_000_000)
            let refused = try await transport.send(Self.request(port, method: .post, body: body))
            #expect(refused.head.status == .contentTooLarge)
            let answer = try await transport.send(Self.request(port))
            #expect(answer.head.status == .ok)
        }
    }

    @Test("breaks the connection where an answer cannot go on", arguments: ["h2", "http/1.1"], [true, false])
    func brokenAnswer(alpn: String, hasHead: Bool) async throws {
        try await serve([alpn]) { _, _ in
            guard hasHead else { throw ConnectionCut() }
            return Response(
                status: .ok,
                body: .pieces(length: 10) { write in
                    try await write([1, 2, 3])
                    throw ConnectionCut()
                })
        } to: { transport, port in
            let error = await #expect(throws: TransportError.self) { try await transport.send(Self.request(port)) }
            #expect(error?.code == .connection)
        }
    }

    @Test("sends no body where there can be none", arguments: ["h2", "http/1.1"])
    func bodiless(alpn: String) async throws {
        try await serve([alpn]) { request, _ in
            Response(status: request.method == .head ? .ok : .notModified, body: .text("text"))
        } to: { transport, port in
            for method in [HTTPRequest.Method.get, .get] {
                let answer = try await transport.send(Self.request(port, method: method))
                #expect(answer.head.status == .notModified)
                #expect(answer.body.isEmpty)
            }
        }
    }

    @Test(
        "goes on where somebody comes who does not do TLS, or goes at once", arguments: ["GET / HTTP/1.1\r\n\r\n", ""])
    func noTLS(text: String) async throws {
        try await serve { _, _ in
            Response(status: .ok)
        } to: { transport, port in
            let stranger = try #require(try? Self.connect(to: port))
            if !text.isEmpty { try await stranger.write(Array(text.utf8)) }
            await stranger.finish()
            let answer = try await transport.send(Self.request(port))
            #expect(answer.head.status == .ok)
        }
    }

    @Test("ends every connection when it ends, whatever happens on it", arguments: ["h2", "http/1.1"])
    func end(alpn: String) async throws {
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        let (outcomes, outcome) = AsyncStream.makeStream(of: TransportError.Code?.self)
        try await serve([alpn]) { _, _ in
            arrival.yield()
            await Task.untilCancelled()
            throw ConnectionCut()
        } to: { transport, port in
            Task {
                do throws(TransportError) {
                    _ = try await transport.send(Self.request(port))
                    outcome.yield(nil)
                } catch {
                    outcome.yield(error.code)
                }
            }
            for await _ in arrivals { break }
        }
        for await code in outcomes {
            #expect(code == .connection)
            break
        }
    }

    private static func connect(to port: Int) throws -> Socket {
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw SocketError() }
        return Socket(taking: Descriptor(number))
    }
}
