import FoundationEssentials

/// Starts the sandbox, gives `body` the environment for clients, and stops it when `body` is done.
///
/// - Parameter control: the port of the control endpoint; nil for none.
func withSandbox<Result: Sendable>(
    _ sandbox: Sandbox, port: Int, control: Int? = nil, keys: KeyDirectory,
    _ body: @escaping @Sendable (ClientEnvironment) async throws -> Result
) async throws -> Result {
    let files = try TPPFiles(sandbox.pki, in: keys.url)
    let controlServer = try control.map { try ControlServer(sandbox, port: $0) }
    let serve: @Sendable () async throws -> Result = {
        try await SandboxServer(sandbox, port: port).serve { port in
            try await body(ClientEnvironment(sandbox, files: files, port: port, controlURL: controlServer?.url))
        }
    }
    guard let controlServer else { return try await serve() }
    return try await controlServer.serve(while: serve)
}
