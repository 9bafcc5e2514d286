import OpenFinance

/// The journey in lines with numbers, each read and answered in turn: for whoever listens to a screen rather than looks at
/// it, and for terminals that only print.
final class PlainFace: JourneyFace {
    private let ask: @Sendable (String) -> String?
    private let console: Console
    private let inbox: Inbox
    /// Whether nobody can answer any more.
    private var hasEnded = false

    init(_ ask: @escaping @Sendable (String) -> String?, _ console: Console, _ inbox: Inbox) {
        (self.ask, self.console, self.inbox) = (ask, console, inbox)
    }

    func aside<Value>(_ body: () async -> Value) async -> Value { await body() }

    func end() {}

    func forgetTyped() { TypedAhead.forget() }

    // MARK: - What is to be read

    func show(_ screen: Screen) {
        guard !waits(for: screen) else { return }
        console.note("")
        say(screen.title)
        for line in screen.text { console.note(line) }
        // Numbers stand before the choices, and not before the titles of their columns.
        let digits = "\(screen.choices.count)".count
        if let header = screen.header { console.note(String(repeating: " ", count: digits + 2) + header) }
        for (index, choice) in screen.choices.enumerated() {
            let number = "\(index + 1)".padded(to: digits, alignment: .trailing)
            let marked = choice.isMarked == true ? " (marked)" : ""
            console.note("\(number)  \(choice.text)\(marked)" + (choice.note.isEmpty ? "" : "  (\(choice.note))"))
        }
        for line in screen.status { say(line) }
        if let message = screen.message { say(message) }
    }

    /// Words in lines that fit.
    private func say(_ text: String) {
        for line in text.wrapped(to: columns, breakingWords: true) { console.note(line) }
    }

    private var columns: Int { console.errorTerminal.width ?? 80 }

    // MARK: - What is answered

    func next(after screen: Screen) async -> [Journey.Event]? {
        guard !hasEnded else { return nil }
        let arrived = events(inbox.drainNow())
        if !arrived.isEmpty { return arrived }
        if waits(for: screen) {
            beginWaiting()
            return events(await inbox.drain())
        }
        if screen.isBusy { return events(await inbox.drain()) }
        let (ask, prompt) = (ask, prompt(screen))
        // Banks answer while the person thinks, and need the threads on which tasks run.
        guard let line = await BlockingWork.run({ ask(prompt) }) else { return nil }
        // Several lines at once are pasted, and no yes.
        if screen.asksForConsent, TypedAhead.isThere {
            TypedAhead.forget()
            return [.input(.key(.paste(line)))] + events(inbox.drainNow())
        }
        // What has arrived meanwhile is looked at with whatever the person wants to see next.
        return [.input(Self.input(line, screen))] + events(inbox.drainNow())
    }

    private func events(_ items: [Inbox.Item]) -> [Journey.Event] {
        items.compactMap { item in
            if case .enough = item { patience = .isOver }
            if case .ended = item { hasEnded = true }
            return if case .event(let event) = item { event } else { nil }
        }
    }

    // MARK: - While banks answer

    /// A list that is read line by line cannot fill before anybody's eyes: so it comes when it is whole, or after a while.
    private var patience = Patience.untouched
    private enum Patience { case untouched, runs, isOver }
    private static let longestWait = Duration.seconds(5)

    private func waits(for screen: Screen) -> Bool { screen.isLoading && patience != .isOver }

    private func beginWaiting() {
        guard patience == .untouched else { return }
        patience = .runs
        console.note("Loading products …")
        inbox.remind(after: Self.longestWait)
    }

    /// In lines that fit, with room behind the last one for an answer.
    private func prompt(_ screen: Screen) -> String {
        Self.words(screen).wrapped(to: columns - 4, breakingWords: true).joined(separator: "\n") + ": "
    }

    private static func words(_ screen: Screen) -> String {
        if let field = screen.field {
            return field.isEmpty
                ? "Your answer, or < to go back"
                : "Your answer [\(field.forTerminal)], Enter to keep it, - to take it away, or < to go back"
        }
        let marks = screen.choices.contains { $0.mark != nil } ? ", several with commas" : ""
        let usual = screen.header == nil && !screen.choices.isEmpty ? " [\(usual(screen))]" : ""
        let letters = screen.commands.map { $0.letter == "/" ? "/words \($0.meaning)" : "\($0.letter) \($0.meaning)" }
        let again = screen.isLoading ? ["Enter looks whether more has come"] : []
        return (again + ["Number\(usual)\(marks)", "< back"] + letters + ["q leave"]).joined(separator: ", ")
    }

    /// What Enter alone takes: numbers from 1.
    private static func usual(_ screen: Screen) -> String {
        let marked = screen.marked
        let taken = screen.takesMarked && marked.contains(screen.cursor) ? marked : [screen.cursor]
        return taken.map { "\($0 + 1)" }.joined(separator: ",")
    }

    private static func input(_ line: String, _ screen: Screen) -> Journey.Input {
        let text = line.withoutBlankEnds
        if text == "<" { return .back }
        if let field = screen.field {
            // Enter keeps what stands there, and a hyphen takes it away.
            return .line(text.isEmpty ? field : text == "-" ? "" : line)
        }
        // In a list of products nothing is to be chosen by accident.
        if text.isEmpty { return screen.header == nil ? .key(.enter) : .picks([]) }
        if text.hasPrefix("/"), screen.commands.contains(where: { $0.letter == "/" }) {
            return .search(String(text.dropFirst()))
        }
        let numbers = text.split(separator: ",").map { Int(String($0).withoutBlankEnds) }
        if numbers.allSatisfy({ $0 != nil }) { return .picks(numbers.compactMap(\.self)) }
        guard let first = text.unicodeScalars.first, text.unicodeScalars.count == 1 else { return .picks([0]) }
        return .key(.text(first))
    }
}
