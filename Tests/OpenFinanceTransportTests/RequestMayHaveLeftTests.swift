import COpenSSL
import Foundation
import HTTPTypes
import OpenFinanceTransport
import Synchronization
import Testing

@testable import ofp_sandbox

@Suite("Whether a request may have left")
struct RequestMayHaveLeftTests {
    private func failure(_ transport: CurlTransport, _ request: TransportRequest) async -> TransportError? {
        do {
            _ = try await transport.send(request)
            return nil
        } catch {
            return error
        }
    }

    @Test("is denied where there is no name, nobody who listens, or nobody who is trusted")
    func surelyNot() async throws {
        try await LoopbackServer.serve { _ in
            Response(status: .ok)
        } to: { server in
            let nobody = try server.transport()
            var elsewhere = server.request(method: .post, body: Data("x".utf8))
            elsewhere.head.authority = "server.localhost:1"
            #expect(await failure(nobody, elsewhere)?.requestMayHaveLeft == false)
            elsewhere.head.authority = "no-such-host.invalid"
            #expect(await failure(nobody, elsewhere)?.requestMayHaveLeft == false)
            let distrustful = try server.transport(trustsServer: false)
            let untrusted = await failure(distrustful, server.request(method: .post, body: Data("x".utf8)))
            #expect(untrusted?.code == .serverNotTrusted && untrusted?.requestMayHaveLeft == false)
        }
    }

    @Test("is granted where an answer does not come in time")
    func slow() async throws {
        let hasCome = Atomic<Bool>(false)
        try await LoopbackServer.serve { _ in
            hasCome.store(true, ordering: .releasing)
            return try await LoopbackServer.hang()
        } to: { server in
            var request = server.request(method: .post, body: Data("x".utf8))
            request.limits.total = .seconds(3)
            let error = await failure(try server.transport(), request)
            #expect(error?.code == .timeout)
            // On a machine that is slow enough the time is over before there is a connection.
            if hasCome.load(ordering: .acquiring) { #expect(error?.requestMayHaveLeft == true) }
        }
    }

    @Test(
        "is granted where the answer ends within its header section, which is no answer, whatever status it has begun with",
        arguments: ["201 Created", "401 Unauthorized", "429 Too Many Requests\r\nRetry-After: 0", "200 OK"],
        ["", "\r\n", "\r\nContent-Ty", "\r\nContent-Length: 0\r\n"])
    func cutHead(status: String, end: String) async throws {
        let server = try RawServer(.init(protocols: ["http/1.1"])) { connection in
            guard connection.readRequest() != nil else { return }
            connection.write("HTTP/1.1 \(status)\(end)")
        }
        let error = await failure(try server.transport(), server.post())
        #expect(error?.code == .connection && error?.requestMayHaveLeft == true, "\(error?.message ?? "an answer")")
    }

    @Test("is granted where the one who waits gives up")
    func cancelled() async throws {
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        try await LoopbackServer.serve { _ in
            arrival.yield()
            return try await LoopbackServer.hang()
        } to: { server in
            let request = server.request(method: .post, body: Data("x".utf8))
            let transport = try server.transport()
            let task = Task { await failure(transport, request) }
            for await _ in arrivals { break }
            task.cancel()
            let error = await task.value
            #expect(error?.code == .cancelled && error?.requestMayHaveLeft == true)
        }
    }

    @Test("is granted where an answer is too large to be taken")
    func tooLarge() async throws {
        try await LoopbackServer.serve { _ in
            Response(status: .created, body: .bytes(repeatElement(0x20, count: 10_000)))
        } to: { server in
            var request = server.request(method: .post, body: Data("x".utf8))
            request.limits.bodyBytes = 100
            let error = await failure(try server.transport(), request)
            #expect(error?.code == .tooLarge && error?.requestMayHaveLeft == true)
        }
    }

    @Test(
        "does not arise from libcurl: what is not to be repeated goes over a connection of its own",
        arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func ownConnection(version: Int32) async throws {
        try await LoopbackServer.serve(.init(oldestTLS: version, newestTLS: version)) { _ in
            Response(status: .ok)
        } to: { server in
            let transport = try server.transport()
            func handshake(isRepeatable: Bool) async throws -> Duration {
                var request = server.request(method: .post, body: Data("x".utf8))
                request.isRepeatable = isRepeatable
                return try await transport.send(request).timings.tlsHandshake
            }
            _ = try await handshake(isRepeatable: false)
            // libcurl gives no time of a handshake where it uses a connection again.
            #expect(try await handshake(isRepeatable: true) > .zero)
            #expect(try await handshake(isRepeatable: true) == .zero)
            #expect(try await handshake(isRepeatable: false) > .zero)
            #expect(try await handshake(isRepeatable: false) > .zero)
        }
    }
}
