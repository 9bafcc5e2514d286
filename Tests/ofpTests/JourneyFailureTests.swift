import Foundation
import Testing

@testable import OpenFinance
@testable import ofp

@Suite("Banks that fail on the journey")
struct JourneyFailureTests {
    private func failure(_ bank: SavedLFI) -> LFIOutcome {
        .failed(
            LFIFailure(
                lfi: bank.identity, stage: .products, reason: .timeout, status: nil, code: nil, message: "no answer",
                interactionID: nil, attempts: nil, isRefusal: false))
    }

    @Test("are named with the reason where all have failed, whatever was looked for", arguments: ["", "/noor⏎"])
    func all(keys: String) throws {
        for count in [1, 3] {
            var walk = try Walk.throughBanks()
            walk.press("⏎⏎")
            for place in walk.journey.banks.indices.dropFirst(count) { walk.handle(.input(.picks([place + 2]))) }
            walk.handle(.input(.picks([1])))
            walk.press("⏎" + keys)
            for bank in walk.journey.banks.prefix(count) { walk.handle(.answered(failure(bank))) }
            #expect(walk.text.contains(count == 1 ? "The bank has not answered" : "None of the 3 banks has answered"))
            for bank in walk.journey.banks.prefix(count) {
                #expect(walk.text.contains("\(bank.label) failed at products (timeout): no answer."), "\(walk.text)")
            }
            #expect(!walk.text.contains("is of that kind") && !walk.text.contains("No product has these words"))
        }
    }

    @Test("are not passed over where the others have nothing")
    func some() throws {
        var walk = try Walk.throughBanks()
        walk.goToList()
        for bank in walk.journey.banks.dropFirst() { walk.handle(.answered(failure(bank))) }
        walk.handle(.answered(.answered(try GoldenWorld.lfi(walk.journey.banks[0].name), LFIAnswer(products: []))))
        #expect(walk.text.contains("No bank has a product.") && walk.text.contains("Some banks are missing"))
    }

    @Test("are no answers while others are waited for")
    func loading() throws {
        var walk = try Walk.throughBanks()
        walk.goToList()
        for bank in walk.journey.banks.prefix(2) { walk.handle(.answered(failure(bank))) }
        try walk.answer("Saqr")
        #expect(walk.text.contains("Loading: 1 of 14 banks have answered, 2 failed."), "\(walk.text)")
    }
}
