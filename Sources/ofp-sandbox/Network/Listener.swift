#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Takes connections on a port of the loopback interface.
struct Listener: Sendable {
    let port: Int
    private let descriptor: Descriptor
    private let readable: Readiness

    /// - Parameter port: 0 for any free one.
    /// - Throws: a ``SandboxError`` that says why the port cannot be had.
    init(port: Int) throws {
        #if os(Linux)
        let stream = Int32(SOCK_STREAM.rawValue)
        #else
        let stream = SOCK_STREAM
        #endif
        descriptor = Descriptor(socket(AF_INET, stream, 0))
        var on: Int32 = 1
        setsockopt(descriptor.number, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { [descriptor] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor.number, address, length) == 0 && listen(descriptor.number, Self.backlog) == 0
                    && getsockname(descriptor.number, address, &length) == 0
            }
        }
        guard isListening else {
            let reason = String(cString: strerror(errno)).lowercased()
            throw SandboxError(
                "The sandbox cannot listen on port \(port): \(reason). Choose another, or 0 for any free one.")
        }
        self.port = Int(UInt16(bigEndian: address.sin_port))
        readable = Readiness(.toRead, of: descriptor)
    }

    /// A thousand hubs may be asked in the same moment.
    private static let backlog: Int32 = 4_096

    /// The next connection; nil when the listener has ended.
    func next() async -> Socket? {
        while true {
            let number = accept(descriptor.number, nil, nil)
            guard number < 0 else { return Socket(taking: Descriptor(number)) }
            switch errno {
            case EAGAIN: await readable.wait()
            case EINTR, ECONNABORTED: continue
            // No more files may be open: those that are will be closed.
            case EMFILE, ENFILE: try? await Task.sleep(for: .milliseconds(10))
            default: return nil
            }
            if readable.isOver { return nil }
        }
    }

    func end() { readable.end() }
}
