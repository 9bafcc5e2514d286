import Hummingbird
import HummingbirdCore
import Logging

/// The sandbox on a loopback port.
struct SandboxServer {
    let sandbox: Sandbox
    /// 0 for any free one.
    let port: Int

    /// Serves until the task is cancelled; `onRunning` gets the port once connections are taken.
    func run(onRunning: @escaping @Sendable (Int) async -> Void) async throws {
        let sandbox = sandbox
        let listening = PortBox()
        var logger = Logger(label: "ofp-sandbox")
        logger.logLevel = .critical
        let application = Application(
            responder: SandboxResponder(sandbox: sandbox, port: listening),
            server: HTTPServerBuilder { TLSBySite(HTTP1Channel(responder: $0), sandbox: sandbox) },
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: port), serverName: nil, backlog: 4_096),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                listening.set(port)
                await onRunning(port)
            },
            logger: logger)
        try await application.runService(gracefulShutdownSignals: [])
    }
}
