#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Whether this process may open what it cannot do without: libraries below do not say that they could not, and stop.
enum DescriptorBudget {
    /// Beside the three streams: pipes of the runtime and the network's thread, a connection, a database and its files.
    private static let needed = 17

    /// Opens as many at once, and closes them.
    static var isEnough: Bool {
        var descriptors: [Int32] = []
        defer { for descriptor in descriptors { close(descriptor) } }
        for _ in 0..<needed {
            let descriptor = open("/", O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return false }
            descriptors.append(descriptor)
        }
        return true
    }
}
