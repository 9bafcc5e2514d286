#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What text is laid out for: the terminal that a stream leads to, or none, as with files and pipes.
struct Terminal: Sendable {
    /// Columns; nil where a line may be as wide as it takes.
    var width: Int?
    var style = Style(isColoured: false)
    var links = Hyperlinks.none

    static let none = Terminal()
}

extension Terminal {
    /// The one that a descriptor of the process leads to.
    init(_ descriptor: Int32) {
        guard isatty(descriptor) == 1 else { return }
        var size = winsize()
        let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        width = isKnown ? Int(size.ws_col) : 80
    }

    /// What the person wants, and the terminal understands.
    mutating func adapt(to environment: [String: String], color: ColorChoice) {
        let isColoured =
            switch color {
            case .always: true
            case .never: false
            case .auto: width != nil && !Self.isDumb(environment)
            }
        style = Style(isColoured: isColoured)
        links = Hyperlinks(environment, width: width, style: style)
    }

    /// Whether it understands no control sequences.
    static func isDumb(_ environment: [String: String]) -> Bool { environment["TERM"] == "dumb" }

    /// Whether somebody is there to be asked: standard input and standard error are a terminal.
    static var hasPerson: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }
}
