import FoundationEssentials
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The process's standard error, which keeps quiet while another program has the screen.
enum StandardError {
    /// What is to be written once the screen is free again; nil while it is.
    private static let held = Mutex<Data?>(nil)

    static func write(_ data: Data) {
        let isHeld = held.withLock { held in
            held?.append(data)
            return held != nil
        }
        if !isHeld { _ = DescriptorWriting.writeAll(data, to: STDERR_FILENO) }
    }

    /// A file or a pipe disturbs nobody, and is written on.
    static func hold() {
        guard isatty(STDERR_FILENO) == 1 else { return }
        held.withLock { $0 = Data() }
    }

    static func release() {
        let data = held.withLock { held in
            defer { held = nil }
            return held
        }
        if let data { write(data) }
    }
}
