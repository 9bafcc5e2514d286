import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The journey on the whole screen, drawn anew where something has changed.
final class DrawnFace: JourneyFace {
    private let inbox: Inbox
    private let keyboard: Keyboard
    private var terminal: Terminal
    /// The lines on the screen; nil where nobody knows what stands there.
    private var shown: [String]?
    /// Whether nobody can answer any more.
    private var hasEnded = false

    /// A screen of its own, without a cursor, and without lines that run over the edge: not every terminal counts columns as
    /// this program does; and what is pasted told from what is typed. (xterm's private modes 1049, 25, 7 and 2004.)
    private static let beginning = Data("\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l\u{1B}[?2004h".utf8)
    private static let ending = Data("\u{1B}[0m\u{1B}[?2004l\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l".utf8)

    /// - Parameter terminal: the one that standard input and standard error are.
    /// - Returns: nil where it cannot be drawn on.
    init?(_ terminal: Terminal, _ inbox: Inbox) {
        self.terminal = terminal
        self.inbox = inbox
        guard let keyboard = Keyboard({ Self.handle($0, inbox) }) else { return nil }
        self.keyboard = keyboard
        guard enter() else {
            end()
            return nil
        }
    }

    private static func handle(_ report: Keyboard.Report, _ inbox: Inbox) {
        switch report {
        case .keys(let keys):
            // Whatever is under way ends as it would by the terminal's own signal.
            if keys.contains(.interrupt) { kill(getpid(), SIGINT) }
            inbox.put(
                keys.filter { $0 != .interrupt }.map { $0 == .suspend ? .suspend : .event(.input(.key($0))) })
        case .resized: inbox.put(.resized)
        case .continued: inbox.put(.continued)
        case .ended: inbox.put(.ended)
        }
    }

    private func enter() -> Bool {
        shown = nil
        return TerminalScreen.claim(beginning: Self.beginning, end: Self.ending)
    }

    func end() {
        TerminalScreen.leave()
        keyboard.end()
    }

    // MARK: - Drawing

    func show(_ screen: Screen) {
        let rows = terminal.height ?? 24
        let layout = ScreenLayout(screen, columns: terminal.width ?? 80, rows: rows, style: terminal.style)
        let (lines, caret) = layout.lines
        var codes = ""
        if shown == nil { codes += "\u{1B}[2J" }
        for (row, line) in lines.enumerated() where shown.map({ $0.indices.contains(row) && $0[row] == line }) != true {
            // Emptied first: behind a line that fills the row, the last column would be what is emptied.
            codes += "\u{1B}[\(row + 1);1H\u{1B}[2K\(line)"
        }
        shown = lines
        codes += caret.map { "\u{1B}[\($0.row + 1);\($0.column + 1)H\u{1B}[?25h" } ?? "\u{1B}[?25l"
        TerminalScreen.draw(Data(codes.utf8))
    }

    private var isTooSmall: Bool {
        ScreenLayout.isTooSmall(columns: terminal.width ?? 80, rows: terminal.height ?? 24)
    }

    // MARK: - What happens

    func next(after screen: Screen) async -> [Journey.Event]? {
        guard !hasEnded else { return nil }
        var events: [Journey.Event] = []
        var isDrawnAnew = false
        for item in await inbox.drain() {
            switch item {
            // Nobody has read yet what it would be a yes to.
            case .event(.input) where isDrawnAnew && screen.asksForConsent: break
            // Nobody sees what a key would do there.
            case .event(.input) where isTooSmall: break
            case .event(let event): events.append(event)
            case .resized:
                terminal.measure(STDERR_FILENO)
                shown = nil
                isDrawnAnew = true
                events.append(.resized(columns: terminal.width ?? 80, rows: terminal.height ?? 24))
            case .continued:
                // A shell has its own way with the terminal, and the window may have changed meanwhile.
                TerminalScreen.leave()
                _ = enter()
                inbox.put(.resized)
            case .suspend:
                TerminalScreen.leave()
                SignalPipe.stopProcess()
                _ = enter()
                inbox.put(.resized)
            case .ended: hasEnded = true
            case .enough: break
            }
        }
        return events
    }

    func forgetTyped() {
        TypedAhead.forget()
        inbox.forgetInput()
    }

    func aside<Value>(_ body: () async -> Value) async -> Value {
        keyboard.setPaused(true)
        TerminalScreen.leave()
        let value = await body()
        _ = enter()
        keyboard.setPaused(false)
        inbox.put(.resized)
        return value
    }
}
