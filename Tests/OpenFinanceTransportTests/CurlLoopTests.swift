import COpenSSL
import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import OpenFinanceTransport
@testable import ofp_sandbox

@Suite("The threads of the transport over libcurl")
struct CurlLoopTests {
    @Test("cancelling a task ends its transfer, and no other")
    func cancellation() async throws {
        let (arrived, arrival) = AsyncStream.makeStream(of: Void.self)
        try await LoopbackServer.serve { request in
            guard request.uri.path == "/hang" else { return Response(status: .ok) }
            arrival.yield()
            return try await LoopbackServer.hang()
        } to: { server in
            let transport = try server.transport()
            let hanging = Task { await errorCode(transport, server.request("/hang")) }
            for await _ in arrived { break }
            hanging.cancel()
            #expect(await hanging.value == .cancelled)
            let answer = try await transport.send(server.request())
            #expect(answer.head.status == .ok)
            // The one that was cancelled had been taken away before.
            #expect(transport.peakTransfers == 1)
        }
    }

    @Test("a transport that nobody has any more ends what waits for it")
    func shutDown() async throws {
        let (arrived, arrival) = AsyncStream.makeStream(of: Void.self)
        try await LoopbackServer.serve { _ in
            arrival.yield()
            return try await LoopbackServer.hang()
        } to: { server in
            let loop = try CurlLoop.start(TransferCount(), connections: 8)
            let rules = try ConnectionRules(identity: nil, trustRoots: .file(server.roots.path))
            let transfer = CurlTransfer(
                request: server.request(),
                configuration: .init(rules: rules, userAgent: "test"))
            loop.submit(transfer)
            for await _ in arrived { break }
            loop.shutDown()
            let outcome = await withCheckedContinuation { continuation in
                transfer.onFinish { continuation.resume(returning: $0) }
            }
            guard case .failure(let error) = outcome else {
                Issue.record("there is an answer")
                return
            }
            #expect(error.code == .cancelled)
            #expect(error.requestMayHaveLeft)
        }
    }

    @Test("a task that was cancelled before it asked gets no answer")
    func cancelledEarly() async throws {
        let count = Atomic<Int>(0)
        try await LoopbackServer.serve { _ in
            count.add(1, ordering: .relaxed)
            return Response(status: .ok)
        } to: { server in
            let transport = try server.transport()
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await errorCode(transport, server.request())
            }
            #expect(await task.value == .cancelled)
        }
        #expect(count.load(ordering: .relaxed) == 0)
    }

    /// Sends all of them, and has none answered before all have come.
    ///
    /// - Parameter meanwhile: is called when all have come.
    private func sendTogether(
        _ behaviour: LoopbackServer.Behaviour = .init(), count: Int,
        over transport: @escaping @Sendable (LoopbackServer) throws -> CurlTransport,
        request: @escaping @Sendable (LoopbackServer, _ number: Int) -> TransportRequest,
        meanwhile: @escaping @Sendable () -> Void = {}
    ) async throws {
        let barrier = Barrier(parties: count)
        try await LoopbackServer.serve(behaviour) { _ in
            await barrier.arrive()
            return Response(status: .ok)
        } to: { server in
            let transport = try transport(server)
            try await withThrowingTaskGroup(of: Int.self) { group in
                // However slow the machine is: whoever ran out of time would never come, and all would wait for ever.
                for number in 0..<count {
                    group.addTask {
                        do {
                            return try await transport.send(request(server, number)).head.status.code
                        } catch {
                            await barrier.open()
                            throw error
                        }
                    }
                }
                await barrier.whenAllArrived()
                meanwhile()
                for try await status in group { #expect(status == 200) }
            }
            #expect(transport.peakTransfers == count)
        }
    }

    @Test("hundreds of transfers are under way together, on one thread")
    func manyAtOnce() async throws {
        let total = 300
        try await sendTogether(
            count: total, over: { try $0.transport() }, request: { $0.request("/\($1)") },
            meanwhile: { #expect(Self.threadCount() < total / 2, "a thread each would be \(total)") })
    }

    @Test("many hosts are shared out evenly, and each stays where its connections are")
    func sharedOut() throws {
        let cases = [(1, 90, [90]), (3, 30, [30]), (3, 31, [30, 1]), (3, 90, [30, 30, 30]), (4, 2, [2])]
        for (most, hosts, expected) in cases {
            let loops = try CurlLoops(most: most)
            defer { loops.shutDown() }
            let names = (0..<hosts).map { "host\($0)" }
            let first = try names.map { ObjectIdentifier(try loops.loop(for: $0)) }
            #expect(try names.map { ObjectIdentifier(try loops.loop(for: $0)) } == first)
            let loads = Dictionary(grouping: first, by: \.self).values.map(\.count).sorted(by: >)
            #expect(loads == expected, "\(most) threads for \(hosts) hosts")
        }
    }

    @Test("transfers of many hosts are counted over all threads, and end with the transport")
    func manyHosts() async throws {
        let names = (0..<70).map { "host\($0).localhost" }
        try await sendTogether(
            .init(names: names), count: names.count,
            over: { try CurlTransport(trustRoots: .file($0.roots.path), userAgent: "test", threads: 3) },
            request: { $0.request(host: names[$1]) })
    }

    /// Threads of this process: the tests', the server's and the transport's.
    private static func threadCount() -> Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count) ?? 0
    }
}

/// Holds everybody up until all have come.
private actor Barrier {
    private let parties: Int
    private var arrived = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(parties: Int) { self.parties = parties }

    func arrive() async {
        arrived += 1
        await whenAllArrived()
    }

    /// Nobody waits any more, whoever is missing.
    func open() async {
        arrived = parties
        await whenAllArrived()
    }

    func whenAllArrived() async {
        guard arrived < parties else {
            for continuation in waiting { continuation.resume() }
            waiting = []
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }
}
