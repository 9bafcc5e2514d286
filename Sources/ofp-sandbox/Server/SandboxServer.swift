/// The sandbox on a loopback port.
struct SandboxServer {
    private let sandbox: Sandbox
    private let port: Int

    /// - Parameter port: 0 for any free one.
    init(_ sandbox: Sandbox, port: Int) {
        self.sandbox = sandbox
        self.port = port
    }

    /// Serves for as long as `body` runs, which gets the port.
    func serve<Result: Sendable>(
        while body: @escaping @Sendable (_ port: Int) async throws -> Result
    ) async throws -> Result {
        let listener = try Listener(port: port)
        let server = HTTPServer(
            listener: listener, service: try SandboxService(sandbox: sandbox, port: listener.port))
        return try await server.serve { try await body(listener.port) }
    }
}
