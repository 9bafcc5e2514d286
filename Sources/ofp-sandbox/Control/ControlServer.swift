/// The control endpoint on a loopback port of its own: plain HTTP, since whoever reaches it could end the sandbox as well.
struct ControlServer {
    private let listener: Listener
    private let sandbox: Sandbox

    /// - Parameter port: 0 for any free one.
    init(_ sandbox: Sandbox, port: Int) throws {
        listener = try Listener(port: port)
        self.sandbox = sandbox
    }

    var url: String { "http://127.0.0.1:\(listener.port)" }

    /// Serves for as long as `body` runs.
    func serve<Result: Sendable>(while body: @escaping @Sendable () async throws -> Result) async throws -> Result {
        let endpoint = ControlEndpoint(sandbox: sandbox, port: listener.port)
        return try await ServerThreads.shared.running(
            { [listener] in await listener.serve { await Self.answer($0, endpoint) } }, while: body)
    }

    private static func answer(_ socket: Socket, _ endpoint: ControlEndpoint) async {
        await withTaskCancellationHandler {
            do {
                try await HTTP1Connection(stream: PlainStream(socket)) { await endpoint.respond(to: $0) }.serve()
                await socket.finish()
            } catch {}
            socket.end()
        } onCancel: {
            socket.end()
        }
    }
}
