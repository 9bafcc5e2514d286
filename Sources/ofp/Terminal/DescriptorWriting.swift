import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

enum DescriptorWriting {
    /// Shows a person a question, on the terminal that standard error is.
    static func prompt(_ text: String) { _ = writeAll(Data(text.utf8), to: STDERR_FILENO) }

    /// The same to a file that somebody has named. Where it is a pipe, its reader may leave: that fails the writing, and is
    /// told, in place of ending the process without a word.
    static func writeAll(_ data: Data, toFile descriptor: Int32) -> Bool {
        var (pipe, before, pending) = (sigset_t(), sigset_t(), sigset_t())
        sigemptyset(&pipe)
        sigaddset(&pipe, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &pipe, &before)
        let isWritten = writeAll(data, to: descriptor)
        let error = errno
        // The signal goes to the thread that wrote.
        if !isWritten, error == EPIPE, sigpending(&pending) == 0, sigismember(&pending, SIGPIPE) == 1 {
            var number: Int32 = 0
            sigwait(&pipe, &number)
        }
        pthread_sigmask(SIG_SETMASK, &before, nil)
        errno = error
        return isWritten
    }

    /// Writes all of it; false where that fails, with `errno` set.
    ///
    /// A descriptor that does not block, as one that is shared with another program may be, is waited for.
    static func writeAll(_ data: Data, to descriptor: Int32) -> Bool {
        data.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let written = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if written > 0 {
                    rest = rest.dropFirst(written)
                } else if written < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) {
                    var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    guard poll(&wanted, 1, -1) > 0 || errno == EINTR else { return false }
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }
}
