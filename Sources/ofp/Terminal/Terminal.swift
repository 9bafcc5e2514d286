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
    /// Lines that it shows at once; nil where nobody looks at a screen.
    var height: Int?
    var style = Style(isColoured: false)
    var links = Hyperlinks.none
    /// Whether it is known to show more than ASCII.
    var hasUTF8 = false

    static let none = Terminal()
}

extension Terminal {
    /// The one that a descriptor of the process leads to.
    init(_ descriptor: Int32) {
        measure(descriptor)
    }

    /// Takes the size that it has now.
    mutating func measure(_ descriptor: Int32) {
        guard isatty(descriptor) == 1 else { return }
        var size = winsize()
        let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        width = isKnown ? Int(size.ws_col) : 80
        height = isKnown && size.ws_row > 0 ? Int(size.ws_row) : 24
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
        hasUTF8 = !Self.isDumb(environment) && Self.isUTF8(environment)
    }

    /// The first of these that is set says how characters are coded (POSIX.1, 8.2).
    private static func isUTF8(_ environment: [String: String]) -> Bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        return locale?.lowercased().filter { $0 != "-" }.contains("utf8") ?? false
    }

    /// Whether it understands no control sequences.
    static func isDumb(_ environment: [String: String]) -> Bool { environment["TERM"] == "dumb" }

    /// Whether it is this process that the terminal's keys are for, and not whatever else runs in it.
    static func isForeground(_ descriptor: Int32) -> Bool { tcgetpgrp(descriptor) == getpgrp() }

    /// Whether all of a text can be seen at once, with a line left for what follows.
    func fits(_ text: String) -> Bool {
        guard let height else { return true }
        var rows = 0
        for line in text.split(separator: "\n", maxSplits: height, omittingEmptySubsequences: false).dropLast() {
            rows += max(1, (String(line).displayWidth + (width ?? 80) - 1) / (width ?? 80))
        }
        return rows < height
    }

    /// The terminal that the process was begun in, by the name that POSIX has for it.
    private static let own = "/dev/tty"

    /// Whether there is one to be read from, whatever standard input is, and standard error shows it.
    static var canBeOpened: Bool {
        let descriptor = open(own, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        close(descriptor)
        return isatty(STDERR_FILENO) == 1
    }

    /// Puts it in the place of standard input, which has been read to its end.
    static func useAsInput() {
        let descriptor = open(own, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        dup2(descriptor, STDIN_FILENO)
        close(descriptor)
    }

    /// Whether somebody is there to be asked: standard input and standard error are a terminal.
    static var hasPerson: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }
}
