import Dispatch

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// One TCP connection that suspends its tasks, and blocks no thread, until bytes can be read or written.
final class Socket: Sendable {
    private let descriptor: Descriptor
    private let readable: Readiness
    private let writable: Readiness

    init(taking descriptor: Descriptor) {
        self.descriptor = descriptor
        // The end of an answer is not to wait until the client has acknowledged its beginning.
        var on: Int32 = 1
        setsockopt(descriptor.number, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        readable = Readiness(.toRead, of: descriptor)
        writable = Readiness(.toWrite, of: descriptor)
    }

    deinit { end() }

    /// Some of what has come; nil at the end.
    func read() async throws(SocketError) -> [UInt8]? {
        while true {
            var count = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: 16 << 10) { buffer, filled in
                count = recv(descriptor.number, buffer.baseAddress, buffer.count, 0)
                filled = max(0, count)
            }
            guard count < 0 else { return count == 0 ? nil : bytes }
            switch errno {
            case EAGAIN: await readable.wait()
            case EINTR: continue
            default: throw SocketError()
            }
        }
    }

    /// Returns once the system has taken all of it.
    func write(_ bytes: [UInt8]) async throws(SocketError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                send(descriptor.number, buffer.baseAddress?.advanced(by: sent), buffer.count - sent, Self.flags)
            }
            guard count < 0 else {
                sent += count
                continue
            }
            switch errno {
            case EAGAIN: await writable.wait()
            case EINTR: continue
            default: throw SocketError()
            }
        }
    }

    /// A client that has gone must not end the process by SIGPIPE; Darwin has an option of the socket for that.
    #if os(Linux)
    private static let flags = Int32(MSG_NOSIGNAL)
    #else
    private static let flags: Int32 = 0
    #endif

    /// Tells the client that nothing more comes, and waits until it has ended its side, too.
    ///
    /// A socket that is closed while there is something to read resets its connection, and what was sent last may be lost.
    func finish() async {
        shutdown(descriptor.number, Int32(SHUT_WR))
        while let bytes = try? await read(), !bytes.isEmpty {}
    }

    /// Ends the connection at once, and everything that waits for it.
    func end() {
        shutdown(descriptor.number, Int32(SHUT_RDWR))
        readable.end()
        writable.end()
    }
}

/// The connection broke.
struct SocketError: Error {}

/// An open file of the system's, closed when nobody has it any more.
final class Descriptor: Sendable {
    let number: Int32

    /// - Parameter number: as `socket` and `accept` give it.
    init(_ number: Int32) {
        self.number = number
        _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        #if canImport(Darwin)
        var on: Int32 = 1
        setsockopt(number, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
        #endif
    }

    deinit { close(number) }
}
