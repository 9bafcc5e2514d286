import Hummingbird
import NIOCore
import NIOHTTP2
import NIOSSL

/// A request's surroundings, with the connection that it came on.
struct SandboxRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// What the TLS handshake told of the client.
    struct Peer: Sendable {
        /// The name in its ClientHello.
        var serverName: String
        /// Of its certificate, where the handshake asked for one.
        var thumbprint: Thumbprint?
    }

    /// The connection itself: a stream of HTTP/2 is a channel of its own, whose parent it is.
    private var connection: any Channel {
        get throws {
            if (try? channel.pipeline.syncOperations.handler(type: ServerNameHandler.self)) != nil { return channel }
            guard let parent = channel.parent else { throw ConnectionCut() }
            return parent
        }
    }

    /// Breaks the connection, whatever is still to be sent on it.
    func cutConnection() {
        channel.eventLoop.execute { [self] in (try? connection)?.close(promise: nil) }
    }

    func peer() async throws -> Peer {
        try await channel.eventLoop.submit { [self] in
            let pipeline = try connection.pipeline.syncOperations
            let certificate = try pipeline.nioSSL_peerCertificate()
            return Peer(
                serverName: try pipeline.handler(type: ServerNameHandler.self).name,
                thumbprint: try certificate.map { Thumbprint(der: try $0.toDERBytes()) })
        }.get()
    }

    // MARK: - Below HTTP/2

    /// The number of the request's stream; nil where it came over HTTP/1.1.
    private func stream() async throws -> UInt32? {
        guard (try? await channel.getOption(HTTP2StreamChannelOptions.streamID).get()) != nil else { return nil }
        return UInt32(Int(try await channel.getOption(HTTP2StreamChannelOptions.streamID).get()))
    }

    /// Sends frames as they are, past what knows the rules of HTTP/2; over HTTP/1.1 the connection breaks.
    ///
    /// - Parameter isEndless: whether they are sent again and again for as long as the client takes them.
    func sendFrames(isEndless: Bool, _ frames: (_ stream: UInt32) -> (first: [UInt8], then: [UInt8])) async throws {
        guard let stream = try await stream() else { throw ConnectionCut() }
        let (first, then) = frames(stream)
        func send(_ bytes: [UInt8]) async throws {
            try await channel.eventLoop.flatSubmit { [self] in
                let promise = channel.eventLoop.makePromise(of: Void.self)
                do {
                    let http2 = try connection.pipeline.syncOperations.context(handlerType: NIOHTTP2Handler.self)
                    http2.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: promise)
                } catch {
                    promise.fail(error)
                }
                return promise.futureResult
            }.get()
        }
        try await send(first)
        while isEndless, !Task.isCancelled { try await send(then) }
    }
}
