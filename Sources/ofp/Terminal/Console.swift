import FoundationEssentials
import OpenFinance

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Where a command prints: data on standard output, all else on standard error. Colour, width and whether anyone
/// watches are decided here, once.
struct Console {
    var writeOutput: @Sendable (Data) -> Void
    var writeError: @Sendable (Data) -> Void
    /// Why something of the output did not arrive; nil where all did.
    var outputFailure: @Sendable () -> String? = { nil }
    /// Columns of the terminal that standard output is; nil where it is none.
    var outputWidth: Int?
    /// Columns of the terminal that standard error is; nil where it is none, or cannot go back on a line.
    var errorWidth: Int?
    var outputStyle = Style(isColoured: false)
    var errorStyle = Style(isColoured: false)

    /// The process's own streams.
    static func standard() -> Console {
        Console(
            writeOutput: { StandardOutput.write($0) },
            writeError: { _ = DescriptorWriting.writeAll($0, to: STDERR_FILENO) },
            outputFailure: { StandardOutput.failure },
            outputWidth: width(of: STDOUT_FILENO), errorWidth: width(of: STDERR_FILENO))
    }

    /// - Parameter isDumb: whether the terminal understands no control sequences.
    mutating func chooseColor(_ choice: ColorChoice, isDumb: Bool) {
        func isColoured(_ width: Int?) -> Bool {
            switch choice {
            case .always: true
            case .never: false
            case .auto: width != nil && !isDumb
            }
        }
        outputStyle = Style(isColoured: isColoured(outputWidth))
        errorStyle = Style(isColoured: isColoured(errorWidth))
        if isDumb { errorWidth = nil }
    }

    func write(_ text: String) { writeOutput(Data(text.utf8)) }

    func note(_ text: String) { writeError(Data("\(text)\n".utf8)) }

    func warn(_ text: String) { note("ofp: \(errorStyle.yellow("warning")): \(text.withoutSecrets)") }

    func error(_ failure: CommandFailure) { note("ofp: \(errorStyle.red("error")): \(failure.sentences)") }

    private static func width(of descriptor: Int32) -> Int? {
        guard isatty(descriptor) == 1 else { return nil }
        var size = winsize()
        let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return isKnown ? Int(size.ws_col) : 80
    }
}
