import Synchronization

/// What a server is there for: how it does TLS under which name, and how it answers.
protocol HTTPService: Sendable {
    /// For a handshake whose server name is not known yet.
    var entrance: TLSContext { get }

    /// The TLS of a server name, at the beginning of each connection to it; nil where the connection is to break.
    func context(for serverName: String?) -> TLSContext?

    /// - Throws: a ``StreamRefused``, or whatever else, which breaks the connection.
    func respond(to request: Request, on exchange: Exchange) async throws -> Response

    /// A connection that had got its context has ended.
    func connectionEnded()

    /// TLS could not be agreed on with a client.
    func handshakeFailed(for serverName: String?, _ failure: TLSFailure)
}

extension HTTPService {
    func handshakeFailed(for serverName: String?, _ failure: TLSFailure) {}
}

/// What a request came on, for those who look below HTTP.
struct Exchange: Sendable {
    let peer: TLSStream.Peer
    /// Nil over HTTP/1.1.
    let http2: HTTP2?

    /// The frames around a request.
    struct HTTP2: Sendable {
        let stream: UInt32
        /// Sends bytes as they are, past what knows the rules of HTTP/2.
        let send: @Sendable ([UInt8]) async throws -> Void
    }
}

/// The request is given back as if nobody had looked at it (RFC 9113 §8.7). Over HTTP/1.1, which cannot do that, the
/// connection breaks.
struct StreamRefused: Error {}

/// Serves HTTP/2 and HTTP/1.1 over TLS, as clients ask for them by ALPN (RFC 7301), with a task for each connection.
struct HTTPServer<Service: HTTPService>: Sendable {
    let listener: Listener
    let service: Service

    /// Serves until its task is cancelled; then every connection breaks.
    func run() async { await listener.serve { await serve($0) } }

    private func serve(_ socket: Socket) async {
        await withTaskCancellationHandler {
            let hasContext = Atomic(false)
            do {
                let stream = try TLSStream(socket, service.entrance) { name in
                    let context = service.context(for: name)
                    hasContext.store(context != nil, ordering: .releasing)
                    return context
                }
                do {
                    try await serve(stream, try await handshake(stream))
                    await stream.close()
                } catch is TLSFailure {
                    // The alert that says so has still to arrive.
                    await stream.close()
                }
            } catch {
                socket.end()
            }
            if hasContext.load(ordering: .acquiring) { service.connectionEnded() }
        } onCancel: {
            socket.end()
        }
    }

    private func handshake(_ stream: TLSStream) async throws -> TLSStream.Peer {
        do {
            return try await stream.handshake()
        } catch let failure as TLSFailure {
            service.handshakeFailed(for: stream.serverName, failure)
            throw failure
        }
    }

    private func serve(_ stream: TLSStream, _ peer: TLSStream.Peer) async throws {
        if peer.applicationProtocol == "h2" {
            try await HTTP2Connection(stream: stream, peer: peer, service: service).serve()
        } else {
            try await HTTP1Connection(stream: stream) { request in
                try await service.respond(to: request, on: Exchange(peer: peer, http2: nil))
            }.serve()
        }
    }
}

extension HTTPServer {
    /// Serves for as long as `body` runs.
    func serve<Result: Sendable>(while body: @escaping @Sendable () async throws -> Result) async throws -> Result {
        try await ServerThreads.shared.running({ await run() }, while: body)
    }
}

extension Listener {
    /// Gives each connection a task of its own, until this one is cancelled; then every connection breaks.
    func serve(_ body: @escaping @Sendable (Socket) async -> Void) async {
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { connections in
                while let socket = await next() {
                    connections.addTask { await body(socket) }
                }
                connections.cancelAll()
            }
        } onCancel: {
            end()
        }
    }
}

extension ServerThreads {
    /// Runs a server on these threads for as long as `body` runs.
    func running<Result: Sendable>(
        _ server: @escaping @Sendable () async -> Void, while body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask(executorPreference: self) {
                await server()
                return nil
            }
            group.addTask { try await body() }
            defer { group.cancelAll() }
            while let outcome = try await group.next() {
                if let outcome { return outcome }
            }
            throw CancellationError()
        }
    }
}
