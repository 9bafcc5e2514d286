import FoundationEssentials

/// Starts the sandbox, gives `body` the environment for clients, and stops it when `body` is done.
func withSandbox<Result: Sendable>(
    _ sandbox: Sandbox, port: Int, keys: KeyDirectory,
    _ body: @escaping @Sendable (ClientEnvironment) async throws -> Result
) async throws -> Result {
    let files = try TPPFiles(sandbox.pki, in: keys.url)
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask {
            defer { continuation.finish() }
            try await SandboxServer(sandbox: sandbox, port: port).run { continuation.yield($0) }
            return nil
        }
        group.addTask {
            for await port in ports { return try await body(ClientEnvironment(sandbox, files: files, port: port)) }
            return nil
        }
        defer { group.cancelAll() }
        while let result = try await group.next() {
            if let result { return result }
        }
        throw SandboxError("The sandbox stopped before its work was done. Try again.")
    }
}
