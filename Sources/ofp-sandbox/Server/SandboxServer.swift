import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import ServiceLifecycle

/// The sandbox on a loopback port.
struct SandboxServer {
    private let services: ServiceGroup
    private let ports: AsyncStream<Int>
    private let port: Int

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
        self.port = port
    }

    /// In the system's words; nil where the port is free.
    private static func reasonNotToListen(on port: Int) -> String? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard port != 0, descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        return isBound ? nil : String(cString: strerror(errno)).lowercased()
    }

    /// Serves for as long as `body` runs, which gets the port.
    ///
    /// The end is a graceful one: a server that is cancelled while a connection is being accepted traps within NIO.
    func serve<Result: Sendable>(
        while body: @escaping @Sendable (_ port: Int) async throws -> Result
    ) async throws -> Result {
        // A server that cannot listen does not say so for as long as something waits for it.
        if let reason = Self.reasonNotToListen(on: port) {
            throw SandboxError(
                "The sandbox cannot listen on port \(port): \(reason). Choose another, or 0 for any free one.")
        }
        return try await withThrowingTaskGroup(of: Void.self) { group in
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
