import Synchronization

/// One connection with its TLS: plaintext is read and written, and waits for the socket where it has to.
///
/// One task reads. Any number may write: what they queue goes out in the order in which they queued it.
final class TLSStream: Sendable {
    private struct State {
        let session: TLSSession
        /// Whether a task is sending what OpenSSL has for the socket.
        var isSending = false
        var waiting: [CheckedContinuation<Void, any Error>] = []

        /// Those who have waited for it.
        mutating func endSending() -> [CheckedContinuation<Void, any Error>] {
            isSending = false
            defer { waiting = [] }
            return waiting
        }
    }

    private let socket: Socket
    private let state: Mutex<State>

    /// - Parameters: as ``TLSSession`` has them.
    init(
        _ socket: Socket, _ context: TLSContext, choose: @escaping @Sendable (_ serverName: String?) -> TLSContext?
    ) throws(TLSFailure) {
        self.socket = socket
        state = Mutex(State(session: try TLSSession(context, choose: choose)))
    }

    /// What the handshake told of the client.
    struct Peer: Sendable {
        /// The name in its ClientHello.
        var serverName: String
        /// Of its certificate, where the handshake asked for one.
        var thumbprint: Thumbprint?
        /// What both speak, as ALPN names it.
        var applicationProtocol: String?
    }

    /// - Throws: a ``ConnectionCut`` where the client has gone or asks for a name that nobody serves.
    func handshake() async throws -> Peer {
        while true {
            let progress = state.withLock { $0.session.handshake() }
            if case .refusedName = progress { throw ConnectionCut() }
            // Also an alert, where it has failed.
            try await flush()
            switch progress {
            case .done: return peer
            case .failed(let failure): throw failure
            case .needsInput, .refusedName:
                guard let ciphertext = try await socket.read() else { throw ConnectionCut() }
                state.withLock { $0.session.receive(ciphertext) }
            }
        }
    }

    /// The name in the ClientHello, as soon as that has come.
    var serverName: String? { state.withLock { $0.session.serverName } }

    private var peer: Peer {
        state.withLock { state in
            Peer(
                serverName: state.session.serverName ?? "", thumbprint: state.session.clientThumbprint,
                applicationProtocol: state.session.applicationProtocol)
        }
    }

    /// Some of what has come; nil at the end.
    func read() async throws -> [UInt8]? {
        while true {
            let (reading, hasOutput) = state.withLock { ($0.session.read(), $0.session.hasOutput) }
            // Such as the answer to new keys (RFC 8446 §4.6.3).
            if hasOutput { try await flush() }
            switch reading {
            case .bytes(let bytes): return bytes
            case .ended: return nil
            case .failed(let failure): throw failure
            case .needsInput:
                guard let ciphertext = try await socket.read() else { return nil }
                state.withLock { $0.session.receive(ciphertext) }
            }
        }
    }

    /// Puts bytes behind those that are still to be sent.
    func queue(_ plaintext: [UInt8]) throws(TLSFailure) {
        try state.withLock { state throws(TLSFailure) in try state.session.write(plaintext) }
    }

    /// Returns once the system has taken everything that was queued: nobody writes faster than the client reads.
    func flush() async throws {
        let isSending = state.withLock { state in
            defer { state.isSending = true }
            return state.isSending
        }
        guard isSending else { return try await send() }
        try await withCheckedThrowingContinuation { continuation in
            let isDone = state.withLock { state in
                guard state.isSending else { return true }
                state.waiting.append(continuation)
                return false
            }
            if isDone { continuation.resume() }
        }
    }

    func write(_ plaintext: [UInt8]) async throws {
        try queue(plaintext)
        try await flush()
    }

    private func send() async throws {
        while true {
            let (ciphertext, waiting) = state.withLock { state in
                let ciphertext = state.session.drainOutput()
                return (ciphertext, ciphertext.isEmpty ? state.endSending() : [])
            }
            guard !ciphertext.isEmpty else { return waiting.forEach { $0.resume() } }
            do {
                try await socket.write(ciphertext)
            } catch {
                for continuation in state.withLock({ $0.endSending() }) { continuation.resume(throwing: error) }
                throw error
            }
        }
    }

    /// Ends the connection in order, so that what was sent arrives, be it an alert.
    func close() async {
        state.withLock { $0.session.finish() }
        if (try? await flush()) != nil { await socket.finish() }
        socket.end()
    }

    /// Ends the connection here and now.
    func cut() { socket.end() }
}
