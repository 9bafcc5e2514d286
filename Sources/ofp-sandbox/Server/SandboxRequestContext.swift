import Hummingbird
import NIOCore
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

    /// Breaks the connection, whatever is still to be sent on it.
    func cutConnection() { channel.close(promise: nil) }

    func peer() async throws -> Peer {
        try await channel.eventLoop.submit { [channel] in
            let pipeline = channel.pipeline.syncOperations
            let certificate = try pipeline.nioSSL_peerCertificate()
            return Peer(
                serverName: try pipeline.handler(type: ServerNameHandler.self).name,
                thumbprint: try certificate.map { Thumbprint(der: try $0.toDERBytes()) })
        }.get()
    }
}
