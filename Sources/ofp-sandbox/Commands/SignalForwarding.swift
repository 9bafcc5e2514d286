import Dispatch

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Lets a child process have the signals that are meant to end us both.
///
/// Ctrl-C reaches the child by the terminal already, so that it is only kept from us; SIGTERM and SIGHUP are passed on.
/// We end when the child has.
struct SignalForwarding: Sendable {
    // Dispatch sources may be used from any thread; on Linux their protocol does not say so.
    private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

    init(to child: pid_t) {
        sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if number != SIGINT { kill(child, number) }
            }
            source.activate()
            return source
        }
    }

    func end() {
        for source in sources { source.cancel() }
    }
}
