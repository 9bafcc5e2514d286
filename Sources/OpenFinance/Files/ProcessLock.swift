#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A lock between processes (flock(2)), held for as long as the object is there: while a journal is opened or written.
package final class ProcessLock {
    private let descriptor: Int32

    /// Nil where it cannot be had within ten seconds.
    package init?(_ path: String) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return nil }
        for _ in 0..<1_000 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
            usleep(10_000)
        }
        return nil
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }
}
