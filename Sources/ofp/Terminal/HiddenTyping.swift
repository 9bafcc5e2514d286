#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What a person types on the terminal and nobody sees.
enum HiddenTyping {
    /// Asks for one line. Whoever stops the process meanwhile has a terminal that shows what is typed, and is asked again once
    /// it goes on: a shell has its own way with the terminal.
    ///
    /// - Returns: nil where there is no terminal, or its end is typed.
    static func line(_ prompt: String) -> String? {
        let signals = SignalPipe([SIGTSTP, SIGCONT])
        defer { signals?.end() }
        guard begin(prompt) else { return nil }
        defer { TerminationSignals.showTyping() }
        var bytes: [UInt8] = []
        while true {
            var inputs = [
                pollfd(fd: signals?.readingEnd ?? -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&inputs, 2, -1) > 0 else {
                if errno == EINTR { continue }
                return nil
            }
            // Before what was typed, some of which may have been seen by then.
            if let signals, inputs[0].revents != 0 {
                TerminationSignals.showTyping()
                if signals.arrived().contains(SIGTSTP) {
                    SignalPipe.stopProcess()
                    // That it goes on is no news by then.
                    signals.wait()
                    _ = signals.arrived()
                }
                bytes = []
                guard begin(prompt) else { return nil }
                continue
            }
            var piece = [UInt8](repeating: 0, count: 4_096)
            let count = read(STDIN_FILENO, &piece, piece.count)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            bytes += piece.prefix(max(0, count))
            guard count <= 0 || bytes.last == UInt8(ascii: "\n") else { continue }
            if count <= 0, bytes.isEmpty { return nil }
            return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        }
    }

    private static func begin(_ prompt: String) -> Bool {
        guard TerminationSignals.hideTyping() else { return false }
        DescriptorWriting.prompt(prompt)
        return true
    }
}
