import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The terminal's screen, drawn on rather than written on, line by line.
enum TerminalScreen {
    /// From here on each key comes as it is pressed, and what is written to standard error waits.
    static func claim(beginning: Data, end: Data) -> Bool {
        guard TerminationSignals.claimScreen(beginning: beginning, end: end) else { return false }
        StandardError.hold()
        return true
    }

    /// Gives it back as it was, with what was to be told meanwhile.
    static func leave() { TerminationSignals.leaveScreen() }

    static func draw(_ codes: Data) { TerminationSignals.drawOnScreen(codes) }
}
