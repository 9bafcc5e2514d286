import Foundation
import Synchronization
import Testing

@testable import OpenFinance
@testable import OpenFinanceLeads
@testable import ofp

@Suite("What there is to read on the journey")
struct JourneyReadingTests {
    private static let sizes = [(40, 10), (40, 12), (60, 14), (80, 24)]

    /// A lead whose lines take more than a window.
    private func atLongSummary(_ columns: Int, _ rows: Int) throws -> Walk {
        var walk = try Walk.throughList(columns: columns, rows: rows)
        walk.goToList()
        walk.show("Noor Profit")
        walk.press("2")
        try walk.lookedUp("Waha Retail")
        let note = (1...40).map { "word\($0)" }.joined(separator: " ")
        for answer in [
            "⏎", "Sara⏎", "Ahmed⏎", "⏎", "sara@example.ae⏎", "784-1990-1234567-6⏎", "⏎", "⏎", "⏎", "\(note)⏎", "2",
        ] {
            walk.press(answer)
        }
        #expect(walk.screen.asksForConsent)
        return walk
    }

    private func hasSent(_ walk: Walk) -> Bool { walk.effects.contains { if case .send = $0 { true } else { false } } }

    @Test("is passed over in no line by whoever goes page by page", arguments: sizes)
    func pages(columns: Int, rows: Int) throws {
        var walk = try atLongSummary(columns, rows)
        let all = Set(walk.screen.text)
        for turn in [Key.pageDown, .pageUp] {
            var seen: Set<String> = []
            var last: [String] = []
            while last != walk.lines {
                last = walk.lines
                seen.formUnion(last)
                walk.handle(.input(.key(turn)))
            }
            #expect(all.subtracting(seen).isEmpty, "\(turn)")
        }
    }

    @Test("of a lead has stood on the screen line by line before it is sent, whatever is pressed", arguments: sizes)
    func lead(columns: Int, rows: Int) throws {
        let ways: [[Key]] = [
            [.text("3")], [.end, .text("3")], [.right, .right, .enter], [.pageDown, .text("x"), .home, .text("3")],
        ]
        for keys in ways {
            var walk = try atLongSummary(columns, rows)
            let all = Set(walk.screen.text)
            var seen: Set<String> = []
            for _ in 0..<60 where !hasSent(walk) {
                for key in keys where !hasSent(walk) {
                    seen.formUnion(walk.lines)
                    walk.handle(.input(.key(key)))
                }
            }
            let isSent = hasSent(walk)
            #expect(isSent, "\(keys)")
            #expect(all.subtracting(seen).isEmpty, "\(keys)")
        }
    }

    @Test("of a lead is to be read anew after something was changed, or the window has other lines")
    func anew() throws {
        var read = try atLongSummary(80, 16)
        for _ in 0..<20 { read.press("↓") }
        var (sent, changed, resized) = (read, read, read)
        sent.press("3")
        changed.press("2⏎3")
        resized.handle(.resized(columns: 60, rows: 14))
        resized.press("3")
        let areSent = [sent, changed, resized].map(hasSent)
        #expect(areSent == [true, false, false])
        #expect([changed, resized].allSatisfy { $0.screen.message == "Read it to its end first (Page Down)." })
    }

    @Test("says, in lines with numbers, how what was answered is kept, and how it is taken away")
    func plainField() async throws {
        let prompts = Mutex<[String]>([])
        let console = Console(writeOutput: { _ in }, writeError: { _ in }, errorTerminal: Terminal(width: 80))
        for (typed, answer) in [("", "30"), ("-", ""), ("31", "31")] {
            let ask = { @Sendable (prompt: String) -> String? in
                prompts.withLock { $0.append(prompt.split(separator: "\n").joined(separator: " ")) }
                return typed
            }
            let events = await PlainFace(ask, console, Inbox()).next(after: Screen(title: "Age", field: "30"))
            guard case .input(.line(let text))? = events?.first else {
                Issue.record("nothing is answered")
                return
            }
            #expect(text == answer)
        }
        #expect(prompts.withLock(\.self).allSatisfy { $0.contains("Enter to keep it, - to take it away") })
    }

    @Test(
        "is answered, in lines with numbers, by what is typed, and by nothing else",
        arguments: [
            ("2", .picks([2])), (" 1 , 3 ", .picks([1, 3])), ("q", .key(.text("q"))), ("<", .back),
            ("/noor", .search("noor")), ("", .key(.enter)),
            // No number, and no letter: none of the choices.
            ("quit", .picks([0])), ("2 3", .picks([0])), ("1,x", .picks([0])),
        ] as [(String, Journey.Input)])
    func plainAnswer(typed: String, input: Journey.Input) async throws {
        let console = Console(writeOutput: { _ in }, writeError: { _ in }, errorTerminal: Terminal(width: 80))
        let search = Screen.Command(letter: "/", meaning: "search", action: .search)
        let choices = ["a", "b", "c"].map { Screen.Choice(text: $0, action: .goOn) }
        let face = PlainFace({ _ in typed }, console, Inbox())
        let events = await face.next(after: Screen(title: "Which?", choices: choices, commands: [search]))
        guard case .input(let answered)? = events?.first else {
            Issue.record("nothing is answered")
            return
        }
        #expect(answered == input)
    }

    @Test("in a list of products, in lines with numbers, is chosen by no Enter alone, and elsewhere is named before")
    func plainEnter() async throws {
        let prompts = Mutex<[String]>([])
        let console = Console(writeOutput: { _ in }, writeError: { _ in }, errorTerminal: Terminal(width: 80))
        let choices = [true, false, true].map { Screen.Choice(text: "a", isMarked: $0, action: .goOn) }
        let ask = { @Sendable (prompt: String) -> String? in
            prompts.withLock { $0.append(prompt) }
            return ""
        }
        func answered(_ screen: Screen) async -> Journey.Input? {
            let events = await PlainFace(ask, console, Inbox()).next(after: screen)
            if case .input(let input)? = events?.first { return input }
            return nil
        }
        #expect(await answered(Screen(title: "Which one?", header: "PRODUCT", choices: choices)) == .picks([]))
        #expect(await answered(Screen(title: "Which?", choices: choices, takesMarked: true)) == .key(.enter))
        #expect(await answered(Screen(title: "Which?", choices: choices)) == .key(.enter))
        let words = ["Number, < back", "Number [1,3], < back", "Number [1], < back"]
        #expect(zip(prompts.withLock(\.self), words).allSatisfy { $0.hasPrefix($1) })
    }

    @Test("is there, in lines with numbers, after a while, though not all banks have answered", .timeLimit(.minutes(1)))
    func plainPatience() async throws {
        let console = Console(writeOutput: { _ in }, writeError: { _ in }, errorTerminal: Terminal(width: 80))
        let inbox = Inbox()
        let face = PlainFace({ _ in "1" }, console, inbox)
        inbox.put(.enough)
        let choices = [Screen.Choice(text: "a", action: .goOn)]
        let events = await face.next(after: Screen(title: "Which one?", choices: choices, isLoading: true))
        guard case .input(.picks([1]))? = events?.first else {
            Issue.record("is not asked for")
            return
        }
    }

    @Test("of what has become of a lead begins with that")
    func outcome() {
        let failure = CommandFailure(.refused, "The bank has refused the lead", advice: "Ask it")
        let told = "'ofp leads' has it as number 2.\nThe bank says: no\n"
        #expect(
            JourneyRun.words(failure, beside: told)
                == "The bank has refused the lead. Ask it.\n'ofp leads' has it as number 2.\nThe bank says: no\n")
        #expect(JourneyRun.words(failure, beside: "") == "The bank has refused the lead. Ask it.")
    }

    @Test("beside what is to be chosen says how much of it is out of sight", arguments: ["⏎⏎", "⏎⏎⏎⏎"])
    func others(keys: String) throws {
        var walk = try Walk.throughList(columns: 60, rows: 16)
        walk.press(keys)
        let count = walk.screen.choices.count
        for place in 0..<min(count, 20) {
            let others = walk.lines.compactMap { $0.wholeMatch(of: /(?:↑ (\d+) above)?(?:, )?(?:↓ (\d+) more)?/) }
            let hidden =
                others.compactMap { $0.output.1.flatMap { Int($0) } ?? 0 }.reduce(0, +)
                + others.compactMap { $0.output.2.flatMap { Int($0) } ?? 0 }.reduce(0, +)
            let labels = Set(walk.screen.choices.map { String(walk.screen.label($0).prefix(20)) })
            let shown = walk.lines.count { line in labels.contains { line.contains($0) } }
            #expect(hidden > 0 && hidden + shown == count, "\(place): \(walk.text)")
            walk.press("↓")
        }
    }

    @Test("is there in the smallest window, with what can be chosen", arguments: ["⏎", "⏎1", " ↓ ↓ ↓ c"])
    func smallest(keys: String) throws {
        var walk = try Walk.throughList(columns: 40, rows: 10)
        walk.goToList()
        walk.press(keys)
        let text = Set(walk.screen.text.filter { !$0.isEmpty })
        for place in walk.screen.choices.indices {
            let lines = walk.lines
            #expect(lines.count <= 10 && !text.isDisjoint(with: lines), "\(lines)")
            #expect(lines.contains { $0.contains("[\(place + 1) ") }, "\(lines)")
            walk.press("→")
        }
    }
}
