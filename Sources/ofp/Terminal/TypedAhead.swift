#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What has been typed, or pasted, and was not read yet.
enum TypedAhead {
    /// Nobody's yes, where it came before what it would be a yes to.
    static func forget() { tcflush(STDIN_FILENO, TCIFLUSH) }
}
