import Hummingbird
import HummingbirdCore
import Logging
import ServiceLifecycle

/// The sandbox on a loopback port.
struct SandboxServer {
    private let services: ServiceGroup
    private let ports: AsyncStream<Int>

    /// - Parameter port: 0 for any free one.
    init(_ sandbox: Sandbox, port: Int) {
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let portInUse = PortBox()
        var logger = Logger(label: "ofp-sandbox")
        logger.logLevel = .critical
        let application = Application(
            responder: SandboxResponder(sandbox: sandbox, port: portInUse),
            server: HTTPServerBuilder { TLSBySite(responder: $0, sandbox: sandbox) },
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: port), serverName: nil, backlog: 4_096),
            onServerRunning: { channel in
                portInUse.set(channel.localAddress?.port ?? 0)
                listening.yield(portInUse.value)
                listening.finish()
            },
            logger: logger)
        services = ServiceGroup(configuration: .init(services: [application], logger: logger))
        self.ports = ports
    }

    /// Serves for as long as `body` runs, which gets the port.
    ///
    /// The end is a graceful one: a server that is cancelled while a connection is being accepted traps within NIO.
    func serve<Result: Sendable>(
        while body: @escaping @Sendable (_ port: Int) async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            let work = Task {
                for await port in ports { return try await body(port) }
                throw SandboxError("The sandbox cannot listen. Choose another port.")
            }
            group.addTask {
                _ = await work.result
                await services.triggerGracefulShutdown()
            }
            do {
                try await group.waitForAll()
            } catch {
                work.cancel()
                throw SandboxError("The sandbox cannot listen (\(error)). Choose another port.")
            }
            return try await work.value
        }
    }
}
