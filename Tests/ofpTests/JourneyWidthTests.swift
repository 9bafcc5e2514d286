import Foundation
import Testing

@testable import OpenFinance
@testable import OpenFinanceLeads
@testable import ofp

@Suite("Ids and long lines of the journey")
struct JourneyWidthTests {
    private static let id = "1f2e3d4c-5b6a-4978-8877-665544332211"

    private func atSending(_ columns: Int) throws -> Walk {
        var walk = try Walk.throughList(columns: columns)
        walk.goToList()
        walk.show("Noor Profit")
        walk.press("2")
        try walk.lookedUp("Waha Retail")
        for answer in [
            "⏎", "Sara⏎", "Ahmed⏎", "⏎", "sara@example.ae⏎", "784-1990-1234567-6⏎", "⏎", "⏎", "⏎", "Call⏎", "2",
        ] {
            walk.press(answer)
        }
        return walk
    }

    @Test("are whole on a line, to be copied, in whatever has become of a lead", arguments: [60, 72, 80, 100])
    func outcome(columns: Int) throws {
        for before in ["", "It is unknown whether the bank has the lead. ", String(repeating: "word ", count: 13)] {
            var walk = try atSending(columns)
            for _ in 0..<5 where !walk.screen.isBusy { walk.press("3") }
            let text = "  Interaction id  \(Self.id)\n\(before)It was not sent again. Interaction id: \(Self.id).\n"
            walk.handle(.sent(.told(text, hasGone: true)))
            #expect(walk.lines.count { $0.contains(Self.id) } == 2, "\(walk.text)")
            #expect(
                walk.lines.contains("  Interaction id  \(Self.id)")
                    && walk.screen.text.allSatisfy { $0.displayWidth <= columns })
        }
    }

    @Test("are whole in what is told of a failure, however narrow the window", arguments: [60, 80])
    func message(columns: Int) throws {
        var walk = try Walk.throughList(columns: columns)
        walk.goToList()
        walk.show("Noor Profit")
        walk.press("2")
        let words = Array(repeating: "The directory is away for reasons that are told at length here", count: 5)
        walk.handle(
            .lookedUp(
                .failure(
                    CommandFailure(
                        .unavailable, words.joined(separator: ", "), advice: "Try again",
                        interactionID: InteractionID(Self.id)))))
        #expect(walk.lines.contains { $0.contains(Self.id) }, "\(walk.text)")
    }

    @Test("fit beside the numbers of a list, however many there are", arguments: [9, 120, 1_200])
    func numbered(count: Int) throws {
        var walk = try Walk.throughBanks(columns: 60)
        let lfi = try GoldenWorld.lfi("Waha Retail")
        let name = String(repeating: "Savings ", count: 12)
        let products = try (0..<count).map { number in
            let json =
                #"{"ProductId":"\#(number)","ProductName":"\#(name)\#(number)","ApplicationUri":"https://x.example/a"}"#
            return try #require(ListedProduct(json: Data(json.utf8), of: lfi.identity))
        }
        walk.goToList()
        walk.handle(.answered(.answered(lfi, LFIAnswer(products: products))))
        let numbers = "\(count)  ".displayWidth
        let listing = walk.journey.listed()
        #expect(listing.lines.count == count && listing.lines.allSatisfy { numbers + $0.displayWidth <= 60 })
        // None of the room is given away.
        #expect(listing.lines.contains { max(4, numbers) + $0.displayWidth == 60 })
    }

    @Test("are whole in what is to be sent, in lines that fit", arguments: [60, 80])
    func preview(columns: Int) throws {
        let walk = try atSending(columns)
        let server = try GoldenWorld.lfi("Waha Retail").id
        #expect(walk.screen.text.contains { $0.contains(server) }, "\(walk.text)")
        #expect(walk.screen.text.allSatisfy { $0.displayWidth <= columns })
    }
}
