import Synchronization

/// A connection without TLS, for what never leaves this machine.
final class PlainStream: ByteStream {
    private let socket: Socket
    private let unsent = Mutex<[UInt8]>([])

    init(_ socket: Socket) { self.socket = socket }

    func read() async throws -> [UInt8]? { try await socket.read() }

    func queue(_ bytes: [UInt8]) { unsent.withLock { $0 += bytes } }

    func flush() async throws {
        let bytes = unsent.withLock { unsent in
            defer { unsent = [] }
            return unsent
        }
        try await socket.write(bytes)
    }
}
