import ArgumentParser
import Foundation
import Testing

@testable import ofp

@Suite("What is typed at once before a lead")
struct JourneyRunTests {
    /// A terminal to which what is typed comes in pieces: those that follow one another without a pause are forgotten
    /// together.
    private final class PiecewiseFace: JourneyFace {
        private var pieces: [String?]
        private(set) var lastTitle = ""

        /// - Parameter pieces: nil is a pause.
        init(_ pieces: [String?]) { self.pieces = pieces }

        func show(_ screen: Screen) { lastTitle = screen.title }

        func next(after screen: Screen) -> [Journey.Event]? {
            while let piece = pieces.first {
                pieces.removeFirst()
                if let piece { return Walk.pressed(piece).map { .input(.key($0)) } }
            }
            return nil
        }

        func forgetTyped() { pieces.removeFirst(pieces.firstIndex(of: nil) ?? pieces.count) }

        func aside<Value>(_ body: () async -> Value) async -> Value { await body() }

        func end() {}
    }

    /// Goes on from a journey with all of this, in a program that has no settings to send anything with.
    private func walk(_ journey: Journey, _ pieces: [String?]) async throws -> String {
        let face = PiecewiseFace(pieces)
        let options = try SettingsOptions.parse([])
        let console = Console(writeOutput: { _ in }, writeError: { _ in }, errorTerminal: Terminal(width: 80))
        let start = try CommandStart(options, CommandContext(console: console, environment: [:]))
        let run = JourneyRun(
            face: face, inbox: Inbox(), source: .saved(try Walk.saved(), start),
            session: { () throws(CommandFailure) in throw CommandFailure(.configuration, "There is none", advice: "") },
            environment: [:])
        let (_, leads) = await run.walk(journey, directory: nil)
        #expect(leads == nil)
        return face.lastTitle
    }

    @Test(
        "is no yes, nor is the letter that comes as the last of it, whether before the lead is there to be read or then",
        arguments: [
            ["3⏎3", "3"], ["⏎⏎", "3"], ["2⏎", "⏎"], ["3"], [nil, "3⏎3"], [nil, "⏎⏎", "3"], [nil, "3⏎3", "3"],
        ] as [[String?]])
    func pieces(pieces: [String?]) async throws {
        let walk = try JourneyLeadTests().atSummary()
        #expect(try await self.walk(walk.journey, pieces) == walk.screen.title)
        // Where nobody pasted, the same letter is an answer.
        #expect(try await self.walk(walk.journey, [nil, "⏎", nil]) == "Which one, of those with “Noor Profit”?")
    }

    @Test("costs no more than its first letter", .timeLimit(.minutes(1)))
    func long() async throws {
        let walk = try JourneyLeadTests().atLastQuestion()
        let yeses = String(repeating: "3⏎", count: 200_000)
        let title = try await self.walk(walk.journey, ["2" + yeses, "3"])
        #expect(title == "Send this to Waha Retail, and be contacted by it?")
    }
}
