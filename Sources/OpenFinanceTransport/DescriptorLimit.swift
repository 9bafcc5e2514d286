#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// How many file descriptors the process may have, which bounds how many connections it can.
public enum DescriptorLimit {
    /// Raises the limit as far as the system allows, for a program that means to have hundreds of connections. The
    /// usual 1024 are a precaution for programs that use select(2), and libcurl uses poll(2).
    public static func raise() {
        guard var limit = current else { return }
        limit.rlim_cur = min(limit.rlim_max, highest)
        _ = setrlimit(resource, &limit)
    }

    /// Connections that fit: two descriptors each, since a name with addresses of both families is tried on both, and
    /// some left for everything else. At the limit libcurl keeps transfers waiting; without it they would fail.
    static var connections: Int {
        guard let limit = current else { return 256 }
        return max(4, (Int(clamping: min(limit.rlim_cur, highest)) - 64) / 2)
    }

    private static let highest: rlim_t = 8_192

    private static var current: rlimit? {
        var limit = rlimit()
        return getrlimit(resource, &limit) == 0 ? limit : nil
    }

    #if canImport(Glibc)
    private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
    private static let resource = RLIMIT_NOFILE
    #endif
}
