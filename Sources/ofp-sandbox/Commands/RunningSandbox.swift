import FoundationEssentials

/// Starts the sandbox, gives `body` the environment for clients, and stops it when `body` is done.
func withSandbox<Result: Sendable>(
    _ sandbox: Sandbox, port: Int, keys: KeyDirectory,
    _ body: @escaping @Sendable (ClientEnvironment) async throws -> Result
) async throws -> Result {
    let files = try TPPFiles(sandbox.pki, in: keys.url)
    return try await SandboxServer(sandbox, port: port).serve { port in
        try await body(ClientEnvironment(sandbox, files: files, port: port))
    }
}
