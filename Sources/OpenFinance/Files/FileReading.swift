package import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Reads what a path names, be it a file, a pipe (`/dev/fd/63`, a FIFO) or standard input.
package enum FileReading {
    package struct Failure: Error {
        /// A clause: `it is larger than 1048576 bytes`.
        package let reason: String
    }

    /// Whether it can be read once only.
    package static func isPipe(_ path: String) -> Bool {
        var status = stat()
        return path == "-" || stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    }

    /// - Parameters:
    ///   - path: `-` for standard input.
    ///   - limit: bytes; a device without end must not fill the memory.
    package static func contents(of path: String, limit: Int) throws(Failure) -> Data {
        let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(reason: SystemMessage.last) }
        defer { close(descriptor) }
        var contents = Data()
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = systemRead(descriptor, &buffer, buffer.count)
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw Failure(reason: SystemMessage.last)
            }
            guard count <= limit - contents.count else { throw Failure(reason: "it is larger than \(limit) bytes") }
            contents.append(contentsOf: buffer[..<count])
        }
        // What was read may be a key.
        for index in buffer.indices { buffer[index] = 0 }
        return contents
    }
}

private let systemRead = read
